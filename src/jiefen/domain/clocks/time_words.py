"""What is said of a server clock that is not believed. Seconds in, sentences out."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_REMEDY = (
    "到期提醒、督办提议、日志签封和到期清理已暂停，登记和办案照常。请核对服务器时间，"
    "无误后执行 jiefen clock confirm --by 用户名 --reason 理由。"
)


def held(why: str, *, apart: float) -> str:
    """Why nothing irreversible is done, and what to do. `apart`: wall minus trusted time."""
    return f"服务器时间暂不采信：{_reason(why, apart=apart)}。{_REMEDY}"


def stepped(apart: float) -> str:
    return f"服务器时间突然变动，现在{_off(apart)}：系统会慢慢跟上，请检查对时服务（NTP）。"


def released(*, apart: float) -> str:
    return f"服务器时间已连续十分钟稳定（相差 {length(apart)}），暂停的后台任务已恢复。"


def length(seconds: float) -> str:
    """`3 秒`, `5 分钟`, `26 小时`, `31 天`."""
    size = abs(seconds)
    for unit, name, most in ((1, "秒", 2 * MINUTE), (MINUTE, "分钟", 2 * HOUR), (HOUR, "小时", 2 * DAY)):
        if size < most:
            return f"{round(size / unit)} {name}"
    return f"{round(size / DAY)} 天"


def _reason(why: str, *, apart: float) -> str:
    if why == "gap":
        return f"重启后时间一下子过了 {length(apart)}，比最长的假期还久"
    if why == "back":
        return f"时间比已有的记录还早（{length(apart)}）"
    if why == "peer":
        return "与数据库服务器的时间对不上"
    return f"时间突然变动，现在{_off(apart)}"


def _off(apart: float) -> str:
    return f"{'快' if apart > 0 else '慢'}了 {length(apart)}"
