"""Machines of the hall that may give numbers: made by the guide desk at the machine itself, ended at any time."""

from __future__ import annotations

from hashlib import sha256

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.common.errors import Unseen
from jiefen.store.models import Kiosk


@in_one_transaction("make_kiosk")
def make_kiosk(command: Command, *, token: str, label: str) -> Answer:
    """`token`: drawn for this browser, which alone keeps it."""
    command.by.require("guide")
    row = Kiosk(digest=digest_of(token), label=label[:60], by_id=command.by.user_id, since=command.at)
    Kiosk.objects.bulk_create([row])
    return Answer(sentence="这台机器现在只能取号，您已退出登录。")


@in_one_transaction("end_kiosk")
def end_kiosk(command: Command, *, kiosk: int) -> Answer:
    command.by.require("guide")
    if not Kiosk.objects.filter(pk=kiosk, until=None).update(until=command.at):
        raise Unseen("没有找到这台取号机，请刷新页面。")
    return Answer(sentence="这台机器不能再取号了。")


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
