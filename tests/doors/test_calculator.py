"""The public deadline calculator: the engine of the cases, for anybody, with a sentence for every wrong input."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def asked(**values: str) -> Any:
    return Client().get("/calculator", values)


def test_anybody_computes_a_limit_and_sees_the_article_and_the_days_skipped(world: Qinghe) -> None:
    page = asked(rule="XF-04", since="2026-02-12")
    text = page.content.decode()
    assert page.status_code == 200
    assert "2026 年 2 月 27 日 17:30 到期" in text or "2026 年 2 月 26 日 17:30 到期" in text
    assert "春节" in text
    assert "信访工作条例" in text
    assert "已核对原文" in text


def test_what_is_not_checked_says_so(world: Qinghe) -> None:
    assert "未核对原文" in asked(rule="PS-01", since="2026-06-08").content.decode()


def test_the_days_are_drawn_as_months_with_a_mark_in_every_cell(world: Qinghe) -> None:
    html = asked(rule="XF-04", since="2026-02-12").content.decode()
    assert "<caption>2026 年 2 月</caption>" in html
    assert html.count('class="festival"') == 9
    assert 'class="adjusted"' in html
    assert html.count('class="last"') == 1
    assert "节假日，不计，春节" in html


def test_a_paper_posted_in_time_is_not_late_and_is_drawn_on_its_way(world: Qinghe) -> None:
    html = asked(
        rule="LB-05-SUE", since="2026-06-08", posted="2026-06-23", arrived="2026-06-25"
    ).content.decode()
    assert "不算过期" in html
    assert html.count('class="post"') == 2


def test_a_pause_moves_what_may_stand_still_and_is_refused_for_what_may_not(world: Qinghe) -> None:
    spans = {"paused_from": "2026-06-10", "paused_until": "2026-06-20"}
    assert asked(rule="MD-01", since="2026-06-08", **spans).status_code == 200
    assert "不能暂停" in asked(rule="XF-05", since="2026-06-08", **spans).content.decode()


def test_a_limit_before_a_hearing_is_counted_back_from_its_day(world: Qinghe) -> None:
    text = asked(rule="LB-03-POSTPONE", since="2026-02-26").content.decode()
    assert "2026 年 2 月 14 日 17:30 到期" in text, "a Saturday worked before 春节"
    assert "往前数" in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"since": "2026-02-30"}, "不是一个存在的日期"),
        ({"since": "1800-01-01"}, "日期"),
        ({"since": "明天"}, "看不懂"),
        ({"since": ""}, "从哪一天起算"),
        ({"rule": "XX-99"}, "选择一项期限"),
        ({"clock": "25:99"}, "读不懂"),
        ({"more": "10000"}, "延长"),
        ({"more": "很久"}, "整数"),
        ({"paused_from": "2026-06-20", "paused_until": "2026-06-10"}, "要晚于开始"),
        ({"paused_from": "2026-06-20"}, "两个日期都要填写"),
        ({"posted": "2026-06-20"}, "两个日期都要填写"),
        ({"posted": "2026-06-20", "arrived": "2026-06-19"}, "要在交邮"),
        ({"posted": "2026-06-20", "arrived": "2060-06-19"}, "不超过 60 天"),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_what_was_typed(
    world: Qinghe, wrong: dict[str, str], sentence: str
) -> None:
    page = asked(**({"rule": "MD-01", "since": "2026-06-08"} | wrong))
    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    typed = next(iter(wrong.values()))
    assert not typed or typed in text or wrong.get("rule")
