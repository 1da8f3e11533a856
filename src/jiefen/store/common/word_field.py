"""A column that holds one word of a vocabulary; migrations see a plain column of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from jiefen.domain.common.words import Word

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField  # Django's own class takes no types when it runs


class WordField(TextColumn):
    """`vocabulary`: the words that may stand here.

    A migration names neither the vocabulary nor its words, so that both may change or move without one.
    """

    def __init__(self, vocabulary: type[Word], **options: Any) -> None:
        super().__init__(choices=vocabulary.choices, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, _, options = super().deconstruct()
        del options["choices"]
        if "default" in options:
            options["default"] = str(options["default"])
        return name, "django.db.models.CharField", [], options

    def clone(self) -> Any:
        """The plain column, which is what a migration's own models have."""
        _, _, _, options = self.deconstruct()
        return models.CharField(**options)
