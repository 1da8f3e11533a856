"""A column of words offers and checks its vocabulary; a migration sees a plain column of text."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations import CreateModel, Migration
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from jiefen.domain.messages.words import DeliveryState
from jiefen.store.common.word_field import WordField
from jiefen.store.models import Delivery

STATE = Delivery._meta.get_field("state")


def written() -> str:
    """Every table as a migration writes it down."""
    tables = [table for (app, _), table in ProjectState.from_apps(apps).models.items() if app == "store"]
    operations = [CreateModel(table.name, list(table.fields.items()), table.options) for table in tables]
    whole = type("Migration", (Migration,), {"operations": operations})("0001_all", "store")
    return MigrationWriter(whole, include_header=False).as_string()


def test_a_column_of_words_offers_its_vocabulary() -> None:
    assert STATE.choices == DeliveryState.choices()
    assert Delivery(state="sent").get_state_display() == DeliveryState.label_of("sent") != "sent"
    assert Delivery().state == DeliveryState.WAITING


@pytest.mark.parametrize(("code", "known"), [("waiting", True), ("lost at sea", False), ("", False)])
def test_a_column_of_words_takes_only_its_words(code: str, known: bool) -> None:
    try:
        STATE.clean(code, Delivery())
    except ValidationError:
        assert not known
    else:
        assert known


def test_a_migration_sees_a_plain_column_of_text() -> None:
    _, path, arguments, options = STATE.deconstruct()
    assert (path, arguments) == ("django.db.models.CharField", [])
    assert options == {"max_length": 12, "default": "waiting"}
    assert type(options["default"]) is str
    assert type(STATE.clone()) is models.CharField


def test_what_a_migration_writes_names_nothing_of_ours() -> None:
    columns = [field for model in apps.get_app_config("store").get_models() for field in model._meta.fields]
    assert sum(isinstance(field, WordField) for field in columns) >= 80
    assert "one_proposal_per_case" in written()
    assert "jiefen" not in written()
