"""Pages as a test reads them."""

from __future__ import annotations

import re


def flat(html: str) -> str:
    """The page in one line, without blanks beside its tags: how its template is broken into lines does not matter."""
    line = re.sub(r"\s+", " ", html)
    return re.sub(r" ?(<[^>]*>) ?", r"\1", line)
