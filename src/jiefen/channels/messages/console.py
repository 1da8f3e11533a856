"""The default for every medium: a line in the log, and nothing leaves. The address is left out of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from jiefen.channels.messages import Message

LOGGED = "console"
logger = logging.getLogger("jiefen.messages")


@dataclass(frozen=True)
class Console:
    medium: str
    real: bool = False

    def send(self, message: Message) -> str:
        logger.info("%s %s %s", self.medium, message.key, message.text)
        return LOGGED
