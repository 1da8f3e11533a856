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
from jiefen.domain.common.words import Channel, Confidentiality, Flag, IdentityPaper, PartyKind, Weight
from jiefen.domain.intake.registration import Registration, read
from jiefen.gate.forms import TypedForm, text_field
from jiefen.reports.common.reference import places

MAX_RESPONDENTS = 5
# The page's name → the reader's name, where they differ.
RENAMED = {"address_detail": "address"}
ASKABLE = [flag for flag in Flag if flag not in (Flag.IMPORTED, Flag.INCOMPLETE, Flag.GROUP)]


class PinyinSelect(forms.Select):
    """A select whose options carry the initials of their pinyin, for the searchable box."""

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
        return option


_initials: dict[str, str] = {}


def initials(text: str) -> str:
    """`房产买卖租赁` → `fcmmzl`."""
    from pypinyin import Style, lazy_pinyin  # a third of a second and 55 MB, which only this form needs

    if text not in _initials:
        _initials[text] = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors=lambda run: run.lower()))
    return _initials[text]


class RegistrationForm(TypedForm):
    applicant_kind = text_field("申请人类别", choices=PartyKind.choices())
    applicant_name = text_field("姓名 / 单位")
    applicant_phone = text_field("手机号", required=False)
    applicant_paper = text_field("证件类型", choices=IdentityPaper.choices())
    applicant_id = text_field("证件号", required=False)
    applicant_address = text_field("住址", required=False)
    representative_name = text_field("代理人姓名", required=False)
    representative_phone = text_field("代理人电话", required=False)
    people = text_field("涉及人数")
    channel = text_field("来源渠道", choices=Channel.choices())
    kind = text_field("纠纷类型")
    amount = text_field("涉及金额（元）", required=False)
    happened_on = text_field("发生日期", required=False, hint="如 2026-10-18")
    place = text_field("发生地")
    address_detail = text_field("详细地址", required=False)
    title = text_field("事项名称", required=False, hint="不填时按当事人和类型自动取名")
    story = text_field("事情经过", long=True)
    wanted = text_field("诉求", required=False, long=True)
    weight = text_field("难易程度", choices=Weight.choices())
    confidentiality = text_field("保密级别", choices=Confidentiality.choices())
    external_number = text_field("外部编号", required=False)
    risk_flags = text_field(
        "需要留意的事实", required=False, choices=[(f.value, f.label) for f in ASKABLE], many=True
    )

    def __init__(self, typed: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(typed, initial=initial)
        groups = [
            (label, [(k.code, k.label) for k in kinds.KINDS.values() if k.group == code])
            for code, label in kinds.GROUPS.items()
        ]
        self.fields["kind"].widget = PinyinSelect(choices=[("", "请选择"), *groups])
        self.fields["place"].widget = PinyinSelect(choices=[("", "请选择"), *places()])
        for name in ("kind", "place"):
            self.fields[name].widget.is_required = False


class RespondentForm(TypedForm):
    respondent_kind = text_field("对方类别", choices=PartyKind.choices())
    respondent_name = text_field("姓名 / 单位")
    respondent_phone = text_field("联系电话", required=False)
    respondent_id = text_field("证件号", required=False)
    respondent_address = text_field("地址", required=False)


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
    max_num=MAX_RESPONDENTS,
    absolute_max=MAX_RESPONDENTS,
)
PREFIX = "respondents"


class RegistrationPage:
    """Form and rows together, bound to what was typed or fresh."""

    def __init__(self, typed: QueryDict | None, *, extra_row: bool = False) -> None:
        if typed is not None and extra_row:
            typed = typed.copy()
            rows = min(MAX_RESPONDENTS, _rows(typed) + 1)
            typed[f"{PREFIX}-TOTAL_FORMS"] = str(rows)
        self.typed = typed
        fresh: dict[str, object] = {"people": "1", "applicant_paper": "id_card"}
        self.form = RegistrationForm(typed, initial=fresh)
        self.rows = RespondentRows(typed, prefix=PREFIX)

    def fields(self) -> dict[str, str]:
        """Typed texts by the names of the rulebook's reader."""
        typed = self.typed or QueryDict()
        fields = {
            RENAMED.get(name, name): typed.get(name, "") for name in self.form.fields if name != "risk_flags"
        }
        for at in range(_rows(typed)):
            prefix = "respondent" if at == 0 else f"respondent_{at + 1}"
            for part in ("kind", "name", "phone", "id", "address"):
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
        back = {value: key for key, value in RENAMED.items()} | {"flags": "risk_flags"}
        main: dict[str, str] = {}
        for name, text in fields.items():
            prefix, _, part = name.rpartition("_")
            if prefix.startswith("respondent"):
                at = int(prefix.rpartition("_")[2]) - 1 if prefix != "respondent" else 0
                if at < len(self.rows.forms):
                    self.rows.forms[at].refuse({f"respondent_{part}": text})
                    continue
            main[back.get(name, name)] = text
        self.form.refuse(main)

    def heading(self) -> str:
        typed = self.typed or QueryDict()
        names = [typed.get("applicant_name", ""), typed.get(f"{PREFIX}-0-respondent_name", "")]
        return typed.get("title") or "与".join(name for name in names if name) or typed.get("story", "")[:30]


def _rows(typed: QueryDict) -> int:
    text = typed.get(f"{PREFIX}-TOTAL_FORMS", "1")
    return max(1, min(MAX_RESPONDENTS, whole_number(text, digits=3) or 1))
