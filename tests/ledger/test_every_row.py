"""Every row that matters is in the history: what is written beside it is found, whoever wrote it and however."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction

from jiefen.actions.common.history import recorded
from jiefen.reports.ledger.verify import verify
from jiefen.reports.ledger.verify_findings import Finding
from jiefen.store.common import row_notes
from jiefen.store.common.covered import COVERED, NOT_COVERED
from jiefen.store.common.insert import change, insert_plain
from jiefen.store.common.prepared import Param, ReadyUpdate
from jiefen.store.common.row_fold import whole_history
from jiefen.store.common.row_layouts import current_layouts, tables_of
from jiefen.store.models import (
    Agreement,
    Clock,
    Entry,
    Post,
    Sighting,
    Term,
    User,
)
from kit.qinghe import FIELDS, NOW, Qinghe

MODELS = {
    model.__name__: model for model in apps.get_app_config("store").get_models(include_auto_created=True)
}


def findings(world: Qinghe) -> tuple[Finding, ...]:
    return verify(at=world.now).findings


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_table_is_covered_or_says_why_not() -> None:
    assert set(COVERED) | set(NOT_COVERED) == set(MODELS)
    assert not set(COVERED) & set(NOT_COVERED)
    assert all(reason.endswith(".") for reason in NOT_COVERED.values())


@pytest.mark.parametrize("name", COVERED)
def test_a_covered_table_has_a_number_for_each_row_and_the_columns_that_it_leaves_out(name: str) -> None:
    fields = {field.name: field for field in MODELS[name]._meta.concrete_fields}
    assert fields["id"].primary_key
    assert set(COVERED[name]) <= set(fields)


def test_what_a_whole_life_wrote_agrees_with_the_history(world: Qinghe) -> None:
    world.case(world.reach("archived"))
    verdict = verify(at=world.now)
    assert verdict.ok, verdict.findings[:3]
    assert verdict.rows > 100


def orm_update(row: Term) -> None:
    Term.objects.filter(pk=row.pk).update(text="改过")


def orm_save(row: Term) -> None:
    row.text = "改过"
    row.save()


def bulk_update(row: Term) -> None:
    row.text = "改过"
    Term.objects.bulk_update([row], ["text"])


def hot_change(row: Term) -> None:
    row.text = "改过"
    change(row, names=["text"])


_READY = ReadyUpdate(lambda: Term.objects.filter(pk=Param("term")), text=Param("text"))


def ready_update(row: Term) -> None:
    _READY(term=row.pk, text="改过")


def raw_update(row: Term) -> None:
    sql("UPDATE store_term SET text = %s WHERE id = %s", "改过", row.pk)


def orm_delete(row: Term) -> None:
    Term.objects.filter(pk=row.pk).delete()


def hot_insert(row: Term) -> None:
    values = {field.attname: getattr(row, field.attname) for field in Term._meta.concrete_fields}
    insert_plain(Term, rows=[values | {"position": 77}])


def bulk_create(row: Term) -> None:
    row.pk, row.position = None, 78
    Term.objects.bulk_create([row])


WAYS = (
    orm_update, orm_save, bulk_update, hot_change, ready_update, raw_update, orm_delete, hot_insert, bulk_create,
)  # fmt: skip


def a_term(world: Qinghe) -> Term:
    case = world.case(world.reach("handling"))
    agreement = Agreement(
        case=case,
        form="written",
        facts="押金八千元",
        mediator_id=world.actor("mediator").user_id,
        made_at=world.now,
    )
    with recorded(by=world.actor("mediator"), at=world.now) as history:
        history.add(case, verb="note")
        agreement.save()
        first, second = case.parties.order_by("position")[:2]
        term = Term(
            agreement=agreement, position=1, kind="pay", giver=second, taker=first, text="退还押金", amount="8000.00",
            due_on=world.now.date(), how="转账",
        )  # fmt: skip
        term.save()
    return term


@pytest.mark.parametrize("write", WAYS)
def test_however_a_row_is_written_the_history_takes_note(
    write: Callable[[Term], None], world: Qinghe
) -> None:
    term = a_term(world)
    with recorded(by=world.actor("mediator"), at=world.now):
        write(term)
    assert findings(world) == ()


@pytest.mark.one_database
@pytest.mark.parametrize("write", WAYS)
def test_a_write_that_no_entry_records_is_refused(write: Callable[[Term], None], world: Qinghe) -> None:
    term = a_term(world)
    with (
        pytest.raises(InternalError, match="rows of term were written and no entry records them"),
        transaction.atomic(),
    ):
        write(term)
    assert Term.objects.get().text == "退还押金"
    assert findings(world) == ()


@pytest.mark.one_database
def test_what_is_taken_back_to_a_savepoint_is_not_in_the_history(world: Qinghe) -> None:
    term = a_term(world)
    with recorded(by=world.actor("mediator"), at=world.now):
        hot_change(term)
        try:
            with transaction.atomic():
                Term.objects.filter(pk=term.pk).update(text="又改过")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert findings(world) == ()


CHANGES: tuple[tuple[str, str, str], ...] = (
    ("UPDATE store_term SET amount = 1", "row_changed", "term"),
    ("UPDATE store_term SET text = text || ' '", "row_changed", "term"),
    ("UPDATE store_term SET settled_at = '2026-03-01 00:00:00'", "row_changed", "term"),
    ("DELETE FROM store_term", "row_missing", "term"),
    ("UPDATE store_case SET summary = '改写'", "row_changed", "case"),
    ("UPDATE store_clock SET due = '2099-01-01 00:00:00'", "row_changed", "clock"),
    ("UPDATE store_assignment SET how = 'x'", "row_changed", "assignment"),
    ("UPDATE store_party SET name = '张冒名' WHERE position = 0", "row_changed", "party"),
    ("UPDATE store_party SET tail_blind = id_blind WHERE position = 0", "row_changed", "party"),
    ("UPDATE store_user SET epoch = epoch + 1 WHERE username = 'clerk'", "row_changed", "user"),
    ("UPDATE store_user SET away_until = '2030-01-01' WHERE username = 'clerk'", "row_changed", "user"),
    ("UPDATE store_unit SET takes_cases = NOT takes_cases WHERE code = 'mediation'", "row_changed", "unit"),
)


@pytest.mark.parametrize(("statement", "kind", "table"), CHANGES)
def test_a_row_changed_beside_the_history_is_named(
    statement: str, kind: str, table: str, world: Qinghe
) -> None:
    term = a_term(world)
    sql(statement)
    found = findings(world)
    first = next(finding for finding in found if finding.kind == kind)
    assert first.row.startswith(f"{table}:")
    if table in ("term", "clock", "assignment", "party"):
        assert term.agreement.case.number in first.sentence
    if table == "user":
        assert "账号 clerk" in first.sentence


def test_a_row_put_in_beside_the_history_is_named_with_whom_it_is_about(world: Qinghe) -> None:
    post = Post.objects.filter(role="clerk").select_related("user").first()
    assert post is not None
    sql(
        "INSERT INTO store_post (user_id, unit_id, role, since) SELECT user_id, unit_id, 'leader', since"
        " FROM store_post WHERE id = %s",
        post.pk,
    )
    (finding,) = findings(world)
    assert (finding.kind, finding.row.split(":")[0]) == ("row_extra", "post")
    assert f"账号 {post.user.username}" in finding.sentence


def test_a_row_put_back_after_its_deletion_was_recorded_is_too_much(world: Qinghe) -> None:
    term = a_term(world)
    with recorded(by=world.actor("mediator"), at=world.now):
        Term.objects.all().delete()
    hot_insert(term)
    sql("UPDATE store_term SET id = %s", term.pk)
    assert [(finding.kind, finding.row) for finding in findings(world)] == [("row_extra", f"term:{term.pk}")]


@pytest.mark.one_database
def test_bytes_where_text_belongs_are_a_finding_and_no_crash(world: Qinghe) -> None:
    term = a_term(world)
    row_notes.uninstall()
    sql("UPDATE store_term SET how = x'00ff'")
    row_notes.install()
    assert [finding.row for finding in findings(world)] == [f"term:{term.pk}"]


def test_no_finding_says_what_a_row_holds(world: Qinghe) -> None:
    a_term(world)
    sql("UPDATE store_party SET name = '张冒名'")
    sql("UPDATE store_term SET text = '改写'")
    told = " ".join(finding.sentence for finding in findings(world))
    assert told
    for value in ("张冒名", "张三", "改写", "退还押金"):
        assert value not in told


def test_nothing_of_a_row_is_readable_in_the_history(world: Qinghe) -> None:
    world.case(world.reach("archived"))
    bodies = " ".join(Entry.objects.values_list("body", flat=True))
    for value in ("张三", "李四", FIELDS["applicant_phone"], FIELDS["applicant_id"], FIELDS["story"]):
        assert value not in bodies


def test_the_rows_of_a_case_stand_in_its_own_entry(world: Qinghe) -> None:
    one, other = world.case(world.register()), world.case(world.reach("handling"))
    for case in (one, other):
        rows = {name for entry in case.entries.all() for name in json.loads(entry.body).get("rows", {})}
        assert f"case:{case.pk}" in rows
        assert {f"party:{party.pk}" for party in case.parties.all()} <= rows
        assert {f"clock:{clock.pk}" for clock in Clock.objects.filter(case=case)} <= rows
    assert f"case:{other.pk}" not in {
        name for entry in one.entries.all() for name in json.loads(entry.body)["rows"]
    }


def test_a_look_at_a_case_cannot_be_made_unseen(world: Qinghe) -> None:
    case = world.case(world.reach("handling"))
    assert world.client("mediator").get(f"/cases/{case.number}").status_code == 200
    assert Sighting.objects.exists()
    assert findings(world) == ()
    Sighting.objects.all().delete()
    (finding,) = findings(world)
    assert (finding.kind, finding.row.split(":")[0]) == ("row_missing", "sighting")
    assert case.number in finding.sentence


def test_a_sign_in_leaves_the_history_right(world: Qinghe) -> None:
    """The moment of the last sign-in is no covered column: it may move without an entry."""
    User.objects.filter(username="clerk").update(last_login=NOW + timedelta(days=1), totp_step=7)
    assert findings(world) == ()


def test_the_fold_takes_the_newest_digest_by_place_in_the_log(world: Qinghe) -> None:
    fold = whole_history()
    fold.add({"term:1": "new"}, entry=9, log_index=9)
    fold.add({"term:1": "old"}, entry=8, log_index=8)
    fold.add({"case:1": "waiting"}, entry=5, log_index=None)
    fold.add({"case:1": "numbered"}, entry=99, log_index=99)
    tables = [layout for layout in tables_of(current_layouts()) if layout.label in ("term", "case")]
    assert {(row.label, row.key, row.entry) for row in fold.differences(tables)} == {
        ("term", 1, 9),
        ("case", 1, 5),
    }
