from decimal import Decimal

import pytest

from jiefen.domain.routing.rules import Facts, RuleTextError, UnitFacts, dry_run, parse_rules, propose

DESK = "desk"
UNITS = {
    "desk": UnitFacts("分流台", kind="desk"),
    "court": UnitFacts("法院驻中心团队", kind="department"),
    "labour": UnitFacts("人社局窗口", kind="window"),
    "shut": UnitFacts("旧城调委会", kind="mediation", place="T9", open=False),
    "town": UnitFacts("清河镇调委会", kind="mediation", place="T1"),
    "village": UnitFacts("柳村调委会", kind="mediation", place="V1"),
    "hall": UnitFacts("清河镇政府", kind="department", place="T1"),
}
WAGES = {
    "id": "R-01",
    "label": "欠薪",
    "to": "labour",
    "co": ["court", "gone"],
    "when": [
        {"fact": "kind", "op": "starts", "value": "07"},
        {"fact": "people", "op": "at_least", "value": 10},
    ],
}
BIG = {
    "id": "R-02",
    "label": "大额",
    "to": "court",
    "when": [{"fact": "amount", "op": "at_least", "value": "500000"}],
}
NEAR = {"id": "R-03", "label": "就近", "to": "place:village", "when": []}
TOWN = {"id": "R-04", "label": "乡镇", "to": "place:town"}
RULES = parse_rules([WAGES, BIG, NEAR, TOWN])
TENANCY = Facts(kind="0602", amount=Decimal(30_000), people=2, channel="window", place=("C", "T1", "V1"))


def ask(facts, rules=RULES, **more):
    return propose(facts, rules=rules, units=UNITS, fallback=DESK, **more)


def test_a_tenancy_dispute_goes_to_the_village_and_says_why():
    first, second, last = ask(TENANCY)
    assert (first.unit, first.rule_id, first.label) == ("village", "R-03", "就近")
    assert first.reasons == ("此规则对所有纠纷适用",)
    assert first.skipped == (
        "R-01 欠薪：纠纷类别是 0602 房产买卖租赁，不符合“纠纷类别属于 07 劳动人事”；涉及人数是 2 人，不符合“涉及人数不少于 10 人”",
        "R-02 大额：涉及金额是 30000 元，不符合“涉及金额不少于 500000 元”",
    )
    assert first.what_would_change == "如果涉及金额不少于 500000 元，则优先适用 R-02 大额。"
    assert second.unit == "town"
    assert (last.unit, last.rule_id) == (DESK, "")


def test_the_reasons_are_the_facts_that_the_rule_used():
    wages = ask(Facts(kind="0701", people=12))[0]
    assert wages.unit == "labour"
    assert wages.co == ("court",)
    assert wages.reasons == (
        "纠纷类别是 0701 劳动合同、劳务派遣及劳动报酬，纠纷类别属于 07 劳动人事",
        "涉及人数是 12 人，涉及人数不少于 10 人",
        "协办未列入：单位 gone 不存在",
    )
    assert wages.what_would_change == "如果不再符合“纠纷类别属于 07 劳动人事”，则改用下一候选。"


@pytest.mark.parametrize(
    ("to", "place", "reason"),
    [
        ("gone", (), "单位 gone 不存在"),
        ("shut", (), "旧城调委会已停用"),
        ("place:town", ("C", "T9"), "旧城调委会已停用"),
        ("place:town", ("C", "T2"), "该地没有乡镇街道调解组织"),
        ("place:village", ("C", "T1"), "地点没有填到村社区"),
    ],
)
def test_a_rule_that_points_nowhere_is_skipped_with_the_reason(to, place, reason):
    (only,) = ask(Facts(place=place), parse_rules([{"id": "R-1", "label": "某", "to": to}]))
    assert only.unit == DESK
    assert only.skipped == (f"R-1 某：{reason}",)


def test_the_desk_is_always_there_and_always_last():
    assert [one.unit for one in ask(Facts(), ())] == [DESK]
    assert [one.unit for one in ask(TENANCY, limit=1)] == [DESK]
    assert [one.unit for one in ask(TENANCY, limit=2)] == ["village", DESK]
    assert [one.unit for one in propose(TENANCY, rules=RULES, units={}, fallback=DESK)] == [DESK]
    to_desk = parse_rules([{"id": "R-1", "label": "某", "to": DESK}])
    assert [one.rule_id for one in ask(TENANCY, to_desk)] == ["R-1", ""]


def test_a_unit_is_proposed_once():
    twice = parse_rules([NEAR, TOWN | {"to": "village"}])
    assert [one.unit for one in ask(TENANCY, twice)] == ["village", DESK]
    assert "R-04 乡镇：柳村调委会已在前面" in ask(TENANCY, twice)[-1].skipped


@pytest.mark.parametrize(
    ("fact", "op", "value", "fitting"),
    [
        ("kind", "is", "0602", True),
        ("kind", "is", "06", False),
        ("kind", "in", ["0601", "0602"], True),
        ("kind", "in", ["0601"], False),
        ("kind", "starts", "06", True),
        ("kind", "starts", "02", False),
        ("amount", "at_least", 30_000, True),
        ("amount", "at_least", 30_000.01, False),
        ("amount", "at_most", "30000", True),
        ("amount", "at_most", 29_999, False),
        ("people", "is", 2, True),
        ("people", "at_most", 1, False),
        ("channel", "is", "window", True),
        ("channel", "in", ["letter", "online"], False),
        ("weight", "is", "simple", False),
        ("flags", "has", "wages", True),
        ("flags", "has", "death", False),
        ("place", "under", "T1", True),
        ("place", "under", "T", False),
    ],
)
def test_each_condition_fits_what_it_says(fact, op, value, fitting):
    facts = Facts(**(vars(TENANCY) | {"flags": frozenset({"wages"})}))
    rules = parse_rules(
        [{"id": "R-1", "label": "某", "to": "court", "when": [{"fact": fact, "op": op, "value": value}]}]
    )
    answer = ask(facts, rules)
    assert (answer[0].unit == "court") == fitting
    assert answer[-1].unit == DESK


def test_a_fact_not_told_fits_nothing_and_is_told():
    small = parse_rules([BIG | {"when": [{"fact": "amount", "op": "at_most", "value": 100}]}])
    (only,) = ask(Facts(), small)
    assert only.skipped == ("R-02 大额：涉及金额未填，不符合“涉及金额不超过 100 元”",)


def wrong(**changes):
    return [WAGES, BIG | changes]


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (["R-01"], "第 1 条"),
        (wrong(id=""), "第 2 条 id"),
        (wrong(id="R-01"), "R-01 id：与前面的规则重复"),
        (wrong(label=7), "R-02 label"),
        (wrong(to="x" * 61), "R-02 to"),
        (wrong(to="place:moon"), "R-02 to：place: 之后"),
        (wrong(when={}), "R-02 when"),
        (wrong(when=["x"]), "R-02 when 第 1 项"),
        (wrong(when=[{"fact": "age", "op": "is", "value": "1"}]), "R-02 when 第 1 项 fact"),
        (wrong(when=[{"fact": "kind", "op": "has", "value": "1"}]), "R-02 when 第 1 项 op"),
        (wrong(when=[{"fact": "amount", "op": "at_least", "value": "许多"}]), "R-02 when 第 1 项 value"),
        (wrong(when=[{"fact": "amount", "op": "at_least", "value": "nan"}]), "R-02 when 第 1 项 value"),
        (wrong(when=[{"fact": "people", "op": "at_least", "value": True}]), "R-02 when 第 1 项 value"),
        (wrong(when=[{"fact": "kind", "op": "in", "value": []}]), "R-02 when 第 1 项 value"),
        (wrong(when=[{"fact": "kind", "op": "in", "value": [6]}]), "R-02 when 第 1 项 value 第 1 个"),
        (wrong(when=[{"fact": "kind", "op": "is", "value": 6}]), "R-02 when 第 1 项 value"),
        (wrong(co="court"), "R-02 co"),
        (wrong(co=[1]), "R-02 co 第 1 个"),
        (wrong(colour="red"), "R-02 colour：不认识"),
    ],
)
def test_a_wrong_rule_is_told_which_rule_and_field(table, complaint):
    with pytest.raises(RuleTextError, match=complaint) as caught:
        parse_rules(table)
    assert len(caught.value.errors) == 1


def test_all_mistakes_in_a_rule_text_are_told_at_once():
    with pytest.raises(RuleTextError) as caught:
        parse_rules([{"id": "R-1"}, {"label": "某", "to": "x"}])
    assert len(caught.value.errors) == 3
    assert caught.value.status == 422


def test_a_dry_run_tells_which_cases_would_go_elsewhere():
    cases = [("A", TENANCY), ("B", Facts(kind="0701", people=12)), ("C", Facts(kind="0201"))]
    new = parse_rules(
        [
            WAGES,
            {
                "id": "R-09",
                "label": "租房",
                "to": "court",
                "when": [{"fact": "kind", "op": "is", "value": "0602"}],
            },
        ]
    )
    answer = dry_run(cases, old=RULES, new=new, units=UNITS, fallback=DESK)
    assert (answer.total, answer.unrouted_before, answer.unrouted_after) == (3, 1, 1)
    assert [(move.case, move.before.unit, move.after.unit) for move in answer.moved] == [
        ("A", "village", "court")
    ]
    assert answer.routes == {("village", "court"): 1}
