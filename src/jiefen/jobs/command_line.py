"""`jiefen COMMAND`: each command is a module of this package with `add_arguments` and `run`.

Every command exits non-zero on failure, prints its figures last, and as one JSON object with `--json`.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
from importlib import import_module
from typing import Any

from jiefen.config.database import holds_data
from jiefen.config.home import HomeProblem, home
from jiefen.jobs.figures import Figures

# name → module, what it does, whether it works on a home that has not been made yet
COMMANDS: dict[str, tuple[str, str, bool]] = {
    "init": ("init", "生成密钥和数据库，建立管理员（首次运行）", True),
    "demo": ("demo", "装入虚构的清和县：单位、人员、地点和几百件案件", True),
    "serve": ("running.serve", "启动网页服务", False),
    "worker": ("running.worker", "后台任务：消息、时限、总账、导入", False),
    "tick": ("running.tick", "后台任务各跑一轮，可重复执行", False),
    "import": ("import_file", "导入一个文件", False),
    "keys": ("keys", "密钥：查看、另存副本 save、更换 rotate", False),
    "verify": ("verify", "核验全部历史", False),
    "doctor": ("doctor", "体检：数据库设置、密钥、磁盘、时钟、备份", False),
    "clock": ("clock", "服务器时间是否可信；confirm 确认采信", False),
    "backup": ("backup", "在线备份到一个目录", False),
    "restore": ("restore", "从备份恢复", True),
    "bench": ("bench", "测速，数字与同一次运行里的极限并列", True),
    "docs": ("docs", "重印规则手册和词汇表", True),
    "drill": ("drill", "演练：断电、撞车、磁盘满……", True),
}
NO_WRITING = frozenset({errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT})
FITTING = frozenset({"import", "clock", "verify", "backup"})  # these work on tables of this release only
MAKES_NONE = frozenset({"restore", "bench", "drill"})  # these work without a home, and do not make one


def main(arguments: list[str] | None = None) -> None:
    """Entry point; exits with the command's status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    given = sys.argv[1:] if arguments is None else arguments
    asked = next((word for word in given if not word.startswith("-")), "")
    parser = argparse.ArgumentParser(prog="jiefen", description="解纷：一站式矛盾纠纷调处平台")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    refusal = _prepare(asked)
    for name, (module, text, _) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--json", action="store_true", help="结果只打印为一个 JSON 对象")
        if name == asked and refusal is None:
            _module(module).add_arguments(command)
    options, unknown = parser.parse_known_args(given)
    if refusal is None and unknown:
        parser.error(f"不认识的参数：{' '.join(unknown)}")
    sys.exit(_print(refusal or _run(options), options))


def _prepare(asked: str) -> Figures | None:
    """Settings and keys before the command's own module is read; a refusal when there is no home to work on."""
    if asked not in COMMANDS:
        return None
    try:
        _make_home(asked)
        import django

        django.setup()
    except HomeProblem as problem:
        return Figures(ok=False, lines=[str(problem)])
    return None


def _make_home(asked: str) -> None:
    """Keys and folders for a command that may make them. Raises HomeProblem: none there, or data without its keys."""
    place = home()
    if place.is_made or asked in MAKES_NONE:
        return
    if place.holds_data or holds_data(os.environ.get("JIEFEN_DATABASE_URL", "")):
        raise HomeProblem(place.without_key())
    if not COMMANDS[asked][2]:
        raise HomeProblem(f"数据目录 {place.root} 还没有初始化。请先运行 jiefen init 或 jiefen demo。")
    place.make()


def _run(options: argparse.Namespace) -> Figures:
    try:
        if options.command in FITTING:
            _module("running.upgrade").refuse_if_unfit()
        figures: Figures = _module(COMMANDS[options.command][0]).run(options)
    except HomeProblem as problem:
        return Figures(ok=False, lines=[str(problem)])
    except OSError as problem:
        if problem.errno not in NO_WRITING:
            raise
        return Figures(ok=False, lines=[f"数据目录不能写入（{problem.strerror}）：请检查磁盘空间和权限。"])
    except KeyboardInterrupt:
        return Figures(ok=False, lines=["已中断。"])
    return figures


def _module(name: str) -> Any:
    return import_module(f"jiefen.jobs.{name}")


def _print(found: Figures, options: argparse.Namespace) -> int:
    if options.json:
        print(
            json.dumps(
                {"ok": found.ok, **found.figures, "notes": found.lines}, ensure_ascii=False, default=str
            )
        )
    else:
        for line in found.lines:
            print(line)
        for name, value in found.figures.items():
            print(f"  {name}: {value}")
    return 0 if found.ok else 1
