"""`jiefen clock`: is the server's clock believed? `jiefen clock confirm --by USERNAME --reason TEXT`: a person says it is."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from django.db import DatabaseError

from jiefen.domain.clocks import time_words
from jiefen.domain.common import moments
from jiefen.domain.common.errors import RuleError
from jiefen.gate import trusted
from jiefen.jobs.figures import Figures
from jiefen.lib.trusted_time import ClockReading, GuardState
from jiefen.reports.common.actors import active_by_username

NOBODY = "后台任务没有在这台机器上运行过，以服务器时间为准。请启动 jiefen worker。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=["confirm"], metavar="confirm", help="采信现在的服务器时间；不写则只查看"
    )
    parser.add_argument("--by", default="", metavar="USERNAME", help="确认人，须是系统管理员")
    parser.add_argument("--reason", default="", metavar="TEXT", help="怎样核对的服务器时间，记入历史")


def run(options: argparse.Namespace) -> Figures:
    lines: list[str] = []
    if options.what == "confirm":
        by = active_by_username(options.by, at=trusted.now())
        if by is None:
            return Figures(ok=False, lines=[f"没有在用的账号“{options.by}”：请用 --by 写明确认人的用户名。"])
        try:
            lines.append(trusted.confirm(reason=options.reason, by=by).sentence)
        except RuleError as error:
            return Figures(ok=False, lines=[error.sentence, *error.fields.values()])
        except (DatabaseError, OSError) as problem:
            return Figures(ok=False, lines=[f"没有确认成：{problem}"])
    reading, state = trusted.peek()
    return Figures(figures=_figures(reading, state=state), lines=lines + _lines(state))


def _figures(reading: ClockReading, *, state: GuardState | None) -> dict[str, object]:
    hold = state.hold if state else None
    return {
        "state": state.name if state else "unguarded",
        "why": hold.why if hold else "",
        "held_since": _told(hold.since) if hold else "",
        "wall": _told(reading.wall),
        "trusted": _told(state.trusted if state else reading.wall),
        "apart_seconds": round(state.apart, 3) if state else 0.0,
        "steady_seconds": round(reading.boottime - hold.steady_since) if hold else 0,
        "synchronised": reading.synced,
    }


def _lines(state: GuardState | None) -> list[str]:
    if state is None:
        return [NOBODY]
    return [time_words.held(state.hold.why, apart=state.apart)] if state.hold else ["服务器时间可信。"]


def _told(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    return moments.local(moment).isoformat(timespec="milliseconds")
