"""Who looks after the web server: starts granian, starts it again when it gives up, passes on the signal to stop.

Granian ends as a whole when one of its processes dies twice within seconds. Here it is started again, later each time,
for as long as it takes. The program is read once, here: granian and its processes are forks of this one, so that they
begin at once and share its memory.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from types import FrameType

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils.module_loading import import_string

from jiefen.lib.processes import end_with_parent

APPLICATION = "jiefen.config.served:application"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY = 60.0  # seconds after which an end counts as the first again
STOPPING = (signal.SIGTERM, signal.SIGINT)


def keep_serving(options: list[str]) -> int:
    """Granian's exit status once somebody asked for the end. `options` are granian's own."""
    read_program()
    stop, pause, server = False, FIRST_PAUSE, 0

    def told(number: int, frame: FrameType | None) -> None:
        nonlocal stop
        stop = stop or number in STOPPING
        if server:
            os.kill(server, number)

    for number in (*STOPPING, signal.SIGHUP):
        signal.signal(number, told)
    while True:
        began = time.monotonic()
        server = _granian(options)
        if stop:  # asked for while it was being begun
            os.kill(server, signal.SIGTERM)
        status = os.waitstatus_to_exitcode(os.waitpid(server, 0)[1])
        server = 0
        if stop:
            return status
        pause = FIRST_PAUSE if time.monotonic() - began >= STEADY else min(pause * 2, LONGEST_PAUSE)
        print(f"网页服务意外退出（{status}），{pause:.0f} 秒后重新启动。", file=sys.stderr, flush=True)
        for _ in range(int(pause / 0.1)):
            if stop:
                return status
            time.sleep(0.1)


def read_program() -> None:
    """Everything that an answer may need, before the first fork; no connection and no thread goes along."""
    gc.disable()  # nothing of what is read now is thrown away
    import_string(settings.WSGI_APPLICATION)
    assert get_resolver().url_patterns
    connections.close_all()
    gc.enable()


def _granian(options: list[str]) -> int:
    """The process of a granian that has begun."""
    if child := os.fork():
        return child
    try:
        for number in (*STOPPING, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        end_with_parent()
        from granian.cli import entrypoint

        sys.argv = ["granian", *options, APPLICATION]
        entrypoint()  # type: ignore[no-untyped-call]
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 1)
    finally:
        os._exit(1)
