"""The page on which an agreement is written: texts above, below them one row per promise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import QueryDict

from jiefen.domain.agreement.rules import MOST_TERMS
from jiefen.domain.agreement.words import AgreementForm, TermKind
from jiefen.gate.forms import TypedForm, text_field
from jiefen.reports.agreement.agreements import parties_of, stored_draft

if TYPE_CHECKING:
    from jiefen.store.models import Case

PARTS = ("kind", "giver", "taker", "text", "amount", "due_on", "how")
SPARE = 2  # empty rows offered below those that are there


class TextForm(TypedForm):
    form = text_field(
        "形式", choices=AgreementForm.choices(), hint="口头协议登记后立即生效；书面协议要各方签名"
    )
    facts = text_field("主要事实、争议事项和各方责任", long=True)
    extra = text_field("其他约定", required=False, long=True, hint="只写上面各项写不下的")


class DraftPage:
    """Bound to what was typed, or showing what is stored."""

    def __init__(self, typed: QueryDict | None, *, case: Case) -> None:
        texts, terms = stored_draft(case)
        self.typed = typed
        self.form = TextForm(typed, initial=texts)
        parties = [("", "请选择"), *parties_of(case)]
        rows = self._typed_rows() if typed is not None else terms
        self.rows = [
            _row(place, values=row, parties=parties) for place, row in enumerate(self._padded(rows), 1)
        ]

    def fields(self) -> dict[str, str]:
        """As the verb asks for them."""
        terms = [row for row in self._typed_rows() if any(row.values())]
        return self.form.texts() | {"terms": json.dumps(terms, ensure_ascii=False)}

    def _typed_rows(self) -> list[dict[str, str]]:
        typed = self.typed or QueryDict()
        columns = {part: typed.getlist(f"term_{part}")[:MOST_TERMS] for part in PARTS}
        longest = max(map(len, columns.values()))
        return [
            {part: values[n].strip() if n < len(values) else "" for part, values in columns.items()}
            for n in range(longest)
        ]

    def _padded(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        kept = [row for row in rows if any(row.values())]
        return [*kept, *(dict.fromkeys(PARTS, "") for _ in range(max(SPARE, 3 - len(kept))))][:MOST_TERMS]


def _row(place: int, *, values: dict[str, str], parties: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "place": place,
        "values": values,
        "kinds": [("", "请选择"), *TermKind.choices()],
        "parties": parties,
    }
