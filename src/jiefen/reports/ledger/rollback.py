"""Is this database older than the newest checkpoint that lies beside it? Costs one row and one file; `verify` looks deeper."""

from __future__ import annotations

from jiefen.domain.common import moments
from jiefen.lib.merkle import CompactRange
from jiefen.reports.ledger.verify_findings import Findings
from jiefen.reports.ledger.verify_log import newest_local_mark
from jiefen.store.common.keys import checkpoint_keys
from jiefen.store.models import LogState


def older_database() -> str:
    """A sentence when it is, or when it is another one; blank when all is well or nothing was sealed yet."""
    mark = next(newest_local_mark(checkpoint_keys(), findings=Findings()), None)
    if mark is None:
        return ""
    state = LogState.objects.first()
    size = state.size if state else 0
    signed = f"本机保存的检查点（{moments.utc_second(mark.at)} UTC 签名，{mark.size} 条）"
    if size < mark.size:
        return (
            f"数据库比{signed}旧：日志现在只有 {size} 条。数据库多半被换成了较早的副本，其间办的事都不在里面。"
            "请停止使用，查明是谁换的；要恢复备份请用 jiefen restore。"
        )
    if size == mark.size and state and CompactRange.from_bytes(bytes(state.ranges)).root() != mark.root:
        return f"数据库的日志与{signed}不符：有记录被改动或换掉。请运行 jiefen verify 查明。"
    return ""
