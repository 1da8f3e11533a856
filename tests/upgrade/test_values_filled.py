"""The migration that gave names their form leaves old names to be found, on either database."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from jiefen.reports.case.search import search
from jiefen.store.common import text_index
from jiefen.store.models import Party
from kit.qinghe import Qinghe


def test_names_of_before_are_found_however_they_are_written(world: Qinghe) -> None:
    number = world.register(applicant_name="阿依努尔·艾合买提", story="ＡＢＣ公司欠薪。")
    plain = world.register(applicant_name="张三")
    Party.objects.update(name_form="")
    text_index.put(world.case(number).pk, text="阿依努尔 艾合买提")
    migration = importlib.import_module("jiefen.store.migrations.0005_values")
    migration.fill(apps, SimpleNamespace(connection=connection))
    forms = Party.objects.filter(case__number__in=[number, plain], side="applicant").order_by("pk")
    assert list(forms.values_list("name_form", flat=True)) == ["阿依努尔艾合买提", "张三"]
    for text in ("阿依努尔•艾合买提", "尔艾", "abc公司"):
        found = search(world.actor("clerk"), text=text, now=world.now)
        assert [row.number for row in found.rows] == [number], text
