"""A test says by a mark that it starts a server; the quick round runs none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiefen.jobs.drilling.site import Site
from kit import servers


def test_a_server_of_ours_does_not_start_without_a_mark(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="none of the marks"):
        Site(root=tmp_path).start()


def test_a_server_of_a_database_does_not_start_without_a_mark(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="none of the marks"):
        servers.start(tmp_path)
