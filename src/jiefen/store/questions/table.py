"""Every kind of question whose answer names a row, by the type that a verb's `Ask` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiefen.store.questions import of_agreement, of_case, of_mediation, of_oversight
from jiefen.store.questions.kind import QuestionKind

QUESTIONS: Mapping[str, QuestionKind[Any]] = {
    **of_case.KINDS,
    **of_agreement.KINDS,
    **of_oversight.KINDS,
    **of_mediation.KINDS,
}
