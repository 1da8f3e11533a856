"""JSON that somebody sends: whatever stands in its texts can be stored, and nothing in it brings the reader down."""

from __future__ import annotations

import json

from jiefen.domain.common.errors import Unread
from jiefen.domain.common.fold import encodable


def read_json(text: str | bytes) -> object:
    """The value; half an emoji becomes �, a NUL nothing. Raises Unread for what is no JSON or nested without end."""
    try:
        return _storable(json.loads(text))
    except (ValueError, RecursionError):
        raise Unread("不是合法的 JSON") from None


def _storable(value: object) -> object:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, dict):
        return {encodable(name): _storable(part) for name, part in value.items()}
    return value
