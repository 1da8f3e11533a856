"""`jiefen init`: keys, database, an empty centre from a profile, its people with one-time passwords:
an administrator and an auditor among them, never one person."""

from __future__ import annotations

import argparse

from django.utils import timezone

from jiefen.actions.centre.open_centre import open_centre
from jiefen.jobs.figures import Figures
from jiefen.jobs.running.upgrade import migrate
from jiefen.profiles.centre import Profile, ProfileProblem, load, read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", default="qinghe", help="中心配置：内置名称，或一个 .toml 文件的路径")


def run(options: argparse.Namespace) -> Figures:
    migrate()
    try:
        accounts = open_centre(_profile(options.profile), at=timezone.now(), demo=False)
    except ProfileProblem as problem:
        return Figures(ok=False, lines=[str(problem)])
    lines = [
        f"{account.username}　{account.name}　{account.post}　初始密码 {account.password}"
        for account in accounts
    ]
    if lines:
        lines.append(
            "以上密码只显示这一次，首次登录须修改；系统管理员和审计员是两个人，各领各的。下一步：把 U 盘插上，运行 jiefen keys save 目录，把密钥的副本锁进柜子；"
            "没有密钥，数据谁也读不出来。"
        )
    return Figures(lines=lines, figures={"accounts": len(accounts)})


def _profile(name: str) -> Profile:
    if name.endswith(".toml"):
        with open(name, encoding="utf-8") as stream:
            return read(stream.read())
    return load(name)
