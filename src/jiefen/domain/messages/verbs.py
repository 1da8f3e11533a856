"""Rows of the lifecycle with which the holder speaks to a party: an answer to a message, and why a limit was not kept."""

from __future__ import annotations

from jiefen.domain.common.verb import ANY, OPEN, Ask, Verb
from jiefen.domain.common.words import Readers

MESSAGE_VERBS: tuple[Verb, ...] = (
    Verb(
        name="answer_inquiry",
        label="答复留言",
        hint="只有留言的人看得到，对方看不到。答复以后给他（她）发一条不带内容的短信。",
        party_line="您的留言有答复了",
        readers=Readers.CONCERNED,
        tells=(),
        makes_insider=True,
        come_from=ANY,
        to=None,
        by=(
            "clerk@origin",
            "handler@own",
            "mediator@own",
            "reviewer@unit+below",
            "dispatcher@unit+below",
        ),
        icon="message",
        asks=(
            Ask("inquiry", "哪一条留言", "inquiry"),
            Ask("answer", "怎样答复", "kept", hint="写给本人看，一两句也可以。"),
        ),
    ),
    Verb(
        name="explain_delay",
        label="写明为什么晚了",
        hint="双方都看得到：为什么晚、接下来哪天做什么。期限照样算，不因此停。",
        party_line="说明了{clock}为什么晚",
        tells=(),
        makes_insider=True,
        come_from=OPEN,
        to=None,
        by=("handler@own", "mediator@own", "reviewer@unit+below", "dispatcher@unit+below"),
        icon="message",
        asks=(
            Ask("clock", "哪个期限", "late_clock"),
            Ask("reason", "为什么晚、接下来怎么办（各方可见）", shown=True),
        ),
    ),
)
