"""Somebody's own words point to kinds of matter, with the reason; on real texts often enough to be worth showing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from jiefen.domain.intake.likely import MatterWords, likely
from jiefen.jobs.benching.likely import KINDS, likely_rates, shares
from jiefen.profiles.questionnaires import guide

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MATTERS = guide("ask").matters


@pytest.mark.parametrize(
    ("words", "kind", "because"),
    [
        ("房东不退押金", "house", "押金"),
        ("老板拖欠工资，我已经离职了", "labour", "离职"),
        ("我老公提出离婚，孩子归谁", "family", "离婚"),
        ("借条写了三万，他不还", "loan", "借条"),
        ("楼上漏水把我家顶棚泡了", "neighbour", "楼上"),
        ("收到认定书，对方全责，交警让我们协商", "traffic", "交警"),
        ("广场舞噪音到半夜", "pollution", "广场舞"),
    ],
)
def test_plain_words_point_to_their_kind_and_say_which_words(words: str, kind: str, because: str) -> None:
    told = likely(words, matters=MATTERS)
    assert told[0].id == kind
    assert because in told[0].because


@pytest.mark.parametrize("words", ["", "。", "您好", "1" * 5_000, "\u200b"])
def test_what_is_not_recognised_points_nowhere(words: str) -> None:
    assert likely(words, matters=MATTERS) == ()


def test_a_word_that_names_a_matter_outweighs_hints_and_only_three_are_shown() -> None:
    matters = [MatterWords(name, (name,), ("乱", "杂")) for name in ("甲", "乙", "丙", "丁")]
    assert [row.id for row in likely("乱杂丁", matters=matters)] == ["丁", "甲", "乙"]
    assert likely("丁", matters=matters)[0].because == ("丁",)


def test_the_shares_count_first_three_and_nothing() -> None:
    rows = [
        ("离婚", frozenset({"family"})),
        ("离婚", frozenset({"loan"})),
        ("嗯", frozenset({"loan"})),
        ("离婚，孩子和欠条", frozenset({"loan"})),
    ]
    assert shares(rows) == {"texts": 4, "first": 0.25, "among_three": 0.5, "nothing": 0.25}


def test_a_folder_without_the_texts_is_said_and_not_passed_over(tmp_path: Path) -> None:
    assert "没有 unlabelled_citizen_queries" in str(likely_rates(tmp_path)["likely.skipped"])


def test_texts_are_read_with_their_labels(tmp_path: Path) -> None:
    def pack(name: str, row: dict[str, object]) -> None:
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")

    pack("unlabelled_citizen_queries.jsonl.gz", {"id": "a", "text": "想离婚"})
    pack(
        "dispute_type_dev.jsonl.gz", {"id": "b", "text": "欠条", "style": "citizen", "types_ok": ["借贷担保"]}
    )
    (tmp_path / "unlabelled_labels.tsv").write_text("id\ttypes\na\t婚姻家庭,合同\n", encoding="utf-8")
    figures = likely_rates(tmp_path)
    assert (figures["likely.real.first"], figures["likely.held_back.first"]) == (1.0, 1.0)


def test_every_label_of_the_data_is_a_kind_that_is_asked_about() -> None:
    assert set(KINDS.values()) <= {matter.id for matter in MATTERS}


def test_on_real_questions_the_right_kind_is_shown_in_most() -> None:
    figures = likely_rates(DATA)
    if "likely.skipped" in figures:
        pytest.skip(f"SKIPPED LOUDLY: {figures['likely.skipped']}")
    for name, first, among in (("real", 0.74, 0.88), ("held_back", 0.73, 0.85)):
        assert float(str(figures[f"likely.{name}.first"])) >= first
        assert float(str(figures[f"likely.{name}.among_three"])) >= among
