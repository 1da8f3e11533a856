"""沈岚 changes the routing rules: tried on past cases first, then in force, the old version kept."""

from __future__ import annotations

import pytest

from jiefen.actions.routing.rules import save_rules
from jiefen.domain.common.errors import Invalid, NotAllowed, Stale
from jiefen.domain.routing.rules import RuleTextError
from jiefen.domain.routing.rules_text import read_rules
from jiefen.reports.routing import rules as report
from jiefen.reports.routing.offers import offers
from jiefen.store.common.reference import shown_number, snapshot
from jiefen.store.models import Case, RuleSet
from jiefen.store.routing import facts_of
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

ALL_TO_PETITION = """
[[rule]]
id = "X1"
label = "一律交信访局"
to = "petition"
when = []
"""


def save(world: Qinghe, text: str, *, who: str = "dispatcher", **more: object):
    return save_rules(text=text, note="试一试", by=world.actor(who), at=world.now, **more)


def test_a_new_version_decides_from_the_next_case_on(world: Qinghe) -> None:
    case = world.case(world.register())
    assert offers(facts_of(case), seen=Case.objects.all(), now=world.now)[0].unit_code != "petition"
    save(world, ALL_TO_PETITION)
    assert offers(facts_of(case), seen=Case.objects.all(), now=world.now)[0].unit_code == "petition"
    assert snapshot().rules_version == 2
    assert list(RuleSet.objects.filter(in_force=True).values_list("version", flat=True)) == [2]


def test_the_old_version_stays_readable_and_can_come_back(world: Qinghe) -> None:
    _, first = report.current()
    save(world, ALL_TO_PETITION)
    old = report.history()
    assert [version.number for version in old] == [1]
    assert report.text_of(1) == first
    save(world, first)
    assert report.current()[0].number == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[rule]]\nid = "A"\nlabel = "甲"\nto = "moon"\nwhen = []', ["第 1 行起：A to", "moon"]),
        ('[[rule]]\nid = "A"\nlabel = "甲"\nto = "desk"\nco = ["moon"]\nwhen = []', ["A co", "moon"]),
        (
            '# 注\n[[rule]]\nid = "A"\nlabel = "甲"\nto = "desk"\nwhen = []\n\n[[rule]]\nlabel = "乙"\nto = "desk"',
            ["第 8 行起：第 2 条 id"],
        ),
        (
            '[[rule]]\nid = "A"\nlabel = "甲"\nto = "desk"\nwhen = [{fact = "colour", op = "is", value = "red"}]',
            ["A when 第 1 项 fact"],
        ),
        ('[[rule]]\nid = "A\nlabel = ', ["第 2 行", "写法不对"]),
        ("", ["没有规则"]),
        ('rules = 1\n[[rule]]\nid = "A"\nlabel = "甲"\nto = "desk"', ["“rules”"]),
        ('[[rule]]\nid = "A"\nlabel = "甲"\nto = "desk"\n\n[[rule]]\nid = "A"\nlabel = "乙"\nto = "desk"', ["第 6 行起：A id", "重复"]),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_its_rule_and_its_field(text: str, said: list[str]) -> None:
    with pytest.raises(RuleTextError) as refused:
        read_rules(text, units={"desk", "petition"})
    told = "\n".join(refused.value.errors)
    assert all(part in told for part in said), told


def test_a_text_with_a_mistake_changes_nothing(world: Qinghe) -> None:
    with pytest.raises(Invalid) as refused:
        save(world, ALL_TO_PETITION.replace("petition", "moon"))
    assert "moon" in refused.value.fields["text"]
    assert RuleSet.objects.count() == 1


def test_two_people_do_not_overwrite_each_other(world: Qinghe) -> None:
    save(world, ALL_TO_PETITION, seen=1)
    with pytest.raises(Stale, match="第 2 版"):
        save(world, ALL_TO_PETITION.replace("X1", "X2"), seen=1)


def test_the_same_text_or_a_stranger_saves_nothing(world: Qinghe) -> None:
    with pytest.raises(Invalid, match="1 处"):
        save(world, report.current()[1].replace("\n", "\r\n"))
    with pytest.raises(NotAllowed):
        save(world, ALL_TO_PETITION, who="clerk")


def test_a_trial_counts_the_cases_that_would_go_elsewhere_and_changes_nothing(world: Qinghe) -> None:
    numbers = {world.register(), world.register(kind="0402")}
    trial = report.try_out(world.actor("dispatcher"), text=ALL_TO_PETITION, now=world.now)
    assert (trial.total, trial.changed) == (2, 2)
    assert {row.number for row in trial.rows} == {shown_number(number) for number in numbers}
    assert {row.after for row in trial.rows} == {"县信访局接待科"}
    assert RuleSet.objects.count() == 1


def test_a_trial_shows_nobody_a_case_that_is_not_theirs(world: Qinghe) -> None:
    world.register()
    assert report.try_out(world.actor("admin"), text=ALL_TO_PETITION, now=world.now).total == 0


def test_the_page_saves_only_what_was_tried(world: Qinghe) -> None:
    browser = world.client("dispatcher")
    world.register()
    assert browser.get("/rules").status_code == 200
    untried = browser.post("/rules", {"text": ALL_TO_PETITION, "save": "1", "key": "a"})
    assert untried.status_code == 422
    tried = browser.post("/rules", {"text": ALL_TO_PETITION, "dry_run": "1", "key": "b"})
    assert 'name="save"' in tried.content.decode()
    changed = browser.post("/rules", {"text": ALL_TO_PETITION.replace("X1", "X9"), "save": "1", "key": "c"})
    assert changed.status_code == 422
    assert RuleSet.objects.count() == 1
    text = ALL_TO_PETITION.replace("\n", "\r\n")
    saved = browser.post("/rules", {"text": text, "note": "改", "save": "1", "key": "d"})
    assert saved.status_code == 302
    assert browser.post("/rules", {"text": text, "note": "改", "save": "1", "key": "d"}).status_code == 302
    assert RuleSet.objects.count() == 2


def test_the_page_names_mistakes_and_offers_no_saving(world: Qinghe) -> None:
    browser = world.client("dispatcher")
    page = browser.post("/rules", {"text": ALL_TO_PETITION.replace("petition", "moon"), "dry_run": "1"})
    told = page.content.decode()
    assert page.status_code == 422
    assert "没有代码为“moon”的单位" in told
    assert 'name="save"' not in told


def test_an_administrator_without_cases_is_told_that_nothing_was_tried(world: Qinghe) -> None:
    page = world.client("admin").post("/rules", {"text": ALL_TO_PETITION, "dry_run": "1"})
    assert "没有样本可以试跑" in page.content.decode()
