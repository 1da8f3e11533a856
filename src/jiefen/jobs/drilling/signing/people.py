"""Run on a throw-away home: give one person a password, or say how many tries were checked. Prints JSON."""

from __future__ import annotations

import json
import os
import sys


def main(asked: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.demo import sign_ins

    told: dict[str, object] = (
        {"checked": sign_ins.checked()}
        if asked == "--checked"
        else {"password": sign_ins.give_password(asked, at=timezone.now())}
    )
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
