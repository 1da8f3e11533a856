"""A checkpoint: one signed text that stands for the first `size` leaves of a log.

    <origin>\\n<size>\\n<root, base64>\\n<UTC time>\\n\\n— <key id> <Ed25519 signature, base64>\\n

The signature covers the four lines with their line ends. In the manner of C2SP's tlog-checkpoint, with a time line.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from jiefen.lib import crypto

SHAPE = re.compile(
    r"(?P<text>(?P<origin>[^\n]{1,120})\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/=]{44})\n"
    r"(?P<at>[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z)\n)\n— (?P<key>[0-9a-f]{16}) (?P<signature>[A-Za-z0-9+/=]{88})\n?"
)


class NotACheckpoint(Exception):
    """The text has not the shape of a checkpoint; the message is a sentence for people."""


@dataclass(frozen=True)
class Mark:
    """A checkpoint as read. `text` is what was signed."""

    text: str
    origin: str
    size: int
    root: bytes
    at: datetime
    key_id: str
    signature: bytes

    def signed_by(self, public_key: bytes) -> bool:
        """`public_key` raw or PEM."""
        return crypto.verify(public_key, self.text.encode(), self.signature)

    def signed_by_any(self, public_keys: Iterable[bytes]) -> bool:
        """By the key in use, or by one that was replaced."""
        return any(self.signed_by(key) for key in public_keys)


def compose(*, origin: str, size: int, root: bytes, at: datetime, private_key: bytes) -> str:
    """The text, signed. `at` to the second."""
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n{when}\n"
    signature = base64.b64encode(crypto.sign(private_key, text.encode())).decode()
    return f"{text}\n— {key_id(crypto.public_of(private_key))} {signature}\n"


def parse(text: str) -> Mark:
    """Raises NotACheckpoint."""
    match = SHAPE.fullmatch(text.replace("\r\n", "\n").strip() + "\n")
    if match is None:
        raise NotACheckpoint(
            "这不是一份检查点文件：应有来源、条数、根值、时间和签名五行。请核对文件是否完整。"
        )
    try:
        root = base64.b64decode(match["root"], validate=True)
        signature = base64.b64decode(match["signature"], validate=True)
        at = datetime.strptime(match["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (binascii.Error, ValueError) as error:
        raise NotACheckpoint("检查点文件里的根值、时间或签名已损坏，请换一份副本。") from error
    return Mark(
        text=match["text"],
        origin=match["origin"],
        size=int(match["size"]),
        root=root,
        at=at,
        key_id=match["key"],
        signature=signature,
    )


def key_id(public_key: bytes) -> str:
    """16 hex digits that name the raw public key."""
    return crypto.fingerprint(public_key).replace(" ", "")[:16]


def file_name(size: int) -> str:
    return f"{size:012d}.checkpoint"
