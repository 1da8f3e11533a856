"""The application in a process of `jiefen serve`. Read there, not before it was begun: it ends with who looks after it."""

from __future__ import annotations

from jiefen.config.wsgi import application
from jiefen.lib.processes import end_with_parent

__all__ = ["application"]

end_with_parent()
