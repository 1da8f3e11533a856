"""The real thing: 2,753 messages with their replies. Their text is only read, never copied into this repository."""

from __future__ import annotations

import json

import pytest
from import_samples import PETITIONS, bring, counts

from jiefen.domain.common.words import Flag
from jiefen.reports.common.timeline import timeline
from jiefen.reports.party.history import history_of
from jiefen.store.models import Case, Clock, Entry
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

ROWS = 2753
needs_petitions = pytest.mark.skipif(
    not PETITIONS.exists(), reason=f"SKIPPED LOUDLY: the real petitions are not at {PETITIONS}"
)


@pytest.mark.long
@needs_petitions
def test_every_real_message_lands_flagged_once_with_its_reply_as_a_note(world: Qinghe) -> None:
    content = PETITIONS.read_bytes()
    batch = bring(world, content, name=PETITIONS.name, mapping="petitions")
    assert counts(batch) == (ROWS, 0, 0)
    assert Case.objects.filter(flags__contains=f",{Flag.INCOMPLETE},", source="petitions").count() == ROWS
    assert Case.objects.filter(happened_on__isnull=True).count() == 0
    assert Clock.objects.filter(stopped_at__isnull=True).count() == ROWS
    assert Case.objects.exclude(version=2).count() == 0
    assert Entry.objects.filter(verb="note", audience="internal").count() == ROWS
    again = bring(world, content, name=PETITIONS.name, mapping="petitions", by="clerk2")
    assert counts(again) == (0, ROWS, 0)
    assert Case.objects.count() == ROWS


def test_the_reply_is_for_staff_and_the_message_stays_as_it_was(world: Qinghe) -> None:
    told = {"msg_id": 7, "title": "路灯", "body": "不亮", "time": "2019/4/24 16:03:40", "reply": "已修好", "reply_time": "2019/5/9 9:49:10"}  # fmt: skip
    bring(world, json.dumps(told).encode(), name="a.jsonl", mapping="petitions")
    case = Case.objects.select_related("secret").get()
    assert (case.title, case.story, str(case.happened_on), case.channel) == (
        "路灯",
        "不亮",
        "2019-04-24",
        "online",
    )
    assert timeline(case)[0].note == "原平台答复（2019/5/9 9:49:10）：\n已修好"
    assert [len(history_of(case, party=party)) for party in case.parties.all()] == [1] * case.parties.count()
    assert not Entry.objects.filter(body__contains="已修好").exists()
