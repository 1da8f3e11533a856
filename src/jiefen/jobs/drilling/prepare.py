"""Run on a throw-away home: make the centre without cases and tokens for four people; prints them as JSON."""

from __future__ import annotations

import json
import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    from jiefen.config.home import home

    home().make()
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.centre.open_centre import open_centre
    from jiefen.actions.people.clients import make_client
    from jiefen.jobs.running.upgrade import migrate
    from jiefen.profiles.centre import load

    migrate()
    now = timezone.now()
    open_centre(load("qinghe"), at=now, demo=True, passwords=False)
    people = ("clerk", "dispatcher", "mediator", "reviewer", "stranger")
    print(json.dumps({name: make_client(f"drill-{name}", username=name, at=now) for name in people}))


if __name__ == "__main__":
    main()
