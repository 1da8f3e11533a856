"""Documents a second and what they weigh, then a volume of many pages put together, each in a process of its own.

No database and no home. Run with `one` (every document) or `volume PAGES`; prints one JSON object.
"""

from __future__ import annotations

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from typing import Any

from jiefen.domain.documents.catalogue import DOCUMENTS, Layout

PAGES, TURNS = 200, 5
Found = dict[str, Any]
_STORY = "承租人交付押金八千六百元，租期届满后出租人以墙面污损、空调故障为由拒绝退还，双方遂生争议，经网格员两次上门未能谈拢。"
_SIGNED = [
    {"role": role, "name": "演示", "level": "实名账号＋短信验证码", "at": "2026-11-05 10:18"}
    for role in ("申请人", "被申请人", "人民调解员", "记录人")
]
_SHARED: Found = {
    "centre": "演示县社会治安综合治理中心",
    "committee": "演示镇人民调解委员会",
    "number": "（2026）演人调字第 1 号",
    "case_number": "演矛调〔2026〕00001 号",
    "verify_code": "7KQ2-M9XD-4T3F",
    "qr": "https://jiefen.example/v/7KQ2M9XD4T3F",
    "digest": "0" * 64,
    "date": "2026-11-05",
    "seal": {"name": "演示镇人民调解委员会", "note": "演示章"},
    "signatures": _SIGNED,
}
_TERM = {
    "giver": "甲",
    "taker": "乙",
    "text": "返还押金",
    "amount": "6,400",
    "due": "2026-11-30",
    "how": "银行转账",
}
_ROW = {"label": "纠纷简要情况", "value": _STORY, "wide": True}
_OF: dict[Layout, Found] = {
    Layout.AGREEMENT: {
        "parties": [{"role": "申请人", "name": "甲"}] * 2,
        "facts": _STORY,
        "terms": [_TERM] * 3,
    },
    Layout.SHEET: {"parts": [{"heading": "基本情况", "rows": [_ROW | {"wide": False}] * 4 + [_ROW]}] * 2},
    Layout.MINUTES: {"parts": [{"heading": "陈述", "lines": [{"who": "答", "text": _STORY}] * 8}]},
    Layout.NOTICE: {"to": "甲", "lead": _STORY, "parts": [{"heading": "事项", "lines": [_STORY] * 3}]},
    Layout.COVER: {"matter": "房屋租赁纠纷"},
    Layout.CATALOGUE: {"rows": [{"no": 1, "title": "申请书", "pages": "1—2"}] * 12},
}


def documents(pages: int = PAGES) -> Found:
    """Both measurements, the way `jiefen bench documents` prints them."""
    return _child("one") | {f"volume.{name}": figure for name, figure in _child("volume", str(pages)).items()}


def _child(*arguments: str) -> Found:
    command = [sys.executable, "-m", "jiefen.jobs.benching.documents", *arguments]
    process = subprocess.run(command, capture_output=True, check=True, env=os.environ, timeout=600)
    figures: Found = json.loads(process.stdout)
    return figures


def main() -> None:
    print(json.dumps(_volume(int(sys.argv[2])) if sys.argv[1] == "volume" else _one()))


def _one() -> Found:
    """Milliseconds of the first document of the process, then of every one TURNS times; sizes in KB."""
    from jiefen.papers import render

    times: list[float] = []
    sizes: list[int] = []
    for turn in range(TURNS):
        for row in DOCUMENTS:
            fields = _SHARED | _OF[row.layout] | {"title": row.title, "number": f"第 {turn} 号"}
            began = time.perf_counter()
            sizes.append(len(render(row.layout, fields=fields)))
            times.append((time.perf_counter() - began) * 1000)
    return {
        "kinds": len(DOCUMENTS),
        "first_ms": round(times[0], 1),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "median_kb": round(statistics.median(sizes) / 1024, 1),
        "most_kb": round(max(sizes) / 1024, 1),
        "peak_mb": _peak_mb(),
    }


def _volume(pages: int) -> Found:
    """A volume of at least so many pages, half minutes and half scans; the time to make those is not counted."""
    from jiefen.papers import render
    from jiefen.papers.volume import Part, assemble

    lines = [{"who": "答", "text": _STORY}] * 160
    made = render("minutes", fields=_SHARED | {"title": "人民调解记录", "parts": [{"lines": lines}]})
    pair = [Part("人民调解记录", made)]
    each = assemble(pair, fields=_SHARED).rows[0].last
    pair.append(Part("证据材料", _scans(each)))
    parts = pair * -(-pages // (2 * each))
    before = _peak_mb()
    began = time.perf_counter()
    volume = assemble(parts, fields=_SHARED)
    return {
        "pages": volume.rows[-1].last + 2,
        "parts": len(parts),
        "seconds": round(time.perf_counter() - began, 2),
        "mb": round(len(volume.pdf) / 1024 / 1024, 1),
        "peak_mb": _peak_mb(),
        "peak_before_mb": before,
    }


def _scans(pages: int) -> bytes:
    """Grey A4 at 150 dots an inch, as noisy as a bad copy."""
    from PIL import Image

    sheets = [Image.effect_noise((1240, 1754), 30 + at) for at in range(pages)]
    made = io.BytesIO()
    sheets[0].save(made, format="PDF", save_all=True, append_images=sheets[1:], resolution=150, quality=25)
    return made.getvalue()


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()
