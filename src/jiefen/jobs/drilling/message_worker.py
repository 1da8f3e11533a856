"""Run on a throw-away home: the clock job and the sending, over and over, for the given seconds and until nothing waits."""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from jiefen.actions.clocks.warnings import tick
    from jiefen.actions.messages.deliveries import send_waiting
    from jiefen.actions.oversight.supervision import propose
    from jiefen.gate import trusted
    from jiefen.jobs.drilling.recording import Recording

    gateways = settings.GATEWAYS | {"sms": Recording(settings.HOME.root / "handed")}
    ends, busy = time.monotonic() + float(sys.argv[1]), True
    while busy or time.monotonic() < ends:
        now = trusted.look()
        busy = not now.held and any(
            (*tick(at=now.at, propose=propose).values(), send_waiting(at=now.at, gateways=gateways))
        )
        time.sleep(0.02)


if __name__ == "__main__":
    main()
