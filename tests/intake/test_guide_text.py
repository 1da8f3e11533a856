"""The text of what people are told after the questions: no sentence without a source, no option without a result."""

from __future__ import annotations

import re

import pytest

from jiefen.domain.clocks.limits import rules_in_force
from jiefen.domain.intake.guide import GuideResult, SourcedSentence, WaySource
from jiefen.profiles.questionnaires import QuestionsProblem, guide, questionnaire, read_for, text_of

ASK = questionnaire("ask")
GOOD = text_of("ask", folder="guides")
SAY = 'say = "人民调解不收费。"\nsource = "《人民调解法》第四条"'


def refused(text: str) -> str:
    with pytest.raises(QuestionsProblem) as problem:
        read_for(ASK, text=text)
    return str(problem.value)


def sentences(result: GuideResult) -> list[SourcedSentence]:
    limits = [row for limit in result.limits for row in limit.says]
    return [*result.ways, *result.competent, *result.bring, *result.notes, *limits]


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        (SAY, 'say = "人民调解不收费。"', "always （没有 id），source", "没有写"),
        (SAY, 'say = "人民调解不收费。"\\nsource = "法律规定"', "always （没有 id），source", "要写成“《法名》第几条”"),
        (SAY, 'say = "人民调解不收费。"\\nsource = "《人民调解法》"', "always （没有 id），source", "第几条"),
        (SAY, f'say = "{"长" * 31}"\\nsource = "本中心"', "always （没有 id），say", "有 31 字"),
        ('id = "loan"', 'id = "loans"', "result loans，id", "不是问题 kind 的选项"),
        ('id = "loan"', 'id = "loans"', "guide ask，result", "选项 loan 没有结果"),
        ('id = "loan"', 'id = "labour"', "result labour，id", "已经写过"),
        ('rule = "LB-02"', 'rule = "LB-99"', "result labour 的第 1 个 limits，rule", "没有“LB-99”"),
        ('rule = "LB-02"', 'rule = "LB-04"', "result labour 的第 1 个 limits，rule", "当事人自己的期限"),
        ('since = "since"', 'since = "kind"', "result labour 的第 1 个 limits，since", "问日期的问题"),
        ('code = "0804"', 'code = "0888"', "result loan 的第 1 个 codes，code", "纠纷类型"),
        ('codes = [{ code = "0804" }]', 'codes = [{ code = "0804", when = { job = ["on"] } }]', "codes", "不带条件"),
        ('job = ["task"]', 'job = ["tasks"]', "result labour 的第 1 个 codes，when", "选项“tasks”"),
        ('safe_when = { danger = ["now", "home"] }', "", "guide ask，safe_when", "先问有没有危险"),
        ('safe_when = { danger = ["now", "home"] }', 'safe_when = { kind = ["loan"] }', "safe_when", "先问"),
        ('words = "words"', 'words = "since"', "guide ask，words", "不是问卷里的 long 问题"),
        ('id = "suit"', 'id = "suits"', "way suits，id", "没有“suits”这条途径"),
        ('id = "suit"', 'id = "labour_suit"', "guide ask，way", "途径 suit（到法院起诉）没有出处"),
        ('source = "《仲裁法》"\nchecked = false', 'source = "《仲裁法》"', "way contract_arbitration，source", "第几条"),
        ("[[safe]]", "[[save]]", "guide ask，safe", "一句也没有"),
        ('questionnaire = "ask"', 'questionnaire = "apply"', "guide ask，questionnaire", "要写 ask"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place_and_its_remedy(
    old: str, new: str, place: str, sentence: str
) -> None:
    old = old.replace("\\n", "\n")
    assert old in GOOD
    count = -1 if old == "[[safe]]" else 1
    answer = refused(GOOD.replace(old, new.replace("\\n", "\n"), count))
    assert place in answer
    assert sentence in answer


def test_all_faults_are_named_at_once() -> None:
    text = GOOD.replace('rule = "LB-02"', 'rule = "LB-99"').replace('code = "0804"', 'code = "0888"')
    assert len(refused(text).splitlines()) == 2


@pytest.mark.parametrize("result", guide("ask").results, ids=lambda result: result.id)
def test_every_kind_says_ways_who_is_competent_and_what_to_bring_in_short_sentences(
    result: GuideResult,
) -> None:
    assert result.ways
    assert result.competent
    assert result.bring
    assert all(row.say.endswith("。") for row in sentences(result))


def test_law_that_nobody_read_in_its_own_text_is_marked() -> None:
    """Of each law, the articles that this house has read, here or in its rules; any other article has to be marked."""
    read = {
        "人民调解法": "三 四 十七 三十三", "劳动争议调解仲裁法": "十四 二十七 四十八 五十", "劳动保障监察条例": "二十",
        "民法典": "一百八十八 一百九十三 一百九十五 一百九十六", "治安管理处罚法": "九", "未成年人保护法": "十一",
        "道路交通安全法实施条例": "九十四", "医疗纠纷预防和处理条例": "二十六 三十一 三十八 四十",
        "行政复议法": "十二 二十 二十三", "土地管理法": "十四", "农村土地承包经营纠纷调解仲裁法": "二 十八",
        "行政诉讼法": "四十五 四十六",
        "消费者权益保护法": "四十六", "噪声污染防治法": "八十六 八十七", "信访工作条例": "三十一 三十五 三十六", "民事诉讼法": "二百五十",
        "反家庭暴力法": "十六 二十三 二十五 二十八", "法律援助法": "三十二 四十三",
        "最高人民法院关于办理人身安全保护令案件适用法律若干问题的规定": "六",
    }  # fmt: skip
    told = guide("ask")
    rows: list[SourcedSentence | WaySource] = [*told.safe, *told.always, *told.ways]
    rows += [row for result in told.results for row in sentences(result)]
    unread = []
    for row in rows:
        law = re.match("《(.+?)》", row.source)
        articles = re.findall("第(.+?)条", row.source)
        if row.checked and law and not set(articles) <= set(read.get(law[1], "").split()):
            unread.append(row.source)
    assert unread == []
    assert any(not row.checked for row in rows), "control: the mark is used"


def test_no_limit_of_a_party_is_told_without_its_interruption_or_exception() -> None:
    whose = {limit.id: limit.whose for limit in rules_in_force()}
    limits = [limit for result in guide("ask").results for limit in result.limits]
    assert {whose[limit.rule] for limit in limits} == {"party"}
    assert all(limit.says for limit in limits)
