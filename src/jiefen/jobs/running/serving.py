"""Who looks after the web server: starts granian, starts it again when it gives up, passes on the signal to stop.

Granian ends as a whole when one of its processes dies twice within seconds. Here it is started again, later each time,
for as long as it takes. Imports nothing of the application, so that it stays small.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from jiefen.lib.processes import end_with_parent

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY = 60.0  # seconds after which an end counts as the first again


def main(options: list[str]) -> int:
    """Granian's exit status once somebody asked for the end."""
    stop, pause = False, FIRST_PAUSE
    server: subprocess.Popen[bytes] | None = None

    def told(number: int, frame: FrameType | None) -> None:
        nonlocal stop
        stop = number != signal.SIGHUP
        if server is not None and server.poll() is None:
            server.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, told)
    while True:
        began = time.monotonic()
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "granian", *options],
            env=os.environ | {"JIEFEN_SERVED": "1"},
            close_fds=False,  # its locks last as long as anybody serves
            preexec_fn=end_with_parent,
        )
        status = server.wait()
        if stop:
            return status
        pause = FIRST_PAUSE if time.monotonic() - began >= STEADY else min(pause * 2, LONGEST_PAUSE)
        print(f"网页服务意外退出（{status}），{pause:.0f} 秒后重新启动。", file=sys.stderr, flush=True)
        for _ in range(int(pause / 0.1)):
            if stop:
                return status
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
