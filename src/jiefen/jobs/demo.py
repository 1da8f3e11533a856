"""`jiefen demo`: the fictional county, every case lived through the ordinary commands, in every state."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jiefen.actions.centre.open_centre import Account, open_centre
from jiefen.jobs.demo_county.after_closing import look_back
from jiefen.jobs.demo_county.court import go_to_court
from jiefen.jobs.demo_county.mediation import mediate
from jiefen.jobs.demo_county.oversight import Overseers, oversee
from jiefen.jobs.demo_county.people_act import Cast, live
from jiefen.jobs.figures import Figures
from jiefen.jobs.running.upgrade import migrate
from jiefen.profiles.centre import load
from jiefen.profiles.demo import matters
from jiefen.reports.common.lists import any_case

CASES, CHUNK = 320, 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--if-empty", action="store_true", help="已有数据时什么也不做")


def run(options: argparse.Namespace) -> Figures:
    migrate()
    if any_case():
        line = (
            "已有案件，没有再装入演示数据。"
            if options.if_empty
            else "数据目录里已有案件，演示数据只能装入空的目录。"
        )
        return Figures(ok=options.if_empty, lines=[line])
    accounts, made = fill(options.cases, now=timezone.now(), quiet=options.json)
    return Figures(lines=_told(accounts), figures={"cases": made, "accounts": len(accounts)})


def fill(n: int, *, now: datetime, quiet: bool, passwords: bool = True) -> tuple[list[Account], int]:
    """The county as it stands at `now`, with `n` matters: the accounts, and how many matters were lived."""
    profile = load("qinghe")
    accounts = open_centre(profile, at=now - timedelta(days=200), demo=True, passwords=passwords)
    return accounts, _lives(n, now=now, division=profile.centre["division"], quiet=quiet)


def _lives(n: int, *, now: datetime, division: str, quiet: bool) -> int:
    """Register and live `n` matters; several commands share a commit."""
    cast = Cast(at=now)
    over = Overseers(cast=cast, now=now)
    waiting = list(matters(n, now=now, division=division))
    for start in range(0, len(waiting), CHUNK):
        with transaction.atomic():
            for place, matter in enumerate(waiting[start : start + CHUNK], start):
                live(matter, place=place, cast=cast, now=now)
        if not quiet:
            print(f"\r正在装入清和县：{min(start + CHUNK, n)} / {n} 件", end="", file=sys.stderr, flush=True)
    with transaction.atomic():
        mediate(over)
        oversee(over)
    if waiting:
        look_back(cast=cast, now=now, chance=waiting[0].chance)
    with transaction.atomic():
        go_to_court(over)
    if not quiet:
        print(file=sys.stderr)
    return len(waiting)


def _told(accounts: list[Account]) -> list[str]:
    if not accounts:
        return []
    head = "演示账号（密码只显示这一次；忘了就清空数据目录重来）："
    return [
        head,
        *(
            f"  {account.username:<14} {account.password}　{account.name} · {account.post}"
            for account in accounts
        ),
    ]
