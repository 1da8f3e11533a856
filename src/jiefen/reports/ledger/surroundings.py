"""What this installation stands in: a proxy before it that nobody declared, a disk under it that is not encrypted."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

PROXY_SEEN = timedelta(days=7)
BLOCKS = Path("/", "sys", "dev", "block")
MOST_LAYERS = 8  # of one disk on another: a volume on an array on a partition


def proxy_mark() -> Path:
    """A file that the door touches when requests come through a proxy that nobody declared."""
    root: Path = settings.HOME.root
    return root / "undeclared_proxy"


def proxy_problem(*, at: datetime) -> str:
    """Empty when all is well, or the proxy has been declared since."""
    mark = proxy_mark()
    if settings.SECURE_PROXY_SSL_HEADER or not mark.exists():
        return ""
    if at - datetime.fromtimestamp(mark.stat().st_mtime, tz=UTC) > PROXY_SEEN:
        return ""
    return (
        "请求经过了没有声明的反向代理，全县的人看起来是同一个地址，对猜密码的减速不起作用："
        "请让反向代理写上 X-Forwarded-For，给本系统设 JIEFEN_TRUST_PROXY=1 后重启。"
    )


def disk_encrypted(folder: Path, *, blocks: Path = BLOCKS) -> bool | None:
    """Whether the disk under a folder is encrypted by the device mapper; None where that cannot be found out."""
    device = os.stat(folder).st_dev
    start = blocks / f"{os.major(device)}:{os.minor(device)}"
    return _encrypted(start, layers=MOST_LAYERS) if start.exists() else None


def disk_note(folder: Path) -> str:
    """Names, stories and the words of a case lie readable in the database: whether the disk under them is encrypted."""
    match disk_encrypted(folder):
        case True:
            return ""
        case False:
            return (
                "数据目录所在的磁盘没有加密：证件号、电话、查询码是密文，姓名和案情不是，拿走磁盘的人读得到；"
                "请用 LUKS 等整盘加密，或者确认由存储加密。"
            )
        case None:
            return (
                "看不出数据目录所在的磁盘是否加密（虚拟机或网络存储）：姓名和案情要靠磁盘加密，请向机房核实。"
            )


def _encrypted(block: Path, *, layers: int) -> bool:
    """Whether this block device, or every one below it, is a `CRYPT-` mapping."""
    name = block / "dm" / "uuid"
    if name.exists() and name.read_text().startswith("CRYPT-"):
        return True
    whole_disk = block.resolve().parent if (block / "partition").exists() else block
    below = [path for place in {block, whole_disk} for path in (place / "slaves").glob("*")]
    return bool(below) and layers > 0 and all(_encrypted(path, layers=layers - 1) for path in below)
