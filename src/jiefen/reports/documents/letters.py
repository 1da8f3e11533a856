"""Letters that answer a party: to an objection, to a petition review or re-review, and at the end of the case."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import Track
from jiefen.domain.intake.numbering import display
from jiefen.domain.oversight.words_disagreement import AppealAbout, AppealResult
from jiefen.papers import render
from jiefen.reports.common import party_sentences
from jiefen.reports.common.remedies import remedies_of
from jiefen.reports.documents.answers import finding
from jiefen.reports.documents.invitation import invitation_letter
from jiefen.reports.documents.paper_fields import paragraphs
from jiefen.reports.documents.papers_court import referral_letter
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Party
from jiefen.store.oversight.independence import REVIEWS
from jiefen.store.parties import code_of, first_applicant

# Never a closed door: what stays open after each kind of answer.
AFTER_ANSWER = "请中心重新打开本案，或向上一级综治中心反映。"
UNTOUCHED = "本答复不影响上述权利和期限；是否过期由有权决定的机关认定。"


def letter_pdf(case: Case, *, name: str, track_url: str, now: datetime) -> bytes:
    """`name`: appeal-<id>, review-<id>, referral-<id>, answer, or invitation-<id of the party>. Raises Unseen when there
    is no such letter of this case."""
    kind, _, key = name.partition("-")
    pk = whole_number(key) or 0
    to = _addressee(case, kind=kind, pk=pk)
    make = {"appeal": _appeal, "review": _review, "answer": _answer, "referral": referral_letter}.get(kind)
    if kind == "invitation":
        fields = invitation_letter(case, party=to, host=urlsplit(track_url).netloc, now=now) if to else None
    else:
        fields = make(case, pk=pk) if make else None
    if fields is None:
        raise Unseen("没有这份函件，或者还没有作出答复。")
    shared = shared_fields(case, to=to, track_url=track_url)
    layout = "invitation" if kind == "invitation" else "letter"
    return render(layout, fields=shared | fields, key=case.number)


def _addressee(case: Case, *, kind: str, pk: int) -> Party | None:
    """Who is invited, or whose objection it was; else the applicant (also of objections from before they had a party)."""
    parties = case.parties.select_related("secret", "case__secret")
    if kind == "invitation":
        return parties.filter(pk=pk).first()
    return (parties.filter(appeals=pk).first() if kind == "appeal" else None) or first_applicant(case)


def shared_fields(case: Case, *, to: Party | None, track_url: str) -> dict[str, Any]:
    """`to`: whose letter it is: their name, and the way to their page alone."""
    centre = snapshot().centre
    code = code_of(to) if to else ""
    return {
        "centre": centre.name,
        "case_number": display(case.number, centre.short),
        "matter": f"{kind_label(case.kind)}纠纷",
        "party": to.name if to and to.name else "申请人",
        "qr": f"{track_url}{code}" if code else "",
        "verify": bytes(case.head).hex(),
        "phone": centre.phone or "12345",
    }


def _appeal(case: Case, *, pk: int) -> dict[str, Any] | None:
    row = case.appeals.filter(pk=pk, answered_at__isnull=False).select_related("reviewer").first()
    if row is None or row.answered_at is None:
        return None
    return {
        "title": "异议答复书",
        "letter_number": f"异议第 {row.pk} 号",
        "date": moments.iso_second(row.answered_at),
        "sign_as": "复核人",
        "signer": row.reviewer.name if row.reviewer else "",
        "parts": [
            {"heading": f"一、您的异议（{AppealAbout.label_of(row.about)}）", "lines": paragraphs(row.said)},
            {
                "heading": f"二、复核结论：{AppealResult.label_of(row.result)}",
                "lines": paragraphs(row.answer),
            },
        ],
        "routes": [AFTER_ANSWER, *_routes(case, at=row.answered_at)],
    }


def _review(case: Case, *, pk: int) -> dict[str, Any] | None:
    rows = case.proceedings.filter(pk=pk, track__in=REVIEWS, finished_at__isnull=False)
    row = rows.select_related("person").first()
    if row is None or row.finished_at is None:
        return None
    asked, _, decided = row.note.partition("\n\n")
    first = row.track == Track.PETITION_REVIEW
    return {
        "title": "信访事项复查意见书" if first else "信访事项复核意见书",
        "letter_number": f"{'复查' if first else '复核'}第 {row.pk} 号",
        "date": moments.iso_second(row.finished_at),
        "sign_as": "承办人",
        "signer": row.person.name,
        "parts": [
            {"heading": "一、请求", "lines": paragraphs(asked)},
            {"heading": "二、意见", "lines": paragraphs(decided)},
        ],
        "routes": _routes(case, at=row.finished_at),
    }


def _answer(case: Case, *, pk: int) -> dict[str, Any] | None:
    reply = finding(case) if not pk else None
    if reply is None:
        return None
    return {
        "title": reply.title,
        "letter_number": f"告知第 {case.serial} 号",
        "date": moments.iso_second(reply.at),
        "sign_as": "经办人",
        "signer": reply.signer,
        "parts": [
            {"heading": "一、您的请求", "lines": paragraphs(reply.asked)},
            {"heading": reply.heading, "lines": paragraphs(reply.text)},
        ],
        "routes": [AFTER_ANSWER, *_routes(case, at=reply.at)],
    }


def _routes(case: Case, *, at: datetime) -> list[str]:
    """The ways that stood open when the answer was given; those past their limit are named with who decides."""
    return [*(party_sentences.route(offer) for offer in remedies_of(case, now=at)), UNTOUCHED]
