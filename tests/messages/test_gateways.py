"""What each way of sending answers when the other side takes, refuses, is away, or leaves it open."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from dataclasses import replace
from datetime import timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from loopback import BYE, DRIBBLE, mail_server, sms_gateway

from jiefen.channels.messages import Later, Message, Refused, Uncertain, Unreachable
from jiefen.channels.messages.breaker import Breaker
from jiefen.channels.messages.console import LOGGED, Console
from jiefen.channels.messages.email import Email
from jiefen.channels.messages.setup import SetupProblem, gateways
from jiefen.channels.messages.sms_http import SmsHttp
from jiefen.config.messages import from_file
from jiefen.jobs.drilling.site import free_port
from kit.qinghe import NOW

pytestmark = pytest.mark.one_database

MESSAGE = Message(
    key="n1.sms", to="13800000001", subject="消息", text="您有 1 条消息：{to} & {secret}", at=NOW
)
MAIL = replace(MESSAGE, key="n1.email", to="liuqian@example.cn")
FIELDS = {"mobile": "{to}", "content": "{text}", "sn": "{key}", "ts": "{time}", "sign": "{sign}"}
SMS = """
[sms]
url = "http://127.0.0.1:1/send"
fields = { mobile = "{to}", content = "{text}" }
"""


def sms(port: int, **more: object) -> SmsHttp:
    return SmsHttp(url=f"http://127.0.0.1:{port}/send?v=2", fields=FIELDS, seconds=1, **more)  # type: ignore[arg-type]


def mail(port: int) -> Email:
    return Email(
        host="127.0.0.1",
        port=port,
        security="none",
        sender="jf@example.cn",
        sender_name="清和县中心",
        seconds=1,
    )


def test_without_setup_both_media_are_a_line_in_the_log_that_names_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "jiefen.messages")
    for medium, gateway in from_file("").items():
        assert isinstance(gateway, Console)
        assert not gateway.real
        assert gateway.send(replace(MESSAGE, text=medium)) == LOGGED
    assert "sms n1.sms sms" in caplog.text
    assert MESSAGE.to not in caplog.text


def test_a_gateway_gets_the_fields_it_asks_for_and_its_receipt_is_kept() -> None:
    with sms_gateway() as heard:
        gateway = sms(heard.port, accepted=("code", "0"), receipt="id")
        assert gateway.send(MESSAGE) == "m-1"
    body = {name: value[0] for name, value in parse_qs(heard.text[0]).items()}
    assert body == {
        "mobile": MESSAGE.to,
        "content": MESSAGE.text,
        "sn": "n1.sms",
        "ts": str(int(NOW.timestamp())),
    }


def test_the_signature_is_over_the_text_that_was_set_and_nothing_in_a_message_is_read_as_a_name() -> None:
    text = f"7{MESSAGE.to}{MESSAGE.text}"
    keyed = SmsHttp("http://x/", FIELDS, "json", "hmac-sha256", signed="7{to}{text}", secret="s3")
    body = json.loads(keyed.body(MESSAGE)[0])
    assert body["sign"] == hmac.new(b"s3", text.encode(), hashlib.sha256).hexdigest()
    assert body["content"] == MESSAGE.text
    plain = replace(keyed, format="base64-json", signature="md5", signed="{secret}7{to}{text}")
    body = json.loads(base64.b64decode(plain.body(MESSAGE)[0]))
    assert body["sign"] == hashlib.md5(f"s3{text}".encode()).hexdigest()


@pytest.mark.parametrize(
    ("answer", "status", "problem"),
    [
        ("no such number", 400, Refused),
        ("no", 401, Unreachable),
        ("go elsewhere", 302, Unreachable),
        ("too many", 429, Unreachable),
        ("later", 503, Unreachable),
        ("broken", 500, Uncertain),
        ("proxy", 504, Uncertain),
        ('{"code": 9}', 200, Refused),
        ('{"code": 5}', 200, Later),
        ("<html>", 200, Uncertain),
        (BYE, 200, Uncertain),
    ],
)
def test_every_answer_is_one_of_four(answer: str, status: int, problem: type[Exception]) -> None:
    with sms_gateway(answer, status=status) as heard, pytest.raises(problem):
        sms(heard.port, accepted=("code", "0"), never=frozenset({"9"})).send(MESSAGE)
    assert len(heard.text) == 1, "a redirect is not followed, and nothing is asked twice"


@pytest.mark.parametrize(
    ("charset", "told"),
    [
        ("gbk", "GBK"),
        ("gbk", ""),
        ("gb18030", "utf-8"),
        ("gbk", "no-such-charset"),
        ("utf-8", "utf-8"),
        ("utf-8-sig", ""),
    ],
)
def test_a_yes_is_understood_in_either_encoding_whatever_the_answer_says_of_it(
    charset: str, told: str
) -> None:
    answer = '{"code": "0", "msg": "提交成功", "id": "m-1"}'
    with sms_gateway(answer, charset=charset, told=told) as heard:
        gateway = sms(heard.port, accepted=("code", "0"), receipt="id", charset=charset.replace("-sig", ""))
        assert gateway.send(MESSAGE) == "m-1"


@pytest.mark.parametrize("format", ["form", "json", "base64-json"])
def test_a_gateway_that_reads_gbk_is_spoken_to_in_gbk(format: str) -> None:
    spoken = replace(sms(1), format=format, charset="gbk", signature="md5", signed="{text}")
    body, kind = spoken.body(MESSAGE)
    assert kind.endswith("charset=gbk")
    plain = base64.b64decode(body) if format == "base64-json" else body
    text = (
        parse_qs(plain.decode(), encoding="gbk")["content"][0]
        if format == "form"
        else json.loads(plain.decode("gbk"))["content"]
    )
    assert text == MESSAGE.text
    assert spoken._sign(MESSAGE.text) == hashlib.md5(MESSAGE.text.encode("gbk")).hexdigest()


def test_a_mail_says_when_it_was_written_and_its_subject_is_one_line() -> None:
    with mail_server() as heard:
        mail(heard.port).send(replace(MAIL, subject="即将到期\n请查看"))
    written = message_from_string("\n".join(heard.text[heard.text.index("data") + 1 : -1]), policy=default)
    assert written["Date"].datetime == NOW
    assert written["Subject"] == "即将到期 请查看"
    assert not {"From", "To", "Date", "Message-ID", "MIME-Version"} - set(written.keys())


def test_a_gateway_that_is_not_there_and_one_that_answers_a_byte_at_a_time_hold_nobody() -> None:
    with pytest.raises(Unreachable):
        sms(free_port()).send(MESSAGE)
    began = time.monotonic()
    with sms_gateway(DRIBBLE) as heard, pytest.raises(Uncertain):
        replace(sms(heard.port, accepted=("code", "0")), seconds=0.3).send(MESSAGE)
    with mail_server(welcome=DRIBBLE) as heard, pytest.raises(Unreachable):
        replace(mail(heard.port), seconds=0.3).send(MAIL)
    assert time.monotonic() - began < 3


def test_a_mail_is_handed_over_once_with_the_same_name_for_the_same_message() -> None:
    with mail_server() as heard:
        assert mail(heard.port).send(MAIL) == "queued as 7"
    start = heard.text.index("data") + 1
    told = message_from_string("\n".join(heard.text[start:]), policy=default)
    assert (told["To"], told["Message-ID"]) == ("liuqian@example.cn", "<n1.email@example.cn>")
    assert "清和县中心" in told["From"]
    assert told.get_content().strip() == MAIL.text


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"welcome": "421 away"}, Unreachable),
        ({"mail": "550 not from you"}, Unreachable),
        ({"mail": BYE}, Unreachable),
        ({"rcpt": "550 nobody"}, Refused),
        ({"rcpt": "450 greylisted"}, Later),
        ({"data": "554 no"}, Refused),
        ({"text": "554 spam"}, Refused),
        ({"text": "451 disk"}, Later),
        ({"text": BYE}, Uncertain),
    ],
)
def test_a_mail_servers_refusals_are_told_apart(answers: dict[str, str], problem: type[Exception]) -> None:
    with mail_server(**answers) as heard, pytest.raises(problem):
        mail(heard.port).send(MAIL)


def test_a_line_break_in_an_address_never_becomes_a_header() -> None:
    with mail_server() as heard, pytest.raises(ValueError, match="CR or LF"):
        mail(heard.port).send(replace(MAIL, to="a@b.cn\r\nBcc: c@d.cn"))
    assert not any("c@d.cn" in line for line in heard.text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[sms", "TOML"),
        ("[fax]", "fax"),
        ("[email]\nhost = 'x'", "缺少 sender"),
        ("[email]\nhost = 'x'\nsender = 'x'", "邮箱地址"),
        ("[email]\nhost = 'x'\nsender = 'a@x'\nport = 0", "port"),
        ("[email]\nhost = 'x'\nsender = 'a@x'\nsecurity = 'ssl3'", "security"),
        (SMS.replace("{to}", ""), "{to}"),
        (SMS.replace("http:", "ftp:"), "url"),
        (SMS + "format = 'xml'", "format"),
        (SMS + "signature = 'rot13'", "signature"),
        (SMS + "speed = 3", "speed"),
        (SMS + "accepted = { a = 1, b = 2 }", "accepted"),
    ],
)
def test_a_wrong_text_stops_the_start_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(SetupProblem, match=sentence):
        gateways(text)


def test_the_file_with_the_passwords_must_be_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "messages.toml"
    file.write_text(SMS)
    file.chmod(0o644)
    with pytest.raises(SystemExit, match="chmod 600"):
        from_file(str(file))
    file.chmod(0o600)
    found = from_file(str(file))
    assert (found["sms"].real, found["email"].real) == (True, False)
    with pytest.raises(SystemExit, match="读不了"):
        from_file(str(tmp_path / "nothing"))


def test_a_gateway_that_failed_three_times_is_left_alone_for_longer_and_longer() -> None:
    at = NOW
    with sms_gateway("proxy", status=504) as heard:
        gateway = Breaker(sms(heard.port))
        for tries in (3, 4, 5):
            for _ in range(10):
                with pytest.raises((Uncertain, Unreachable)):
                    gateway.send(replace(MESSAGE, at=at))
            assert len(heard.text) == tries, "the others were told without asking it"
            at += timedelta(minutes=2 ** (tries - 3) * 1.2)  # the longest that this rest may be


def test_a_gateway_that_answers_again_is_used_at_once() -> None:
    with sms_gateway("later", status=503) as heard:
        gateway = Breaker(sms(heard.port))
        for _ in range(3):
            with pytest.raises(Unreachable):
                gateway.send(MESSAGE)
        assert len(heard.text) == 3
    with sms_gateway() as heard:
        gateway._gateway = sms(heard.port)
        with pytest.raises(Unreachable):
            gateway.send(MESSAGE)
        for _ in range(5):
            gateway.send(replace(MESSAGE, at=NOW + timedelta(minutes=1.2)))
        assert len(heard.text) == 5


def test_rests_are_not_all_of_one_length() -> None:
    rests = set()
    for _ in range(20):
        gateway = Breaker(sms(free_port()))
        for _ in range(3):
            with pytest.raises(Unreachable):
                gateway.send(MESSAGE)
        rests.add(gateway._until)
    assert len(rests) > 1
