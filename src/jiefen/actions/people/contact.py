"""Where a person wants to be told outside the application. Only the person says so, and the history holds no address."""

from __future__ import annotations

from collections.abc import Collection

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.phones import normalise_phone
from jiefen.domain.messages import rules as messages
from jiefen.domain.messages.words import Medium
from jiefen.store.models import User
from jiefen.store.people.contact import sealed


@in_one_transaction("set_contact")
def set_contact(command: Command, *, email: str, phone: str, media: Collection[str]) -> Answer:
    """Keep both addresses, sealed; an empty one is forgotten. Raises Invalid."""
    email, phone = email.strip(), normalise_phone(phone)
    wanted = [medium for medium in Medium if medium in media]
    if problems := _problems(email, phone=phone, wanted=wanted):
        raise Invalid(fields=problems)
    me = command.by.user_id
    User.objects.filter(pk=me).update(
        email_sealed=sealed(email, medium=Medium.EMAIL, user_id=me),
        phone_sealed=sealed(phone, medium=Medium.SMS, user_id=me),
        by_email=Medium.EMAIL in wanted,
        by_sms=Medium.SMS in wanted,
    )
    facts = {"user": me, "media": [str(medium) for medium in wanted]}
    command.history.add_to_stream("system", verb="set_contact", facts=facts)
    return Answer(sentence=_sentence(wanted))


def _problems(email: str, *, phone: str, wanted: Collection[Medium]) -> dict[str, str]:
    problems = {"email": messages.email_problem(email), "phone": messages.mobile_problem(phone)}
    if Medium.EMAIL in wanted and not email:
        problems["email"] = "选了用电子邮件提醒，请填写邮箱；或者取消勾选。"
    if Medium.SMS in wanted and not phone:
        problems["phone"] = "选了用短信提醒，请填写手机号码；或者取消勾选。"
    return {name: text for name, text in problems.items() if text}


def _sentence(wanted: Collection[Medium]) -> str:
    if not wanted:
        return "已保存：只在系统内提醒。"
    return f"已保存：除系统内提醒外，还用{'和'.join(medium.label for medium in wanted)}提醒。"
