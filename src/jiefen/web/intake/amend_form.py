"""The form for correcting a registration: filled with what is stored, except what is private; empty means unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.http import QueryDict

from jiefen.domain.common.words import PartyKind, PartySide
from jiefen.domain.intake.registration import Registration, read
from jiefen.gate.forms import text_field
from jiefen.reports.case.page import first_of_each_side
from jiefen.web.intake.registration_form import RENAMED, RegistrationForm

if TYPE_CHECKING:
    from jiefen.store.models import Case

PRIVATE = "已登记的不显示；留空就不改"
LEFT_OUT = ("channel", "weight", "confidentiality", "external_number", "applicant_kind")


class AmendForm(RegistrationForm):
    respondent_name = text_field("对方姓名 / 单位", required=False)
    respondent_phone = text_field("对方电话", required=False, hint=PRIVATE)
    respondent_id = text_field("对方证件号", required=False, hint=PRIVATE)
    respondent_address = text_field("对方地址", required=False, hint=PRIVATE)


class AmendPage:
    """Bound to what was typed, or showing what is stored."""

    def __init__(self, typed: QueryDict | None, *, case: Case) -> None:
        self.typed, self.case = typed, case
        self.form = AmendForm(typed, initial=_stored(case))
        for name in LEFT_OUT:
            del self.form.fields[name]
        for name in ("applicant_phone", "applicant_id", "applicant_address"):
            self.form.fields[name].help_text = PRIVATE
        self.form.fields["applicant_name"].label = "申请人姓名 / 单位"
        for field in self.form.fields.values():
            field.required = False

    def fields(self) -> dict[str, str]:
        typed = self.typed or QueryDict()
        return {
            RENAMED.get(name, name): typed.get(name, "").strip()
            for name in self.form.fields
            if name != "risk_flags"
        }

    def sent(self) -> frozenset[str]:
        """Names of the fields that carry a value, as the rulebook calls them."""
        names = {name for name, value in self.fields().items() if value}
        return frozenset(names | ({"flags"} if self.typed and self.typed.getlist("risk_flags") else set()))

    def registration(self, *, today: date) -> Registration:
        """Raises Invalid, with the sentences put beside the fields."""
        flags = self.typed.getlist("risk_flags") if self.typed else []
        fields = self.fields() | self._kinds()
        if not fields["applicant_id"]:
            fields["applicant_paper"] = "none"
        elif fields["applicant_kind"] == PartyKind.ORGANISATION:
            fields["applicant_paper"] = ""  # a credit code, whatever the hidden default says
        return read(fields, today=today, flags=flags, strict=False)

    def _kinds(self) -> dict[str, str]:
        """What each side is stays what it was: a person's number is not read as a firm's."""
        first = first_of_each_side(self.case)
        sides = {"applicant": PartySide.APPLICANT, "respondent": PartySide.RESPONDENT}
        return {f"{name}_kind": first[side].kind if side in first else "" for name, side in sides.items()}

    def refuse(self, fields: Mapping[str, str], *, sentence: str) -> None:
        back = {value: key for key, value in RENAMED.items()} | {"flags": "risk_flags"}
        self.form.refuse({back.get(name, name): text for name, text in fields.items()}, sentence=sentence)


def _stored(case: Case) -> dict[str, object]:
    names = {side: party.name for side, party in first_of_each_side(case).items()}
    return {
        "applicant_name": names.get(PartySide.APPLICANT, ""),
        "respondent_name": names.get(PartySide.RESPONDENT, ""),
        "representative_name": names.get(PartySide.REPRESENTATIVE, ""),
        "people": case.people,
        "kind": case.kind,
        "amount": case.amount,
        "happened_on": case.happened_on,
        "place": case.place.code if case.place else "",
        "address_detail": case.address,
        "title": case.title,
        "story": case.story,
        "wanted": case.wanted,
        "risk_flags": sorted(case.flag_set()),
    }
