"""`jiefen keys`: which keys there are. `jiefen keys save DIR`: a copy elsewhere. `jiefen keys rotate NAME`: another one."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from jiefen.actions.ledger.key_rotation import finish, rotate
from jiefen.actions.ledger.keys import KeyProblem, save_keys
from jiefen.domain.common import moments
from jiefen.domain.common.errors import RuleError
from jiefen.gate import trusted
from jiefen.jobs.figures import Figures
from jiefen.jobs.running.upgrade import refuse_if_unfit
from jiefen.lib.key_files import KEYS
from jiefen.lib.processes import LockHeld, locked
from jiefen.reports.common.actors import active_by_username
from jiefen.store.common.keys import keys_in_use
from jiefen.store.models import InstallationKey

USES = {
    "django": "登录状态和表单",
    "wrap": "证件号、电话等密文",
    "index": "按证件号、电话、查询码查找",
    "audit": "历史记录的认证码",
    "checkpoint": "检查点的签名",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=["save", "rotate"], metavar="save|rotate", help="不写则只查看"
    )
    parser.add_argument(
        "target", nargs="?", default="", metavar="DIR|NAME", help="副本的目录；或要更换的密钥"
    )
    parser.add_argument("--by", default="", metavar="USERNAME", help="更换密钥的人，须是系统管理员")


def run(options: argparse.Namespace) -> Figures:
    try:
        finish()
        refuse_if_unfit()
        done = _save(options.target) if options.what == "save" else []
        done += _rotate(options.target, by=options.by) if options.what == "rotate" else []
    except (KeyProblem, DatabaseError, OSError) as problem:
        return Figures(ok=False, lines=[str(problem)])
    except RuleError as error:
        return Figures(ok=False, lines=[error.sentence, *error.fields.values()])
    rows = keys_in_use()
    unsaved = [name for name in KEYS if rows[name].saved_at is None]
    lines = [*done, *(_line(rows[name]) for name in KEYS)]
    return Figures(lines=lines, figures={"keys": len(rows), "unsaved": len(unsaved)})


def _line(row: InstallationKey) -> str:
    saved = f"副本存于 {moments.iso_minute(row.saved_at)}" if row.saved_at else "还没有另存"
    return f"{row.name:<10} {row.fingerprint}　{USES[row.name]}；自 {moments.iso_day(row.since)}，{saved}"


def _save(target: str) -> list[str]:
    if not target:
        raise KeyProblem("请写明副本放在哪个目录，例如：jiefen keys save /media/usb/jiefen-keys")
    save_keys(Path(target), at=trusted.now())
    return [
        f"密钥的副本已存到 {target}，并读回核对。请锁进柜子，与备份分开放：拿到两样的人能读出全部内容。",
    ]


def _rotate(name: str, *, by: str) -> list[str]:
    if name not in KEYS:
        raise KeyProblem(f"没有叫“{name}”的密钥：可以更换的是 {'、'.join(KEYS)}。")
    actor = active_by_username(by, at=trusted.now())
    if actor is None:
        raise KeyProblem(f"没有在用的账号“{by}”：请用 --by 写明更换人的用户名。")
    try:
        with locked(settings.HOME.running / "home.lock"):
            done = rotate(name, by=actor, at=trusted.now())
    except LockHeld:
        raise KeyProblem("服务或后台任务还在运行：更换密钥前请先停止它们。") from None
    return [
        f"密钥 {name} 已更换：{done.former} → {done.fingerprint}，重新写了 {done.written} 处；"
        "原来的留在 keys/former，旧备份和旧记录还要用它。",
        "请马上运行 jiefen keys save，另存一份新的副本。",
    ]
