"""Proposals of supervision that the background never made, made once.

Until this release neither the worker nor `jiefen tick` had anybody who took up what a late limit proposes, so rungs
were told and used up. Each case whose limit still runs and has reached such a rung gets the proposal of its highest
rung, dated by that rung, unless supervision was proposed, decided or begun on it since then.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

PROPOSED = "proposed"
LEVELS = {"over1": "order", "over3": "listed", "over5": "leader"}  # what each rung proposes, the lowest first


def propose_what_was_missed(apps: Any, _editor: Any) -> None:
    rung_rows = apps.get_model("store", "ClockRung").objects
    supervisions = apps.get_model("store", "Supervision")
    reached = rung_rows.filter(rung__in=LEVELS, clock__stopped_at=None).select_related("clock")
    highest: dict[int, Any] = {}
    for rung in reached.order_by("at", "pk"):
        before = highest.get(rung.clock.case_id)
        if before is None or list(LEVELS).index(rung.rung) >= list(LEVELS).index(before.rung):
            highest[rung.clock.case_id] = rung
    known = supervisions.objects.filter(case__in=highest).exclude(level="urge")
    for case, made_at, ended_at in known.values_list("case", "made_at", "ended_at"):
        if case in highest and (ended_at is None or made_at >= highest[case].at):
            del highest[case]
    supervisions.objects.bulk_create(
        supervisions(
            case_id=case, level=LEVELS[rung.rung], state=PROPOSED, rule=rung.clock.rule, made_at=rung.at
        )
        for case, rung in highest.items()
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guards")]

    operations = [migrations.RunPython(propose_what_was_missed, migrations.RunPython.noop)]
