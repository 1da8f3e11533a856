"""The cards of the fields are complete, and every place that takes a field takes it from its card."""

from __future__ import annotations

import json
from dataclasses import fields as attributes
from typing import Any

import pytest
from django.test import Client

from jiefen.actions.intake.amend import amend
from jiefen.actions.intake.import_rows import taken
from jiefen.actions.intake.register import register
from jiefen.actions.intake.register_many import Incoming
from jiefen.actions.people.clients import make_client
from jiefen.actions.privacy.erasing import GONE, erase_case
from jiefen.api.urls import REGISTRATION
from jiefen.channels.intake.mapping import load, shipped
from jiefen.domain.common import chain
from jiefen.domain.intake.fields import FIELDS, PARTY_FIELDS, SIDES, Field, Kept, PartyFacts, Registration
from jiefen.domain.intake.registration import read
from jiefen.lib.tables import Row
from jiefen.store.common import vault
from jiefen.store.models import Case, Party
from jiefen.web.intake.registration_form import RegistrationPage, page_name
from kit.qinghe import NOW, Qinghe

pytestmark = pytest.mark.one_database

TODAY = NOW.date()
SAMPLES = {"number": "7", "money": "12.50", "day": "2026-02-01", "kind": "0701", "place": "330999001002"}
PEOPLE = {
    "applicant_name": "张三", "applicant_phone": "13800000001", "applicant_id": "11010519491231002X",
    "applicant_address": "东街 1 号", "respondent_name": "李四",
}  # fmt: skip


def sample(field: Field) -> str:
    """A value that no default is."""
    if not isinstance(field.type, str):
        return list(field.type)[1].value
    return SAMPLES.get(field.type, f"“{field.label}”的样子")


def samples() -> dict[str, str]:
    return PEOPLE | {field.name: sample(field) for field in FIELDS if field.type != "flags"}


def told() -> Registration:
    return read(samples(), today=TODAY, flags=["cross_area"])


def flag_free(registration: Registration) -> dict[str, Any]:
    return {
        one.name: getattr(registration, one.name) for one in attributes(registration) if one.name != "flags"
    }


def columns(case: Case) -> dict[str, str]:
    """What the row holds of each field, as text."""
    row = Case.objects.select_related("place").get(pk=case.pk)
    place = {"place": row.place.code if row.place else ""}
    values = {field.name: str(getattr(row, field.column) or "") for field in FIELDS if field.is_plain}
    return values | place | {"flags": row.flags.strip(",")}


def registered(world: Qinghe) -> Case:
    return Case.objects.get(
        number=register(registration=told(), by=world.actor("clerk"), at=world.now, key="").number
    )


def test_the_cards_and_what_is_read_name_the_same_things() -> None:
    assert {one.name for one in attributes(Registration)} == {field.kept_as for field in FIELDS} | {"parties"}
    assert {one.name for one in attributes(PartyFacts)} == {one.kept_as for one in PARTY_FIELDS} | {"side"}


@pytest.mark.parametrize(("model", "cards"), [(Case, FIELDS), (Party, PARTY_FIELDS)])
def test_a_limit_is_what_the_column_holds(model: type[Case | Party], cards: tuple[Field, ...]) -> None:
    for card in cards:
        longest = getattr(model._meta.get_field(card.column), "max_length", None)
        if card.type == "text" and card.kept is not Kept.SEALED:
            assert longest == card.limit, card.name


def test_what_the_history_reproduces_is_what_the_chain_folds() -> None:
    assert {field.name for field in FIELDS if field.kept is Kept.CODE} <= set(chain.FOLDED)


def test_registering_keeps_every_field_where_its_card_says(world: Qinghe) -> None:
    case = registered(world)
    expected = samples() | {"flags": "cross_area"}
    assert columns(case) == {field.name: expected[field.name] for field in FIELDS}
    entry = json.loads(case.entries.get(seq=1).body)
    key = vault.key_of(case.secret)
    sealed = json.loads(vault.unseal_text(key, entry["sealed"]["case"]))
    assert sealed == {field.name: expected[field.name] for field in FIELDS if field.kept is Kept.WORDS}
    codes = {field.name: str(entry["set"].get(field.name)).strip(",") for field in FIELDS}
    assert {name: codes[name] for name in codes if codes[name] != "None"} == {
        field.name: expected[field.name] for field in FIELDS if field.kept is Kept.CODE
    }


def test_a_correction_takes_what_may_be_corrected_and_nothing_else(world: Qinghe) -> None:
    number = world.register()
    before = columns(world.case(number))
    amend(
        number=number,
        sent=frozenset(samples()) | {"flags"},
        registration=told(),
        by=world.actor("clerk"),
        at=world.now,
    )
    after, wanted = columns(world.case(number)), samples() | {"flags": "cross_area"}
    assert after == {
        field.name: wanted[field.name] if field.amendable else before[field.name] for field in FIELDS
    }


def test_the_api_takes_every_field_of_its_cards_and_no_other(world: Qinghe) -> None:
    token = make_client("hotline", username="clerk", at=world.now)
    names = {field.name for field in FIELDS if field.in_api}
    names |= {f"{side}_{field.name}" for side in SIDES for field in PARTY_FIELDS if field.in_api}
    assert names == REGISTRATION
    client = Client(headers={"authorization": f"Bearer {token}"})
    answer = client.post("/api/cases", samples() | {"flags": ["cross_area"]}, content_type="application/json")
    assert answer.status_code == 201
    kept, expected = columns(Case.objects.get()), samples() | {"flags": "cross_area"}
    assert kept == {field.name: expected[field.name] for field in FIELDS}


def test_a_file_of_our_template_says_the_same_as_the_page() -> None:
    format = load("cases")
    headers = {column.field: column.header for column in format.columns}
    assert {field.name for field in FIELDS if field.in_import} <= set(headers)
    cells = {headers[name]: value for name, value in samples().items()}
    row = taken(Row(number=2, cells=cells, problem=None), format=format, places={}, today=TODAY)
    assert isinstance(row, Incoming)
    assert flag_free(row.registration) == flag_free(told())


@pytest.mark.parametrize("name", shipped())
def test_a_format_maps_to_fields_only(name: str) -> None:
    known = {field.name for field in FIELDS if field.in_import} | {
        f"{side}_{field.name}" for side in SIDES for field in PARTY_FIELDS if field.in_import
    }
    assert {column.field for column in load(name).columns} <= known


def test_the_page_asks_every_field_of_its_cards(world: Qinghe) -> None:
    form = RegistrationPage(None).form
    asked = {page_name(field.name) for field in FIELDS if field.in_form}
    assert {name for name in form.fields if not name.startswith(("applicant_", "representative_"))} == asked
    text = world.client("clerk").get("/register").content.decode()
    for name in form.fields:
        assert f'name="{name}"' in text, name


def test_the_page_of_a_correction_asks_what_may_be_corrected(world: Qinghe) -> None:
    text = world.client("clerk").get(f"/cases/{world.register()}/amend").content.decode()
    for field in FIELDS:
        asked = field.in_form and field.amendable and field.name != "channel"
        assert (f'name="{page_name(field.name)}"' in text) is asked, field.name


def test_erasing_leaves_no_word_of_any_field(world: Qinghe) -> None:
    case = registered(world)
    erase_case(case, at=world.now)
    left = columns(case)
    assert {name: left[name] for name in left if left[name]} == {
        field.name: sample(field)
        for field in FIELDS
        if field.kept is not Kept.WORDS and field.type != "flags"
    } | {"title": GONE, "flags": "cross_area"}
    for party in Party.objects.filter(case=case):
        for field in PARTY_FIELDS:
            assert not field.is_text or not getattr(party, field.column), field.name
