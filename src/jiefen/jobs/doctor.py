"""`jiefen doctor`: is this installation in order?"""

from __future__ import annotations

import argparse

from jiefen.gate import trusted
from jiefen.jobs.figures import Figures
from jiefen.reports.ledger.health import examine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="提示也算不通过")


def run(options: argparse.Namespace) -> Figures:
    health = examine(at=trusted.now(), clock=trusted.peek()[1])
    ok = not health.problems and not (options.strict and health.notes)
    lines = [f"需处理：{sentence}" for sentence in health.problems]
    lines += [f"提示：{sentence}" for sentence in health.notes]
    lines.append("一切正常。" if not health.problems else f"有 {len(health.problems)} 项需要处理。")
    figures = health.figures | {"problems": len(health.problems), "hints": len(health.notes)}
    return Figures(ok, figures, lines)
