"""刘倩 says how she wants to be told; nobody else reads her number."""

from __future__ import annotations

import pytest
from django.conf import settings

from jiefen.actions.messages.deliveries import send_waiting
from jiefen.actions.messages.notices import tell
from jiefen.channels.messages import Message, Uncertain
from jiefen.store.models import Entry, Inbox, User
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

PAGE = "/account/messages"
TYPED = {"ways": ["sms"], "phone": "138 0000 1001", "email": ""}


class Silent:
    real = True

    def send(self, message: Message) -> str:
        raise Uncertain("no answer")


def test_a_number_is_kept_sealed_shown_to_its_owner_and_forgotten_when_emptied(world: Qinghe) -> None:
    client = world.client("clerk")
    assert "还没有接通电子邮件和短信" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, TYPED, follow=True)
    text = answer.content.decode()
    assert "还用短信提醒" in text
    assert 'value="13800001001"' in text
    clerk = User.objects.get(username="clerk")
    assert clerk.by_sms
    assert not clerk.by_email
    assert b"13800001001" not in bytes(clerk.phone_sealed or b"")
    entry = Entry.objects.filter(verb="set_contact").get()
    assert "1380000" not in entry.body
    assert not Inbox.objects.filter(source__contains=str(clerk.pk)).exists(), "no digest of a number either"
    client.post(PAGE, {"ways": [], "phone": "", "email": ""})
    clerk.refresh_from_db()
    assert (clerk.phone_sealed, clerk.by_sms) == (None, False)


def test_one_persons_number_does_not_open_as_anothers(world: Qinghe) -> None:
    world.client("clerk").post(PAGE, TYPED)
    clerk = User.objects.get(username="clerk")
    User.objects.filter(username="mediator").update(phone_sealed=clerk.phone_sealed, by_sms=True)
    assert world.client("mediator").get(PAGE).status_code == 500


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ways": ["sms"]}, "请填写手机号码"),
        ({"ways": ["email"]}, "请填写邮箱"),
        ({"phone": "88880000"}, "11 位手机号码"),
        ({"email": "liuqian@qinghe"}, "完整的邮箱"),
        ({"email": "a@b.cn\nBcc: c@d.cn"}, "完整的邮箱"),
    ],
)
def test_what_cannot_be_reached_is_refused_with_a_sentence(
    world: Qinghe, typed: dict[str, object], sentence: str
) -> None:
    answer = world.client("clerk").post(PAGE, typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.filter(by_sms=True).exists()


def test_without_a_gateway_nothing_is_called_sent(world: Qinghe) -> None:
    client = world.client("clerk")
    client.post(PAGE, TYPED)
    for event in "abcdef":
        tell({User.objects.get(username="clerk").pk}, event=event, case=None, text="新登记", at=world.now)
    assert send_waiting(at=world.now, gateways=settings.GATEWAYS) == 1
    text = client.get(PAGE).content.decode()
    assert text.count("只记在日志里") == 1
    assert "6 条合成一条" in text
    assert "已发送" not in text


def test_a_message_nobody_knows_the_end_of_is_shown_as_such(world: Qinghe) -> None:
    client = world.client("clerk")
    client.post(PAGE, TYPED)
    clerk = User.objects.get(username="clerk")
    tell({clerk.pk}, event="e", case=None, text="新登记", at=world.now)
    send_waiting(at=world.now, gateways=settings.GATEWAYS | {"sms": Silent()})
    assert "是否发出不明" in client.get(PAGE).content.decode()
