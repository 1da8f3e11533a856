"""What a victim said, on paper for the victim: evidence of a plea for help, with what may be done next."""

from __future__ import annotations

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.papers import render
from jiefen.reports.documents.letters import shared_fields
from jiefen.reports.documents.paper_fields import paragraphs
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case
from jiefen.store.safety import note_text

NEXT = (
    "有危险马上报警：110。也可以请公安机关出具告诫书（《反家庭暴力法》第16条）。",
    "申请人身安全保护令：向您或者对方居住地、家庭暴力发生地的基层人民法院申请，不收费，不用先离婚（第23条、第25条）；法院 72 小时内作出裁定，情况紧急的 24 小时（第28条）。",
    "本记录可以作为申请人身安全保护令的证据（最高人民法院 2022 年关于人身安全保护令案件的规定第6条）。",
    "申请法律援助：遭受家庭暴力的不审查经济困难条件（《法律援助法》第32条）。",
)


def care_note_pdf(reader: Actor, *, case: Case, pk: int, track_url: str) -> bytes:
    """For who wrote it, or who handles the case now. Raises Unseen for everybody else, and when the key was destroyed."""
    row = case.care_notes.filter(pk=pk).select_related("party__secret", "by").first()
    if row is None or reader.user_id not in (row.by_id, case.handler_id):
        raise Unseen("没有这份求助记录。")
    try:
        text = note_text(row)
    except vault.Erased as erased:
        raise Unseen("这份求助记录已按规定删除。") from erased
    made = snapshot().calendar.local(row.made_at)
    fields = shared_fields(case, to=row.party, track_url=track_url) | {
        "title": "求助情况记录",
        "letter_number": f"求助第 {row.pk} 号",
        "party": row.party.name or "求助人",
        "qr": "",  # nothing that tempts somebody else to scan it
        "date": moments.iso_second(made),
        "opening": "您来求助时所说的情况记录如下，交给您本人。",
        "sign_as": "记录人",
        "signer": row.by.name,
        "parts": [
            {"heading": f"一、您说的情况（{moments.iso_minute(made)} 记录）", "lines": paragraphs(text)},
            {
                "heading": "二、说明",
                "lines": ["本记录保存后没有改动，只交给您本人，不给对方看。请放在安全的地方。"],
            },
        ],
        "routes_heading": "三、您可以",
        "routes": list(NEXT),
    }
    return render("letter", fields=fields, key=case.number)
