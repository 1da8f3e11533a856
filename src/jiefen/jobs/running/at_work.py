"""One server and one worker to a home, and everybody at work on it holds its lock."""

from __future__ import annotations

import os

from django.conf import settings
from django.utils import timezone

from jiefen.config.home import HomeProblem
from jiefen.domain.common import moments
from jiefen.lib.processes import LockHeld, end_with_parent, take

NAMES = {"serve": "网页服务", "worker": "后台任务"}


def at_work(name: str, *, told: str = "", with_parent: bool = False) -> None:
    """This process is the home's one `serve` or `worker` until it ends, whatever it is replaced by.

    `with_parent`: it ends with whoever started it. Raises HomeProblem where there is one already, or where the keys
    are being replaced.
    """
    if with_parent:
        end_with_parent()
    facts = "，".join(
        part for part in (f"进程 {os.getpid()}", told, f"自 {moments.iso_minute(timezone.now())}") if part
    )
    try:
        locks = [take(settings.HOME.running / f"{name}.lock", told=facts)]
    except LockHeld as held:
        raise HomeProblem(
            f"这个数据目录上已有{NAMES[name]}在运行（{held.told}）：请先停止它，再启动。"
        ) from None
    try:
        locks.append(take(settings.HOME.running / "home.lock", shared=True))
    except LockHeld:
        raise HomeProblem("数据目录正在升级或更换密钥：请等它做完，再启动。") from None
    for lock in locks:
        os.set_inheritable(lock, True)
