"""Run on a throw-away home: the clock job over and over, as fast as it can, until the given moment (seconds)."""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.tick import tick

    ends = time.monotonic() + float(sys.argv[1])
    while time.monotonic() < ends:
        tick(at=timezone.now())
        time.sleep(0.02)


if __name__ == "__main__":
    main()
