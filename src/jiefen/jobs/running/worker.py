"""`jiefen worker`: background work in one process, until told to stop."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
import time

from django.db import DatabaseError, close_old_connections

from jiefen.gate import trusted
from jiefen.jobs.figures import Figures
from jiefen.jobs.running.at_work import at_work
from jiefen.jobs.running.page_check import check_pages_when_due
from jiefen.jobs.running.rounds import at_the_end, at_the_start, every_second, every_ten_seconds
from jiefen.jobs.running.upgrade import migrate

PAUSE, TEN_SECONDS = 1.0, 10.0
CLOCKS = 1_000  # told in one round, so that a month of them does not keep the clock unwatched
logger = logging.getLogger("jiefen.worker")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=0, help="运行多少秒后退出；0 表示一直运行")
    parser.add_argument("--with-parent", action="store_true", help="启动它的进程一结束，它也结束")


def run(options: argparse.Namespace) -> Figures:
    migrate()
    at_work("worker", with_parent=options.with_parent)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    started, last_slow_round, rounds = time.monotonic(), float("-inf"), 0
    begun = False
    while not stop.is_set():
        try:
            close_old_connections()
            now = trusted.look()
            if not begun:
                at_the_start(now.at)
                begun = True
            busy = any(every_second(now.at, held=now.held, clocks=CLOCKS).values())
            if time.monotonic() - last_slow_round >= TEN_SECONDS:
                every_ten_seconds(now.at, held=now.held)
                check_pages_when_due(now.at)
                last_slow_round = time.monotonic()
        except (DatabaseError, OSError):
            logger.exception("the store refused a round; the next one tries again")
            busy = False
        rounds += 1
        if options.seconds and time.monotonic() - started >= options.seconds:
            break
        stop.wait(0.05 if busy else PAUSE)
    now = trusted.look()
    at_the_end(now.at, held=now.held)
    return Figures(figures={"rounds": rounds})
