"""Units that help with a case."""

from __future__ import annotations

from jiefen.actions.common.step import Step
from jiefen.store.models import Assignment, Unit


def open_co(step: Step, unit: Unit) -> None:
    Assignment.objects.filter(case=step.case, unit=unit, lead=False, until__isnull=True).update(
        until=step.command.at
    )
    Assignment.objects.bulk_create(
        [Assignment(case=step.case, unit=unit, lead=False, how=step.row.name, since=step.command.at)]
    )
