"""The registration page's form: names of the page on one side, names of the rulebook's reader on the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from jiefen.domain.common import kinds
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import Flag
from jiefen.domain.intake.fields import FIELDS, MOST_RESPONDENTS, PARTY_FIELD_BY_NAME, Registration
from jiefen.domain.intake.fields import Field as Card
from jiefen.domain.intake.registration import read
from jiefen.gate.forms import TypedForm, text_field
from jiefen.reports.common.reference import places

# The reader's name → the page's name, where they differ.
RENAMED = {"address": "address_detail", "flags": "risk_flags"}
# What the page asks of each side, and how it calls it there; empty: as the card does.
APPLICANT = {
    "kind": "申请人类别", "name": "姓名 / 单位", "phone": "手机号", "paper": "", "id": "", "address": "住址",
}  # fmt: skip
REPRESENTATIVE = {"name": "代理人姓名", "phone": "代理人电话"}
RESPONDENT = {
    "kind": "对方类别", "name": "姓名 / 单位", "phone": "联系电话", "paper": "", "id": "", "address": "",
}  # fmt: skip
BY_NUMBER = ("", "按号码识别")
ASKABLE = [flag for flag in Flag if flag not in (Flag.IMPORTED, Flag.INCOMPLETE, Flag.GROUP)]


def page_name(name: str) -> str:
    return RENAMED.get(name, name)


def texts_by_reader(form: forms.Form, typed: QueryDict) -> dict[str, str]:
    """What was typed, by the names of the rulebook's reader; flags are read apart."""
    back = {page: name for name, page in RENAMED.items()}
    names = {back.get(page, page): page for page in form.fields}
    return {name: typed.get(page, "") for name, page in names.items() if name != "flags"}


class PinyinSelect(forms.Select):
    """A select whose options carry the initials of their pinyin and how often they are chosen, for the searchable box."""

    used: Mapping[str, int] = {}

    def create_option(
        self,
        name: str,
        value: str | int,
        label: str | int,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, str] | None = None,
    ) -> dict[str, object]:
        option: dict[str, Any] = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["attrs"]["data-py"] = initials(str(option["label"]))
        if n := self.used.get(str(value)):
            option["attrs"]["data-used"] = n
        return option


_initials: dict[str, str] = {}


def initials(text: str) -> str:
    """`房产买卖租赁` → `fcmmzl`."""
    from pypinyin import Style, lazy_pinyin  # a third of a second and 55 MB, which only this form needs

    if text not in _initials:
        _initials[text] = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors=lambda run: run.lower()))
    return _initials[text]


def party_fields(
    side: str, labels: Mapping[str, str], *, required: bool = True, hint: str = ""
) -> dict[str, forms.Field]:
    """Fields of one party; `labels`: what the page asks of them, and how, where the card's label says too little."""
    cards = {part: PARTY_FIELD_BY_NAME[part] for part in labels}
    return {
        f"{side}_{part}": text_field(
            labels[part] or card.label,
            required=required and card.required,
            hint=hint,
            choices=_choices(card),
        )
        for part, card in cards.items()
    }


def _choices(card: Card) -> list[tuple[str, str]] | None:
    """A paper need not be named: its number tells it."""
    if isinstance(card.type, str):
        return None
    return [BY_NUMBER, *card.type.choices()] if card.name == "paper" else card.type.choices()


def case_field(card: Card) -> forms.Field:
    """A field of the case as its card describes it."""
    label = card.asked or card.label
    if card.type == "flags":
        asked = [(flag.value, flag.label) for flag in ASKABLE]
        return text_field(label, required=card.required, choices=asked, many=True)
    choices = None if isinstance(card.type, str) else card.type.choices()
    field = text_field(
        label, required=card.required, hint=card.hint, long=card.type == "long", choices=choices
    )
    if card.type in ("kind", "place"):
        rows = _kinds() if card.type == "kind" else places()
        field.widget = PinyinSelect(choices=[("", "请选择"), *rows])
        field.widget.is_required = False
    return field


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (label, [(kind.code, kind.label) for kind in kinds.KINDS.values() if kind.group == code])
        for code, label in kinds.GROUPS.items()
    ]


class RegistrationForm(TypedForm):
    """What is asked once. The order is that of the summary of errors."""

    def __init__(self, typed: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(typed, initial=initial)
        self.fields |= party_fields("applicant", APPLICANT)
        self.fields |= party_fields("representative", REPRESENTATIVE, required=False)
        self.fields |= {page_name(card.name): case_field(card) for card in FIELDS if card.in_form}


class RespondentForm(TypedForm):
    """What is asked of each respondent."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on by the set of rows
        self.fields |= party_fields("respondent", RESPONDENT)


class Respondents(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """Rows of respondents; nothing is judged here."""

    def full_clean(self) -> None:
        self._errors: list[Any] = [form.errors for form in self.forms]
        self._non_form_errors = self.error_class()


RespondentRows = forms.formset_factory(
    RespondentForm,
    formset=Respondents,
    extra=0,
    min_num=1,
    max_num=MOST_RESPONDENTS,
    absolute_max=MOST_RESPONDENTS,
)
PREFIX = "respondents"


class RegistrationPage:
    """Form and rows together, bound to what was typed or fresh."""

    def __init__(self, typed: QueryDict | None, *, extra_row: bool = False) -> None:
        if typed is not None and extra_row:
            typed = typed.copy()
            rows = min(MOST_RESPONDENTS, _rows(typed) + 1)
            typed[f"{PREFIX}-TOTAL_FORMS"] = str(rows)
        self.typed = typed
        fresh: dict[str, object] = {"people": "1"}
        self.form = RegistrationForm(typed, initial=fresh)
        self.rows = RespondentRows(typed, prefix=PREFIX)

    def fields(self) -> dict[str, str]:
        """Typed texts by the names of the rulebook's reader."""
        typed = self.typed or QueryDict()
        fields = texts_by_reader(self.form, typed)
        for at in range(_rows(typed)):
            prefix = "respondent" if at == 0 else f"respondent_{at + 1}"
            for part in RESPONDENT:
                fields[f"{prefix}_{part}"] = typed.get(f"{PREFIX}-{at}-respondent_{part}", "")
        if not fields["applicant_id"].strip():
            fields["applicant_paper"] = "none"
        return fields

    def registration(self, *, today: date, strict: bool = True) -> Registration:
        """Raises Invalid, after the sentences have been put beside the fields."""
        flags = self.typed.getlist("risk_flags") if self.typed else []
        try:
            return read(self.fields(), today=today, flags=flags, strict=strict)
        except Invalid as error:
            self.refuse(error.fields)
            raise

    def refuse(self, fields: Mapping[str, str]) -> None:
        """Sentences to their places on the page."""
        main: dict[str, str] = {}
        for name, text in fields.items():
            prefix, _, part = name.rpartition("_")
            if prefix.startswith("respondent"):
                at = int(prefix.rpartition("_")[2]) - 1 if prefix != "respondent" else 0
                if at < len(self.rows.forms):
                    self.rows.forms[at].refuse({f"respondent_{part}": text})
                    continue
            main[page_name(name)] = text
        self.form.refuse(main)

    def offer_first(self, used: Mapping[str, int]) -> None:
        """Kinds of dispute that are `used` often come first."""
        widget = self.form.fields["kind"].widget
        assert isinstance(widget, PinyinSelect)
        widget.used = used

    def heading(self) -> str:
        typed = self.typed or QueryDict()
        names = [typed.get("applicant_name", ""), typed.get(f"{PREFIX}-0-respondent_name", "")]
        return typed.get("title") or "与".join(name for name in names if name) or typed.get("story", "")[:30]


def _rows(typed: QueryDict) -> int:
    text = typed.get(f"{PREFIX}-TOTAL_FORMS", "1")
    return max(1, min(MOST_RESPONDENTS, whole_number(text, digits=3) or 1))
