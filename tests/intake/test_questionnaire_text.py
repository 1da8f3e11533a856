"""The text of a questionnaire: what cannot be used is refused, all at once, each problem with its place and its remedy."""

from __future__ import annotations

import pytest

from jiefen.profiles.questionnaires import QuestionsProblem, names, questionnaire, read

HEAD = '[questionnaire]\nid = "small"\ntitle = "小问卷"\nversion = 1\nsince = "2026-12-01"\nmost = 3\n'
FIRST = """
[[question]]
id = "first"
type = "choice"
label = "第一问"
ask = "先问这个？"
options = [{ code = "a", label = "甲" }, { code = "b", label = "乙" }]
next_if = [{ when = { first = ["a"] }, to = "end" }]
next = "second"
"""
SECOND = '\n[[question]]\nid = "second"\ntype = "text"\nlabel = "第二问"\nask = "再问这个？"\nnext = "end"\n'
GOOD = HEAD + FIRST + SECOND


def told(text: str) -> str:
    with pytest.raises(QuestionsProblem) as refused:
        read(text)
    return str(refused.value)


@pytest.mark.parametrize("name", names())
def test_every_shipped_questionnaire_can_be_used(name: str) -> None:
    assert questionnaire(name).questions


def test_asking_takes_six_questions_at_most() -> None:
    assert questionnaire("ask").longest <= 6


def test_a_good_text_is_read() -> None:
    small = read(GOOD)
    assert [question.id for question in small.questions] == ["first", "second"]
    assert (small.version, small.since.isoformat(), small.longest) == (1, "2026-12-01", 2)


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ('next = "end"', 'next = "first"', "第 17 行，question second，next", "会绕圈"),
        ('next = "end"', 'next = "second"', "question second，next", "会绕圈"),
        ('next = "second"', 'next = "third"', "第 8 行，question first，next", "没有“third”这个问题"),
        ('next = "second"', 'next = "end"', "question second，id", "没有一条路走到这一问"),
        ('next = "second"\n', "", "question first，next", "答“b”没有去处"),
        ('when = { first = ["a"] }', 'when = { first = ["c"] }', "question first，next_if", "没有“c”这个选项"),
        ('when = { first = ["a"] }', 'when = { second = ["a"] }', "question first，next_if", "不能作条件"),
        ("when = { first", "when = { firs", "question first，next_if", "“firs”不是这一问"),
        ('when = { first = ["a"] }', "when = {}", "question first，next_if", "没有写条件"),
        ('to = "end" }]', 'to = "end" }, { when = { first = ["a"] }, to = "second" }]', "next_if", "第 2 个条件"),
        ('type = "text"', 'type = "txt"', "question second，type", "没有“txt”这种答案"),
        ('type = "text"', 'type = "choice"', "question second，options", "要有 2 到 20 个选项"),
        ('code = "b"', 'code = "a"', "question first，options", "选项 a 写了两次"),
        ('id = "second"', 'id = "first"', "第 17 行，question first，id", "已经有了"),
        ('id = "second"', 'id = "Second"', "question Second，id", "小写字母"),
        ('ask = "再问这个？"', 'ask = ""', "question second，ask", "没有写"),
        ('ask = "再问这个？"', f'ask = "{"问" * 31}"', "question second，ask", "有 31 字"),
        ('label = "第二问"', 'labl = "第二问"', "question second，labl", "没有这一栏"),
        ('label = "甲"', 'lable = "甲"', "question first 的第 1 个 options，lable", "没有这一栏"),
        ("version = 1", 'version = "1"', "第 1 行，questionnaire small，version", "整数"),
        ('since = "2026-12-01"', 'since = "今天"', "questionnaire small，since", "不是日期"),
        ("most = 3", "most = 1", "questionnaire small，most", "最长的一条路有 2 问"),
        ("[questionnaire]", "[questionaire]", "questionnaire （没有 id），id", "没有写"),
        ("[[question]]", "[[question]", "文字的写法不对", "请"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place_and_its_remedy(
    old: str, new: str, place: str, sentence: str
) -> None:
    assert old in GOOD
    answer = told(GOOD.replace(old, new, 1))
    assert place in answer
    assert sentence in answer


def test_all_faults_are_named_at_once_in_the_order_of_the_text() -> None:
    text = GOOD.replace("version = 1", "version = 0").replace('type = "text"', 'type = "txt"')
    text = text.replace('code = "b"', 'code = "a"').replace('next = "end"', 'next = "nowhere"')
    lines = told(text).splitlines()
    assert [line.partition("，")[0] for line in lines] == ["第 1 行", "第 8 行", "第 17 行", "第 17 行"]


def test_too_many_ways_to_choose_are_refused_and_not_walked() -> None:
    codes = [f"c{number}" for number in range(20)]
    options = ", ".join(f'{{ code = "{code}", label = "{code}" }}' for code in codes)
    branches = ", ".join(f'{{ when = {{ first = ["{code}"] }}, to = "end" }}' for code in codes)
    many = f"""
[[question]]
id = "first"
type = "choices"
label = "多选"
ask = "选哪些？"
options = [{options}]
next_if = [{branches}]
next = "second"
"""
    assert "请减少" in told(HEAD + many + SECOND)


def test_a_questionnaire_without_questions_is_refused() -> None:
    assert "一个问题也没有" in told(HEAD)
