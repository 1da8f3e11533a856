"""Codes of two people of the demonstration, for measuring the citizen's door; run on its home."""

from __future__ import annotations

import json
import os
from functools import partial


def main() -> None:
    """Print one JSON object: tracking codes, the letter's code, a confirmation code, and the names that go with them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.case.take import take
    from jiefen.actions.demo.door_codes import Deeds, invited, signing
    from jiefen.reports.common.actors import actor_by_username

    now = timezone.now()
    do = Deeds(take, by=partial(actor_by_username, at=now))
    print(json.dumps(invited(do=do, at=now) | signing(do=do, at=now), ensure_ascii=False))


if __name__ == "__main__":
    main()
