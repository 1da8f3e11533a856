"""Session rows that tell nothing: sealed under the installation's key, and found by a digest of the number in the cookie.

Whoever reads the table, or a backup of it, can neither read what is in a session nor go on with it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase

from jiefen.lib.crypto import Unsealable
from jiefen.store.common import vault


def row_key(session: SessionBase) -> str:
    """What this session's row is found by."""
    return key_of(session.session_key or "")


def key_of(number: str) -> str:
    """The same for the number that stands in a cookie."""
    return hashlib.sha256(number.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's own, with another key and other data in its row."""

    def _get_session_from_db(self) -> Any:
        """Django's own look-up, by the row's key; it forgets a key that leads nowhere."""
        in_cookie, self._session_key = self._session_key, row_key(self)
        row = super()._get_session_from_db()  # type: ignore[misc]  # not in the stubs
        if row is not None:
            self._session_key = in_cookie
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return vault.seal_text_here(json.dumps(session_dict), place="session")

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Nothing, for a row of another installation's or of before sessions were sealed."""
        try:
            fields: dict[str, Any] = json.loads(vault.unseal_text_here(str(session_data), place="session"))
        except (Unsealable, ValueError):
            return {}
        return fields

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=key_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = key_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=key_of(key)).delete()
