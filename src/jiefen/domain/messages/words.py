"""Words of what leaves the application: media, and how far a message has got."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class Medium(Word):
    """By what a notice reaches a person outside the application 提醒方式."""

    EMAIL = "email", "电子邮件", "e-mail"
    SMS = "sms", "短信", "SMS"


class InvitedBy(Word):
    """By what a party was first asked to come 邀请方式."""

    LETTER = "letter", "寄信或者送上门", "by letter"
    SMS = "sms", "发短信", "by SMS"
    PHONE = "phone", "打电话", "by telephone"


class DeliveryState(Word):
    """How far a message has got 发送状态."""

    WAITING = "waiting", "待发送", "waiting"
    SENDING = "sending", "正在发送", "being handed over"
    SENT = "sent", "已发送", "taken by the gateway"
    REFUSED = "refused", "被拒收", "refused by the gateway"
    GIVEN_UP = "given_up", "未能发送", "given up after a day"
    UNCERTAIN = "uncertain", "是否发出不明", "handed over without an answer; not sent again"
    NEEDLESS = "needless", "无需发送", "read inside before it left, or not wanted any more"
