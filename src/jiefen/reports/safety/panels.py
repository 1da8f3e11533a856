"""Safety as panels of a case: what the screenings come to, what must be done, the victim's notes, safe contact."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.common.words import PartySide
from jiefen.domain.safety.screening import DUTIES, QUESTIONS
from jiefen.domain.safety.words import DutyEnd, DutyKind, SafeWay, Stance, Told
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.common import vault
from jiefen.store.models import Case, Duty, SafeContact, Screening
from jiefen.store.safety import contact_of, seen_text, stand_of

TONES = {Stance.NONE: "bad", Stance.SEPARATE: "warn", Stance.ORDINARY: "ok"}
SHORT = {
    "violence": "暴力、虐待或者威胁",
    "minors": "牵涉未成年人",
    "self_harm": "自伤风险",
    "coercion": "害怕、被逼迫",
    "capacity": "不能完全辨认自己的行为",
}


def _screenings(case: Case, _now: datetime) -> list[Panel]:
    rows = list(case.screenings.select_related("by", "case__secret").order_by("pk"))
    stand = stand_of(case)
    if not rows and stand.stance is Stance.ORDINARY:
        return []
    at = rows[-1].at if rows else case.registered_at
    why = "\n".join(stand.reasons) or "问到的都没有，按一般程序调解；当事人随时可以说不愿意。"
    return [
        Panel(
            icon="shield-check",
            heading="安全筛查",
            state=stand.stance.label,
            tone=TONES[stand.stance],
            at=at,
            lines=(PanelLine(at, stand.stance.label, "规则", why), *(_asked(row) for row in rows)),
            verbs=("screen",),
        )
    ]


def _asked(row: Screening) -> PanelLine:
    answers = {name: getattr(row, name) for name in QUESTIONS}
    yes = [SHORT[name] for name, answer in answers.items() if answer == Told.YES]
    unclear = [SHORT[name] for name, answer in answers.items() if answer == Told.UNKNOWN]
    parts = [f"有：{'、'.join(yes)}"] if yes else []
    parts += [f"没问清：{'、'.join(unclear)}"] if unclear else []
    try:
        seen = seen_text(row)
    except vault.Erased:
        seen = "（内容已按规定删除）"
    note = "\n".join(part for part in ("；".join(parts) or "都没有", seen) if part)
    return PanelLine(row.at, f"单独问了{PartySide.label_of(row.side)}", row.by.name, note)


def _duties(case: Case, _now: datetime) -> list[Panel]:
    dues = dict(case.clocks.filter(stopped_at=None).values_list("rule", "due"))
    rows = case.duties.select_related("by").order_by("pk")
    return [_duty(row, due=next((dues[rule] for rule in _limits(row) if rule in dues), None)) for row in rows]


def _limits(row: Duty) -> tuple[str, ...]:
    own = DUTIES[DutyKind(row.kind)].limit
    return (own,) if own else ("DV-01-COURT", "DV-01-URGENT")


def _duty(row: Duty, *, due: datetime | None) -> Panel:
    kind, open_still = DutyKind(row.kind), row.done_at is None
    lines = [PanelLine(row.made_at, "按筛查结果列出", "规则", DUTIES[kind].law)]
    if row.done_at and row.by:
        lines.append(PanelLine(row.done_at, DutyEnd.label_of(row.ended), row.by.name, row.how))
    return Panel(
        icon="alert-triangle" if open_still else "checks",
        heading=kind.label,
        state="待办" if open_still else DutyEnd.label_of(row.ended),
        tone="bad" if open_still else "done",
        at=row.made_at,
        due=due if open_still else None,
        lines=tuple(lines),
        verbs=("do_duty",) if open_still else (),
    )


def _notes(case: Case, _now: datetime) -> list[Panel]:
    return [
        Panel(
            icon="note",
            heading=f"求助记录：{row.party.name or PartySide.label_of(row.party.side)}",
            state="只给本人",
            tone="info",
            at=row.made_at,
            lines=(
                PanelLine(row.made_at, "记录", row.by.name, "内容已加密，不能修改；打印一份当面交给本人。"),
            ),
            url=address("case_care_note", case.number, row.pk),
            url_label="打印给本人",
            url_for=frozenset({row.by_id, case.handler_id or 0}),
        )
        for row in case.care_notes.select_related("party", "by").order_by("pk")
    ]


def _contacts(case: Case, _now: datetime) -> list[Panel]:
    rows = SafeContact.objects.filter(party__case=case).select_related("party__secret", "by").order_by("pk")
    return [_contact(row) for row in {row.party_id: row for row in rows}.values()]


def _contact(row: SafeContact) -> Panel:
    try:
        contact = contact_of(row)
    except vault.Erased:
        way, note = "（内容已按规定删除）", ""
    else:
        hours = (
            f"，{contact.earliest or '00:00'}–{contact.latest or '23:59'}"
            if contact.earliest or contact.latest
            else ""
        )
        way, note = SafeWay.label_of(contact.way) + hours, contact.words
    return Panel(
        icon="phone",
        heading=f"安全联系：{row.party.name or PartySide.label_of(row.party.side)}",
        state=way,
        tone="warn",
        at=row.made_at,
        # How to reach somebody without danger is for those who may read their telephone number.
        lines=(PanelLine(row.made_at, "约定", row.by.name, note, note_needs="reveal"),),
        verbs=("set_safe_contact",),
    )


PANELS = (_screenings, _duties, _notes, _contacts)
