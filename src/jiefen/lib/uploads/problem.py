"""The one refusal."""

from __future__ import annotations


class UploadProblem(Exception):
    """The file is refused. The message is a Chinese sentence that says what to do."""
