"""Passwords that are read off a screen or a slip once."""

from __future__ import annotations

import secrets

# No look-alikes: these passwords are read off a screen once.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def fresh_password() -> str:
    """60 bits, in groups of four."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
