"""How often somebody's own words lead to the right kind of matter, on texts that real people wrote.

The texts are nobody's to hand on, so that they are not part of the house: without the folder nothing is measured, and that
is said.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jiefen.domain.intake.likely import likely
from jiefen.profiles.questionnaires import guide

Row = tuple[str, frozenset[str]]  # a text, and the kinds that are right for it
# What the labels of the data are called in the questionnaire. Other labels (其他咨询) name no matter and are left out.
KINDS: Mapping[str, str] = {
    "劳动争议": "labour", "借贷担保": "loan", "婚姻家庭": "family", "邻里": "neighbour", "物业": "property",
    "房屋宅基地": "house", "消费": "consumer", "道路交通": "traffic", "医疗": "medical", "损害赔偿": "injury",
    "合同": "contract", "建设工程": "contract", "公司经营": "business", "知识产权": "business", "土地山林": "land",
    "征地拆迁": "taking", "环境污染": "pollution", "行政争议": "official", "刑事治安": "crime",
}  # fmt: skip
REAL, HELD_BACK = "unlabelled_citizen_queries.jsonl.gz", "dispute_type_dev.jsonl.gz"
LABELS = "unlabelled_labels.tsv"


def likely_rates(folder: Path) -> dict[str, object]:
    """Shares by set of texts: the right kind first, among the three that are shown, and nothing recognised."""
    if missing := [name for name in (REAL, HELD_BACK, LABELS) if not (folder / name).is_file()]:
        return {"likely.skipped": f"{folder} 里没有 {'、'.join(missing)}"}
    return {
        f"likely.{name}.{figure}": value
        for name, rows in (("real", _real(folder)), ("held_back", _held_back(folder)))
        for figure, value in shares(rows).items()
    }


def shares(rows: Iterable[Row]) -> dict[str, float]:
    matters = guide("ask").matters
    n = first = among = nothing = 0
    for text, right in rows:
        told = [row.id for row in likely(text, matters=matters)]
        n += 1
        first += bool(told[:1] and told[0] in right)
        among += bool(right & set(told))
        nothing += not told
    return {
        "texts": n,
        "first": round(first / n, 3),
        "among_three": round(among / n, 3),
        "nothing": round(nothing / n, 3),
    }


def _real(folder: Path) -> Iterator[Row]:
    lines = (folder / LABELS).read_text(encoding="utf-8").splitlines()
    labels = dict(line.split("\t", 1) for line in lines[1:] if "\t" in line)
    for row in _rows(folder / REAL):
        yield from _labelled(str(row["text"]), labels.get(str(row["id"]), "").replace("|", ",").split(","))


def _held_back(folder: Path) -> Iterator[Row]:
    for row in _rows(folder / HELD_BACK):
        right = row["types_ok"]
        if row.get("style") == "citizen" and isinstance(right, list):
            yield from _labelled(str(row["text"]), right)


def _labelled(text: str, labels: Iterable[str]) -> Iterator[Row]:
    right = frozenset(KINDS[label] for label in labels if label in KINDS)
    if right:
        yield text, right


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row: dict[str, object] = json.loads(line)
            yield row
