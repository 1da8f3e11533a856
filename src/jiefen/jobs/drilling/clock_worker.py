"""Run on a throw-away home: the clock job by the guarded clock, over and over, as fast as it can, until the given moment (seconds)."""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from jiefen.actions.clocks.warnings import tick
    from jiefen.actions.oversight.supervision import propose
    from jiefen.gate import trusted

    ends = time.monotonic() + float(sys.argv[1])
    while time.monotonic() < ends:
        now = trusted.look()
        if not now.held:
            tick(at=now.at, propose=propose)
        time.sleep(0.02)


if __name__ == "__main__":
    main()
