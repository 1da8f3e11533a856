"""The form for correcting a registration: filled with what is stored, except what is private; empty means unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.http import QueryDict

from jiefen.domain.common.words import PartySide
from jiefen.domain.intake.fields import FIELDS, Registration
from jiefen.domain.intake.registration import read
from jiefen.reports.case.page import first_of_each_side
from jiefen.web.intake.registration_form import RegistrationForm, page_name, party_fields, texts_by_reader

if TYPE_CHECKING:
    from jiefen.store.models import Case

RESPONDENT = {
    "name": "对方姓名 / 单位",
    "phone": "对方电话",
    "paper": "对方证件类型",
    "id": "对方证件号",
    "address": "对方地址",
}
PRIVATE = "已登记的不显示；留空就不改"
# The channel was right when the matter came in; what a side is stays what it was.
LEFT_OUT = ("channel", "applicant_kind", *(page_name(card.name) for card in FIELDS if not card.amendable))


class AmendForm(RegistrationForm):
    """The registration's form with one respondent, and without what a correction may not say."""

    def __init__(self, typed: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(typed, initial=initial)
        self.fields["applicant_name"].label = "申请人姓名 / 单位"
        self.fields |= party_fields("respondent", RESPONDENT, hint=PRIVATE)
        self.fields["respondent_name"].help_text = ""
        for name in ("applicant_phone", "applicant_id", "applicant_address"):
            self.fields[name].help_text = PRIVATE
        for name in LEFT_OUT:
            self.fields.pop(name, None)
        for field in self.fields.values():
            field.required = False


class AmendPage:
    """Bound to what was typed, or showing what is stored."""

    def __init__(self, typed: QueryDict | None, *, case: Case) -> None:
        self.typed, self.case = typed, case
        self.form = AmendForm(typed, initial=_stored(case))

    def fields(self) -> dict[str, str]:
        typed = self.typed or QueryDict()
        return {name: text.strip() for name, text in texts_by_reader(self.form, typed).items()}

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
        return read(fields, today=today, flags=flags, strict=False)

    def _kinds(self) -> dict[str, str]:
        """What each side is stays what it was: a person's number is not read as a firm's."""
        first = first_of_each_side(self.case)
        sides = {"applicant": PartySide.APPLICANT, "respondent": PartySide.RESPONDENT}
        return {f"{name}_kind": first[side].kind if side in first else "" for name, side in sides.items()}

    def refuse(self, fields: Mapping[str, str], *, sentence: str) -> None:
        self.form.refuse({page_name(name): text for name, text in fields.items()}, sentence=sentence)


def _stored(case: Case) -> dict[str, object]:
    names = {side: party.name for side, party in first_of_each_side(case).items()}
    return {
        "applicant_name": names.get(PartySide.APPLICANT, ""),
        "respondent_name": names.get(PartySide.RESPONDENT, ""),
        "representative_name": names.get(PartySide.REPRESENTATIVE, ""),
        **{page_name(card.name): getattr(case, card.column) for card in FIELDS if card.is_plain},
        "place": case.place.code if case.place else "",
        "risk_flags": sorted(case.flag_set()),
    }
