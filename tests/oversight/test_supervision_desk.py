"""The supervision desk: many proposals with one reason, counts that are the rows, lights that agree, links that open."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from jiefen.domain.agreement.words import AuditFinding
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.common.words import Role
from jiefen.reports.agreement.panels import FINDING_TONES
from jiefen.reports.common.clock_view import clock_view
from jiefen.reports.common.lists import ledger
from jiefen.reports.figures import audits
from jiefen.reports.oversight.proposals import proposals
from jiefen.reports.oversight.supervision import desk
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Clock, Post, Supervision, SupervisionStep
from jiefen.web.common.context import MENU
from kit.pages import flat
from kit.qinghe import Qinghe


def propose(world: Qinghe, number: str, *, level: str = "order", rule: str = "C-SIGN") -> int:
    row = Supervision.objects.create(
        case=world.case(number), level=level, state="proposed", rule=rule, made_at=world.now
    )
    return row.pk


def test_proposals_stand_by_rule_and_unit(world: Qinghe) -> None:
    ours, late = world.reach("handling"), world.reach("handling")
    at_the_desk = world.register()
    for number, rule in ((ours, "C-SIGN"), (late, "C-START"), (at_the_desk, "C-DISPATCH")):
        propose(world, number, rule=rule)
    view, total = proposals(world.actor("supervisor"), start=0)
    assert total == 3
    assert [(group.unit, len(group.lines)) for group in view.groups] == [
        ("县综治中心分流台", 1),
        ("县人民调解委员会", 1),
        ("县人民调解委员会", 1),
    ]
    assert view.decides
    assert not proposals(world.actor("dispatcher"), start=0)[0].decides


def test_several_are_decided_with_one_reason_and_what_is_refused_is_said(world: Qinghe) -> None:
    numbers = [world.reach("handling") for _ in range(4)]
    ids = [propose(world, number, level=level) for number, level in zip(numbers, ("order", "listed", "leader", "order"), strict=True)]  # fmt: skip
    client = world.client("supervisor")
    told = {"proposal": ids[:3], "reason": "本周内查明原因。", "do": "adopt", "key": "k1"}
    answer = client.post("/supervision/decide", told, follow=True)
    shown = flat(answer.content.decode())
    assert "已采纳 2 件督办建议" in shown
    assert "建议领导包案，请打开案件逐件选定领导" in shown
    states = dict(Supervision.objects.values_list("pk", "state"))
    assert [states[pk] for pk in ids] == ["standing", "standing", "proposed", "proposed"]
    assert set(SupervisionStep.objects.values_list("text", flat=True)) == {"本周内查明原因。"}
    client.post(
        "/supervision/decide", told | {"proposal": ids[2:], "do": "drop", "reason": "已经办完。", "key": "k2"}
    )
    assert not Supervision.objects.filter(state="proposed").exists()


@pytest.mark.parametrize(
    "fields", [{"reason": "理由"}, {"proposal": "1"}, {"proposal": "x", "reason": "理由"}]
)
def test_nothing_is_decided_without_a_choice_and_a_reason(world: Qinghe, fields: dict[str, str]) -> None:
    pk = propose(world, world.reach("handling"))
    if "proposal" in fields and fields["proposal"] == "1":
        fields = fields | {"proposal": str(pk)}
    answer = world.client("supervisor").post("/supervision/decide", fields | {"do": "adopt", "key": "k"})
    assert answer.status_code == 422
    assert fields.get("reason", "") in answer.content.decode()
    assert Supervision.objects.get().state == "proposed"


def test_a_stranger_decides_nothing(world: Qinghe) -> None:
    pk = propose(world, world.reach("handling"))
    world.client("town-reviewer").post(
        "/supervision/decide", {"proposal": [pk], "reason": "理由", "do": "adopt", "key": "k"}
    )
    assert Supervision.objects.get().state == "proposed"


def test_every_proposal_is_on_some_page(world: Qinghe) -> None:
    for _ in range(65):
        propose(world, world.register(), rule="C-DISPATCH")
    client, url, seen = world.client("supervisor"), "/supervision?tab=proposed", []
    while url:
        shown = flat(client.get(url).content.decode())
        seen += re.findall(r'name="proposal" value="(\d+)"', shown)
        more = re.search(r'rel="next" href="([^"]+)"', shown)
        url = "/supervision" + more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 65


def test_the_count_of_each_tab_is_the_count_of_its_rows(world: Qinghe) -> None:
    for at in range(3):
        number = world.reach("handling")
        if at:
            world.take("supervisor", "correct", number, issue="late", reason="久拖不办。")
        Case.objects.filter(number=number).update(returns=1)
    propose(world, world.reach("assigned"))
    world.later(days=40)
    for tab in ("proposed", "standing", "corrections"):
        view = desk(world.actor("supervisor"), query={"tab": tab}, now=world.now)
        count = next(int(row.count or 0) for row in view.tabs if row.current)
        rows = proposals(world.actor("supervisor"), start=0)[1] if tab == "proposed" else len(view.matters)
        assert count == rows, tab
    view = desk(world.actor("supervisor"), query={"tab": "corrections"}, now=world.now)
    assert view.stats[-1].value == "2", "begun, without what a rule has found"


@pytest.mark.parametrize("minutes", [5, 90, 110, 119, 121, 600])
def test_a_row_is_red_where_the_sum_counts_it_late_and_yellow_where_it_is_near(
    world: Qinghe, minutes: int
) -> None:
    world.register()
    now = world.later(minutes=minutes)
    clock = Clock.objects.get(rule="C-DISPATCH")
    tone = clock_view(clock, pauses=(), now=now, calendar=snapshot().calendar).tone
    view = desk(world.actor("supervisor"), query={}, now=now)
    red, yellow = (int(stat.value) for stat in view.stats[:2])
    assert (red, yellow) == ((1, 0) if tone == "bad" else (0, 1) if tone == "warn" else (0, 0))
    board = flat(world.client("dispatcher").get("/triage").content.decode())
    assert "快到时限" in board
    assert [row.clock.tone for row in ledger(world.actor("dispatcher"), query={}, now=now).rows] == [tone]


def test_partly_true_is_not_green() -> None:
    for tones in (FINDING_TONES, audits.FINDING_TONES):
        assert [tones.get(finding, "warn") for finding in AuditFinding] == [
            {"true": "ok", "false": "bad"}.get(str(finding), "warn") for finding in AuditFinding
        ]


def test_no_page_of_the_menu_leads_anybody_to_a_closed_door(world: Qinghe) -> None:
    world.reach("archived")
    closed = []
    roles = set(Role) - {Role.PARTY, Role.SYSTEM}
    people = {post.role: post.user.username for post in Post.objects.select_related("user").order_by("-pk")}
    for role in sorted(roles):
        client = world.client(people[role])
        pages = [name for _, rows in MENU for _, _, name, door, _ in rows if role in DESK_ACTIONS[door]]
        for name in pages:
            shown = client.get(reverse(name)).content.decode()
            main = shown[shown.index("<main") :]
            paths = set(re.findall(r'href="(/[a-z]+)(?:[?#"])', main))
            closed += [(role, name, path) for path in paths if client.get(path).status_code == 403]
    assert closed == []
