"""What `jiefen doctor` looks at. Each check answers sentences: problems need somebody today, notes are good to know."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.clocks import time_words
from jiefen.domain.common.words import Role
from jiefen.domain.messages.words import DeliveryState, Medium
from jiefen.lib import fairsqlite
from jiefen.lib.trusted_time import STEP, GuardState
from jiefen.profiles.calendars import notices
from jiefen.reports.ledger import surroundings
from jiefen.reports.ledger.pages import page_sentences
from jiefen.reports.ledger.rollback import older_database
from jiefen.reports.ledger.state import last_backup
from jiefen.store.common.keys import key_problems, keys_in_use
from jiefen.store.common.reference import snapshot
from jiefen.store.common.schema import gap, waiting_migrations
from jiefen.store.models import (
    CalendarYear,
    Case,
    Centre,
    Checkpoint,
    Delivery,
    Entry,
    Heartbeat,
    LogState,
    Outbox,
    Unit,
)
from jiefen.store.people.able import unheld
from jiefen.store.people.in_office import in_office
from jiefen.store.people.persons import mixed_persons
from jiefen.store.routing import nobody_in

LOW_DISK = 2 * 1024**3
BACKUP_AGE = timedelta(hours=26)
BEAT_AGE = timedelta(minutes=5)
LEDGER_LAG = timedelta(minutes=30)
CLOCK_SLACK = timedelta(minutes=2)
NEXT_YEAR_FROM = 11  # the notice for the next year appears in November


@dataclass
class Health:
    """`figures`: numbers for monitoring."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)


Check = Callable[[Health, datetime], None]


def examine(*, at: datetime, clock: GuardState | None) -> Health:
    """Look at everything; a check that cannot be made is a problem itself. `clock`: the guarded one, if there is one."""
    health = Health()
    _guarded(health, clock)
    for check in (_keys, _disk, _surroundings, _database, _backup):
        _make(check, health=health, at=at)
    if not health.figures.get("migrations", 1):
        for check in (_centre, _powers, _holders, _calendar, _ledger, _clock, _worker, _outbox, _messages):
            _make(check, health=health, at=at)
    return health


def _make(check: Check, *, health: Health, at: datetime) -> None:
    try:
        check(health, at)
    except Exception as problem:
        health.problems.append(f"“{check.__name__.strip('_')}”这项没能检查：{problem}")


def _keys(health: Health, at: datetime) -> None:
    health.problems += key_problems()
    unsaved = [name for name, row in keys_in_use().items() if row.saved_at is None]
    if unsaved:
        health.problems.append(
            f"密钥 {'、'.join(unsaved)} 还没有另存：请运行 jiefen keys save 目录，把副本锁进柜子。没有密钥，备份也读不出来。"
        )
    folder = settings.HOME.root
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        health.problems.append(f"数据目录能被其他用户进入：请执行 chmod 700 {folder}。")


def _disk(health: Health, at: datetime) -> None:
    usage = shutil.disk_usage(settings.HOME.root)
    health.figures["free_bytes"] = usage.free
    if usage.free < LOW_DISK:
        health.problems.append(
            f"数据目录所在磁盘只剩 {usage.free / 1e9:.1f} GB：请清理或扩容，写满后不能登记。"
        )


def _surroundings(health: Health, at: datetime) -> None:
    health.problems += filter(None, [surroundings.proxy_problem(at=at)])
    health.notes += filter(None, [surroundings.disk_note(settings.HOME.root)])


def _database(health: Health, at: datetime) -> None:
    health.figures["engine"] = connection.vendor
    if problem := gap():
        health.problems.append(problem)
    else:
        waiting = health.figures["migrations"] = len(waiting_migrations())
        health.problems += [f"数据库还差 {waiting} 步升级：请运行 jiefen init。"] if waiting else []
    if connection.vendor == "sqlite":
        health.problems += fairsqlite.problems(connection)
        health.notes += fairsqlite.notes(connection)
    else:
        _postgres(health)


def _postgres(health: Health) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('synchronous_standby_names'), current_setting('synchronous_commit'),"
            " current_setting('fsync'), current_setting('archive_mode'), current_setting('server_version'),"
            " (SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum'))"
        )
        standby, commit, fsync, archiving, version, synchronous = cursor.fetchone()
    health.figures["synchronous_standbys"] = synchronous
    health.notes.append(f"PostgreSQL {version}，同步备机 {synchronous} 台，归档 {archiving}。")
    if fsync != "on" or commit not in {"on", "remote_apply"}:
        health.problems.append(
            f"PostgreSQL 的 fsync={fsync}、synchronous_commit={commit}：断电或切换时会丢已确认的案件，请都设为 on。"
        )
    if not standby:
        health.notes.append(
            "synchronous_standby_names 为空：没有同步备机，主机损坏时只能靠备份；用主备切换的必须配置同步复制。"
        )
    elif not synchronous:
        health.problems.append("配置了同步备机，但现在一台也没有连上：写入会停住，请检查备机。")


def _backup(health: Health, at: datetime) -> None:
    last = last_backup()
    if last is None:
        health.problems.append("还没有做过备份：请运行 jiefen backup，并安排每天自动运行。")
        return
    age = at - last.at
    health.figures["backup_age_hours"] = round(age / timedelta(hours=1), 1)
    if age > BACKUP_AGE:
        health.problems.append(f"最近一次备份是 {_hours(age)} 前（{last.folder}）：请检查备份任务。")


def _centre(health: Health, at: datetime) -> None:
    if Centre.objects.count() != 1:
        health.problems.append("本中心还没有初始化：请运行 jiefen init 或 jiefen demo。")
    desks = Unit.objects.filter(is_desk=True, closed_on__isnull=True).count()
    if desks != 1:
        health.problems.append(f"分流台应有且只有一个，现在有 {desks} 个：没有分流台时不能登记。")
    elif not in_office(Role.DISPATCHER).filter(unit__is_desk=True).exists():
        health.problems.append("分流台没有分流调度员：登记的案件没有人分流，请在“组织与人员”里安排。")


def _powers(health: Health, at: datetime) -> None:
    """Who holds posts of two powers, from before they were kept apart."""
    if mixed := mixed_persons():
        names = "、".join(user.name for user in mixed)
        health.problems.append(
            f"有 {len(mixed)} 人兼任系统管理、审计、办案中的两类：{names}。请在“组织与人员”里结束其中一类岗位。"
        )


def _holders(health: Health, at: datetime) -> None:
    """Units with nobody in them, and cases that nobody can go on with."""
    nobody, units = nobody_in(now=at), snapshot().units
    held = Case.objects.filter(holder__code__in=nobody, state__in=OPEN).count()
    if nobody:
        names = "、".join(units[code].name for code in list(nobody)[:5])
        more = f"等 {len(nobody)} 个单位" if len(nobody) > 5 else ""
        health.notes.append(f"{names}{more}没有能签收的人，不会派件给它们：请在“组织与人员”里安排。")
    if held:
        health.problems.append(f"有 {held} 件在办案件在没有人的单位：请分流调度员撤回后改派。")
    lost = health.figures["unheld"] = Case.objects.filter(unheld(now=at)).count()
    if lost:
        health.problems.append(f"有 {lost} 件案件的承办人不能再办（停用、离岗、休假或回避）：请换承办人。")


def _calendar(health: Health, at: datetime) -> None:
    years = {int(str(table["year"])) for table in notices()} | set(
        CalendarYear.objects.values_list("year", flat=True)
    )
    if at.year not in years:
        health.problems.append(f"没有 {at.year} 年的放假安排：工作日期限是暂定的，请导入国务院办公厅的通知。")
    if at.year + 1 not in years:
        sentence = (
            f"还没有 {at.year + 1} 年的放假安排，跨年的期限是暂定的；通知公布后（通常在 11 月）请导入。"
        )
        (health.problems if at.month > NEXT_YEAR_FROM else health.notes).append(sentence)


def _ledger(health: Health, at: datetime) -> None:
    if problem := older_database():
        health.problems.append(problem)
    problems, notes = page_sentences(at)
    health.problems += problems
    health.notes += notes
    oldest = Entry.objects.filter(log_index__isnull=True).order_by("id").values_list("at", flat=True).first()
    state = LogState.objects.first()
    sealed = state.sealed_size if state else 0
    health.figures["unsealed"] = Entry.objects.count() - sealed
    if oldest is not None and at - oldest > LEDGER_LAG:
        health.problems.append(
            f"有记录 {_hours(at - oldest)} 没有编入日志：后台任务没有运行，请启动 jiefen worker。"
        )
    if not settings.CHECKPOINT_EXPORT:
        health.notes.append(
            "没有设置 JIEFEN_CHECKPOINT_DIR：检查点只留在本机，拿到本机的人可以连它一起改。请指到另一台机器的目录。"
        )


def _guarded(health: Health, clock: GuardState | None) -> None:
    """Whether the background believes the server's clock."""
    health.figures["clock"] = clock.name if clock else "unguarded"
    health.figures["clock_apart_seconds"] = round(clock.apart, 1) if clock else 0.0
    if clock and clock.hold:
        health.problems.append(time_words.held(clock.hold.why, apart=clock.apart))
    elif clock and abs(clock.apart) > STEP:
        health.notes.append(time_words.stepped(clock.apart))


def _clock(health: Health, at: datetime) -> None:
    """Time only goes forward: nothing signed or written may lie in the future."""
    sealed = Checkpoint.objects.order_by("-id").values_list("at", flat=True).first()
    written = Entry.objects.order_by("-id").values_list("at", flat=True).first()
    latest = max((moment for moment in (sealed, written) if moment is not None), default=None)
    if latest is not None and latest > at + CLOCK_SLACK:
        health.problems.append(
            f"服务器时钟比最近的记录慢 {_hours(latest - at)}：时钟被拨回，请先对时，期限才算得准。"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - at)
        if apart > CLOCK_SLACK:
            health.problems.append(f"本机与数据库服务器的时钟相差 {_hours(apart)}：请对时。")


def _worker(health: Health, at: datetime) -> None:
    last = Heartbeat.objects.order_by("-at").first()
    if last is None:
        health.problems.append("后台任务还没有运行过：请启动 jiefen worker，否则提醒不会发出。")
    elif at - last.at > BEAT_AGE:
        health.problems.append(f"后台任务已停了 {_hours(at - last.at)}：请启动 jiefen worker。")


def _outbox(health: Health, at: datetime) -> None:
    waiting = Outbox.objects.filter(done_at__isnull=True)
    health.figures["outbox_waiting"] = waiting.count()
    oldest = waiting.order_by("next_at").values_list("next_at", flat=True).first()
    if oldest is not None and at - oldest > timedelta(hours=24):
        health.problems.append(f"有待发送的事项已等了 {_hours(at - oldest)}：请检查对外接口。")


def _messages(health: Health, at: datetime) -> None:
    """E-mail and SMS of the last day that did not, or may not have, reached anybody."""
    health.figures["messages_waiting"] = Delivery.objects.filter(state="waiting").count()
    failed = Delivery.objects.filter(claimed_at__gt=at - timedelta(days=1))
    for state in (DeliveryState.UNCERTAIN, DeliveryState.REFUSED, DeliveryState.GIVEN_UP):
        count = failed.filter(state=state).count()
        health.figures[f"messages_{state}"] = count
        if count:
            health.notes.append(
                f"一天内有 {count} 条短信或邮件{state.label}：请检查网关和收件人的号码、地址。"
            )
    off = [medium.label for medium in Medium if not settings.GATEWAYS[medium].real]
    if off:
        health.notes.append(f"没有接通{'和'.join(off)}：提醒只在系统内（JIEFEN_MESSAGES）。")


def _hours(age: timedelta) -> str:
    minutes = round(age / timedelta(minutes=1))
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"
