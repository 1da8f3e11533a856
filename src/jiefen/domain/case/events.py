"""Entries of a case's history that no button makes: what the centre, a party or the calendar did."""

from __future__ import annotations

from jiefen.domain.common.verb import Event
from jiefen.domain.common.words import Role

EVENTS: tuple[Event, ...] = (
    Event(
        name="register",
        label="新登记",
        title="登记了案件",
        party_line="中心登记了您反映的事",
        tells=(Role.DISPATCHER,),
        makes_insider=True,
        icon="ticket",
    ),
    Event(
        name="reveal",
        label="查看证件号和电话",
        title="查看了完整证件号和电话",
        party_line=None,
        tells=(),
        makes_insider=True,
        icon="eye",
    ),
    Event(
        name="break_glass",
        label="应急查阅",
        party_line=None,
        tells=(Role.HANDLER, Role.MEDIATOR, Role.SUPERVISOR),
        makes_insider=True,
        icon="eye",
    ),
    Event(
        name="sign_agreement",
        label="当事人签协议",
        title="当事人签了协议",
        party_line="一方签了协议",
        tells=(),
        makes_insider=False,
        icon="signature",
    ),
    Event(
        name="confirm_by_party",
        label="当事人确认",
        title="当事人自己作了确认",
        party_line=None,
        tells=(),
        makes_insider=False,
        icon="user-check",
    ),
    Event(
        name="rate",
        label="当事人评价",
        title="当事人作了评价",
        party_line=None,
        tells=(),
        makes_insider=False,
        icon="star",
    ),
    Event(
        name="fell_due",
        label="约定的履行日到了",
        party_line=None,
        tells=(),
        makes_insider=False,
        icon="calendar-event",
    ),
    Event(
        name="ask_erasure",
        label="当事人要求删除或者更正个人信息",
        party_line=None,
        tells=(),
        makes_insider=False,
    ),
    Event(
        name="destroy_file",
        label="卷宗已按清册销毁",
        party_line=None,
        tells=(),
        makes_insider=False,
    ),
    Event(
        name="calendar",
        label="导入了放假安排，到期时间已重算",
        party_line="放假安排公布，到期时间重新算过",
        tells=(),
        makes_insider=True,
    ),
    Event(
        name="rule_change",
        label="时限规则有新版本，到期时间已重算",
        party_line="规定有变化，到期时间重新算过",
        tells=(),
        makes_insider=True,
    ),
)
