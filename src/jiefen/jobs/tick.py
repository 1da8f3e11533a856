"""`jiefen tick`: every background part once. Safe to run twice, or after a month without running."""

from __future__ import annotations

import argparse

from django.utils import timezone

from jiefen.jobs.figures import Figures
from jiefen.jobs.rounds import often, seldom


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "后台任务各跑一轮"


def run(options: argparse.Namespace) -> Figures:
    now = timezone.now()
    return Figures(figures={**often(now), **seldom(now)})
