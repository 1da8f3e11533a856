"""`jiefen tick`: every background part once. Safe to run twice, or after a month without running."""

from __future__ import annotations

import argparse

from jiefen.gate import trusted
from jiefen.jobs.figures import Figures
from jiefen.jobs.running.rounds import at_the_start, every_second, every_ten_seconds
from jiefen.jobs.running.upgrade import migrate

HELD = "服务器时间暂不采信，到期提醒等没有发出；详见 jiefen clock。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "后台任务各跑一轮"


def run(options: argparse.Namespace) -> Figures:
    migrate()
    now = trusted.look()
    figures: dict[str, object] = {
        **at_the_start(now.at),
        **every_second(now.at, held=now.held),
        **every_ten_seconds(now.at, held=now.held),
        "clock_held": now.held,
    }
    return Figures(figures=figures, lines=[HELD] if now.held else [])
