"""`jiefen drill NAME`: faults on a throw-away centre, counted. Never touches the centre's own data."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling import clocks, messages, records
from jiefen.jobs.drilling.kills import MOST_RESTART_S, kills, passed
from jiefen.jobs.drilling.machine.key_faults import keys
from jiefen.jobs.drilling.machine.orphans import orphans
from jiefen.jobs.drilling.machine.power import power
from jiefen.jobs.drilling.machine.soak import soak
from jiefen.jobs.drilling.machine.upgrades import MOST_SECONDS, upgrade
from jiefen.jobs.drilling.receivers import no_slower, receivers
from jiefen.jobs.drilling.signing.sign_ins import sign_ins
from jiefen.jobs.drilling.site import Site, SiteProblem
from jiefen.jobs.drilling.storing.at_once import contention, duplicates, in_time
from jiefen.jobs.drilling.storing.disk_full import disk_full
from jiefen.jobs.drilling.storing.locked import locked
from jiefen.jobs.drilling.storing.read_only import read_only
from jiefen.jobs.figures import Figures

ACKNOWLEDGED_PER_KILL = 150
PATIENT_WITH_MANY = 600.0  # seconds
Drill = Callable[[Site, int], tuple[bool, dict[str, Any]]]


def _kill(site: Site, times: int) -> tuple[bool, dict[str, Any]]:
    figures = kills(site, times=times, one_worker=False, each=ACKNOWLEDGED_PER_KILL)
    return passed(figures) and figures["restart_p95_s"] <= MOST_RESTART_S, figures


def _kill_one(site: Site, times: int) -> tuple[bool, dict[str, Any]]:
    figures = kills(site, times=times, one_worker=True)
    return passed(figures), figures


def _contention(site: Site, times: int) -> tuple[bool, dict[str, Any]]:
    good, figures = contention(site, times)
    return good and in_time(figures), figures


def _receivers(site: Site, times: int) -> tuple[bool, dict[str, Any]]:
    good, figures = receivers(site, times)
    return good and no_slower(figures), figures


def _upgrade(site: Site, times: int) -> tuple[bool, dict[str, Any]]:
    site.patience = PATIENT_WITH_MANY if site.older else site.patience
    good, figures = upgrade(site, times, home=site.older)
    return good and figures["longest_upgrade_s"] <= MOST_SECONDS, figures


# name → what it does, how often by default, the drill
DRILLS: dict[str, tuple[str, int, Drill]] = {
    "kill": ("R-1 杀掉整个服务", 200, _kill),
    "kill-one": ("R-2 杀掉一个工作进程", 60, _kill_one),
    "power": ("R-3 断电，次数（每次两种），NORMAL 对照", 300, power),
    "orphans": ("杀掉服务的父进程，不留孤儿；次数", 20, orphans),
    "keys": ("五把密钥各缺失、换错、清空、外泄", 5, keys),
    "upgrade": ("R-18 各版本的数据升级：半路杀掉、三个一起、新库旧程序；每个版本的次数", 10, _upgrade),
    "disk-full": ("R-6 磁盘写满", 1, disk_full),
    "read-only": ("R-7 数据只读，方式数", 7, read_only),
    "locked": ("R-8 数据库被别的程序锁住，秒数", 30, locked),
    "contention": ("R-9 十六人同时写，持续秒数", 60, _contention),
    "duplicates": ("R-10 每件同时送十六次，件数", 150, duplicates),
    "clocks": ("到期任务：杀进程、两个同时跑、迟到一个月；到期件数", 10_000, clocks.clocks),
    "messages": ("短信：两个同时跑、杀进程、迟到一个月；件数", 10_000, messages.messages),
    "receivers": ("R-12 短信网关拖延、断线、出错、转走，每种秒数", 120, _receivers),
    "restore": ("R-17 边办公边备份，再从备份恢复并核验", 5, records.restore),
    "tamper": ("S-19 各种篡改（历史、各表的行、文件、换回旧库），每种次数", 200, records.tamper),
    "signin": ("S-12 同时登录，人数", 200, sign_ins),
    "soak": ("R-19 长时间办公，分钟数（480 为完整一次）", 10, soak),
    "demo": ("演示数据：在各种日子和钟点装入 20、40、320 件；天数", 30, records.demo),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name",
        choices=[*DRILLS, "all"],
        metavar="NAME",
        help="；".join(f"{name} {row[0]}" for name, row in DRILLS.items()),
    )
    parser.add_argument("--times", type=int, default=0, help="次数、秒数或件数；0 表示用默认值")
    parser.add_argument("--home", type=Path, help="upgrade：改用这个旧版本的数据目录（原样保留）")
    parser.add_argument("--database", default="", help="PostgreSQL 地址；默认用 SQLite")


def run(options: argparse.Namespace) -> Figures:
    names = list(DRILLS) if options.name == "all" else [options.name]
    figures: dict[str, object] = {}
    lines, good = [], True
    for name in names:
        text, times, drill = DRILLS[name]
        with tempfile.TemporaryDirectory(prefix="jiefen-drill-") as folder:
            site = Site(root=Path(folder) / "home", database=options.database, older=options.home)
            site.root.mkdir()
            try:
                ok, findings = drill(site, options.times or times)
            except SiteProblem as problem:
                ok, findings = False, {"problem": str(problem)}
            finally:
                site.kill()
        good &= ok
        lines.append(f"{'通过' if ok else '没有通过'}：{text}")
        figures |= {f"{name}.{key}" if len(names) > 1 else key: value for key, value in findings.items()}
    return Figures(ok=good, lines=lines, figures=figures)
