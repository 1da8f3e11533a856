"""Every vocabulary of the centre by its class name, put together from the files that are named here."""

from __future__ import annotations

from types import ModuleType

from jiefen.domain.agreement import words as words_agreement
from jiefen.domain.case import permissions
from jiefen.domain.common import words
from jiefen.domain.common.words import Word
from jiefen.domain.court import words as words_court
from jiefen.domain.documents import words as words_documents
from jiefen.domain.intake import queue_words
from jiefen.domain.mediation import words as words_mediation
from jiefen.domain.messages import words as words_messages
from jiefen.domain.oversight import words as words_supervision
from jiefen.domain.oversight import words_disagreement as words_responsibility
from jiefen.domain.people import words as words_people
from jiefen.domain.safety import words as words_safety


def vocabularies_of(*modules: ModuleType) -> dict[str, type[Word]]:
    """The vocabularies that these files define, by class name, in the order in which they stand."""
    return {
        name: member
        for module in modules
        for name, member in vars(module).items()
        if isinstance(member, type)
        and issubclass(member, Word)
        and member.__module__ == module.__name__
        and member is not Word
    }


VOCABULARIES = vocabularies_of(
    words,
    words_agreement,
    words_court,
    words_documents,
    queue_words,
    words_mediation,
    words_messages,
    words_people,
    words_responsibility,
    words_safety,
    words_supervision,
    permissions,
)
