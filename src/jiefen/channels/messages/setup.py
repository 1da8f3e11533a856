"""One text (TOML) says which gateways there are; what it does not name stays a console."""

from __future__ import annotations

import tomllib
from typing import Any
from urllib.parse import urlsplit

from jiefen.channels.messages import Gateway
from jiefen.channels.messages.console import Console
from jiefen.channels.messages.email import Email
from jiefen.channels.messages.sms_http import CHARSETS, FORMATS, SIGNATURES, SmsHttp

MEDIA = ("email", "sms")
SECURITY = {"tls": 465, "starttls": 587, "none": 25}
_EMAIL = {"host", "port", "security", "sender", "sender_name", "user", "password"}
_SMS = {
    "url",
    "fields",
    "format",
    "signature",
    "signed",
    "secret",
    "headers",
    "accepted",
    "never",
    "receipt",
    "charset",
}


class SetupProblem(Exception):
    """The text cannot be used; the message says why."""


def gateways(text: str = "") -> dict[str, Gateway]:
    """One gateway per medium. Raises SetupProblem."""
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SetupProblem(f"不是有效的 TOML：{problem}") from problem
    if unknown := sorted(set(sections) - set(MEDIA)):
        raise SetupProblem(f"不认识的段落 [{unknown[0]}]，只有 [email] 和 [sms]。")
    by_medium: dict[str, Gateway] = {medium: Console(medium) for medium in MEDIA}
    if "email" in sections:
        by_medium["email"] = _email(_table(sections, "email", known=_EMAIL, needed=("host", "sender")))
    if "sms" in sections:
        by_medium["sms"] = _sms(_table(sections, "sms", known=_SMS, needed=("url", "fields")))
    return by_medium


def _table(told: dict[str, Any], name: str, *, known: set[str], needed: tuple[str, ...]) -> dict[str, Any]:
    table = told[name]
    if not isinstance(table, dict):
        raise SetupProblem(f"{name} 应是一段：[{name}]。")
    if unknown := sorted(set(table) - known):
        raise SetupProblem(f"[{name}] 里不认识 {unknown[0]}。")
    if missing := [key for key in needed if not table.get(key)]:
        raise SetupProblem(f"[{name}] 里缺少 {missing[0]}。")
    return table


def _email(table: dict[str, Any]) -> Email:
    security = str(table.get("security", "tls"))
    if security not in SECURITY:
        raise SetupProblem("[email] security 只能是 tls、starttls 或 none。")
    if not all(str(table["sender"]).partition("@")[::2]):
        raise SetupProblem("[email] sender 应是一个邮箱地址。")
    return Email(
        host=str(table["host"]),
        port=_port(table.get("port", SECURITY[security])),
        security=security,
        sender=str(table["sender"]),
        sender_name=str(table.get("sender_name", "")),
        user=str(table.get("user", "")),
        password=str(table.get("password", "")),
    )


def _port(value: object) -> int:
    if not isinstance(value, int) or not 0 < value < 65536:
        raise SetupProblem("[email] port 应是 1 到 65535 的整数。")
    return value


def _sms(table: dict[str, Any]) -> SmsHttp:
    address = urlsplit(str(table["url"]))
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SetupProblem("[sms] url 应以 https:// 或 http:// 开头。")
    kind, signature = str(table.get("format", "form")), str(table.get("signature", "none"))
    if kind not in FORMATS:
        raise SetupProblem(f"[sms] format 只能是 {'、'.join(FORMATS)}。")
    if signature not in SIGNATURES:
        raise SetupProblem(f"[sms] signature 只能是 {'、'.join(SIGNATURES)}。")
    charset = str(table.get("charset", "utf-8")).lower()
    if charset not in CHARSETS:
        raise SetupProblem(f"[sms] charset 只能是 {'、'.join(CHARSETS)}。")
    fields = _texts(table, "fields")
    if not any("{to}" in text for text in fields.values()) or not any(
        "{text}" in text for text in fields.values()
    ):
        raise SetupProblem("[sms] fields 里要有 {to} 和 {text}。")
    accepted = _texts(table, "accepted")
    if len(accepted) > 1:
        raise SetupProblem("[sms] accepted 只写一个字段。")
    return SmsHttp(
        url=str(table["url"]),
        fields=fields,
        format=kind,
        signature=signature,
        signed=str(table.get("signed", "")),
        secret=str(table.get("secret", "")),
        headers=_texts(table, "headers"),
        accepted=next(iter(accepted.items()), None),
        never=frozenset(str(code) for code in table.get("never", ())),
        receipt=str(table.get("receipt", "")),
        charset=charset,
    )


def _texts(table: dict[str, Any], name: str) -> dict[str, str]:
    texts = table.get(name, {})
    if not isinstance(texts, dict):
        raise SetupProblem(f"[sms] {name} 应是“名称 = 文字”的一组。")
    return {str(key): str(value) for key, value in texts.items()}
