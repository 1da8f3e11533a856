"""What an older home holds is taken into the history as found; what differed before an upgrade differs after it."""

from __future__ import annotations

import pytest

from jiefen.actions.common.history import recorded
from jiefen.actions.ledger import opening
from jiefen.reports.ledger.verify import verify
from jiefen.reports.ledger.verify_findings import Finding
from jiefen.store.common import row_notes
from jiefen.store.common.row_layouts import current_layouts, recorded_layouts
from jiefen.store.models import Mediator, Party, Term, Training
from kit.qinghe import NOW, Qinghe


def findings(world: Qinghe) -> tuple[Finding, ...]:
    return verify(at=world.now).findings


@pytest.fixture
def older(world: Qinghe) -> Qinghe:
    """A centre in which a table came under the history only now: rows of trainings that nobody has recorded."""
    mediator = Mediator.objects.first()
    assert mediator is not None
    known = recorded_layouts() | {"training": ["hours"]}
    with recorded(by=world.actor("admin"), at=world.now) as history:
        history.add_to_stream("rows", verb="rows_opened", facts={"layouts": known})
    Training.objects.bulk_create([Training(mediator=mediator, on=NOW.date(), hours=4, topic="民法典")])
    row_notes.take()
    return world


def test_a_home_that_is_not_opened_yet_says_so_once(older: Qinghe) -> None:
    assert [finding.kind for finding in findings(older)] == ["rows_unopened"]


def test_what_an_older_home_holds_is_taken_in_as_found(older: Qinghe) -> None:
    assert opening.open_rows(at=older.now) == 1
    assert opening.open_rows(at=older.now) == 0
    assert recorded_layouts() == current_layouts()
    assert findings(older) == ()
    Training.objects.update(hours=40)
    assert [finding.row.split(":")[0] for finding in findings(older)] == ["training"]


def test_an_opening_that_was_broken_off_goes_on_where_it_stood(
    older: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    mediator = Mediator.objects.first()
    Training.objects.bulk_create(
        [Training(mediator=mediator, on=NOW.date(), hours=2, topic=f"课 {n}") for n in range(6)]
    )
    row_notes.take()
    monkeypatch.setattr(opening, "BATCH", 2)
    taken, real = [], opening._take

    def breaks(rows: dict[str, str | None], *, label: str, upto: int, at: object) -> int:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(upto)
        return real(rows, label=label, upto=upto, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "_take", breaks)
    with pytest.raises(KeyboardInterrupt):
        opening.open_rows(at=older.now)
    monkeypatch.setattr(opening, "_take", real)
    assert opening.open_rows(at=older.now) == 7 - 4
    assert findings(older) == ()


def test_what_differed_before_an_upgrade_differs_after_it(world: Qinghe) -> None:
    case = world.case(world.reach("drafted"))
    Party.objects.filter(case=case, position=0).update(name="张冒名")
    row_notes.take()
    with opening.tables_changing():
        Term.objects.update(how="现金")  # a step of the upgrade changes rows
    opening.open_rows(at=world.now)
    (finding,) = findings(world)
    assert (finding.kind, finding.row.split(":")[0]) == ("row_changed", "party")
