"""A throw-away home and database for every test process, with the county of 清和 settled in it once.

`JIEFEN_TEST_DB=postgres` runs the same tests on a throw-away PostgreSQL; without it they run on SQLite, in a file,
since the fair ticket needs one. What a test changes is rolled back when it ends.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings

from jiefen.config.home import Home
from jiefen.jobs.drilling.site import Site
from kit import servers
from kit.servers import postgres_url

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
# Not the first run in this process: `bin/mutate` makes many, most of them in forks.
AGAIN = settings.configured and hasattr(settings, "TEST_RUN")
RUN = (
    settings.TEST_RUN
    if AGAIN
    else Path(os.environ["JIEFEN_TEST_RUN"] if IS_WORKER else tempfile.mkdtemp(prefix="jiefen-test-"))
)
HOME = RUN / os.environ.get("PYTEST_XDIST_WORKER", "alone")
ON_POSTGRES = os.environ.get("JIEFEN_TEST_DB") == "postgres"
# Folders whose files take long, or sleep: they start first, so that no worker is left with one at the end.
LONG = ("drills", "browser", "case", "ledger", "doors")
NEEDS_DATABASE = {"db", "world", "transactional_db"}
SERVED = ("browser", "drill", "server")


def _prepare_environment() -> None:
    """Before anybody imports the settings. Each worker process has a home and a database; the server is shared.

    The browser tests keep a loop running in the thread; Django's warning about that concerns nobody here.
    """
    os.environ["JIEFEN_HOME"] = str(HOME)
    Home(HOME).make()
    (HOME / "static").mkdir()
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiefen.config.settings"
    if IS_WORKER:
        return
    os.environ["JIEFEN_TEST_RUN"] = str(RUN)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if ON_POSTGRES:
        os.environ["JIEFEN_DATABASE_URL"] = postgres_url()
    else:
        os.environ.pop("JIEFEN_DATABASE_URL", None)


def _prepare_settings() -> None:
    if settings.HOME.root != HOME.resolve():
        raise pytest.UsageError("the settings were read before the tests could make a home of their own")
    if not ON_POSTGRES:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")
    settings.TEST_RUN = RUN
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()


if not AGAIN:
    _prepare_environment()
_prepare_settings()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """The worker processes inherit no settings: each makes its home before it reads them."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def _forget(run: Path, *, maker: int) -> None:
    if os.getpid() == maker:
        shutil.rmtree(run, ignore_errors=True)


if not AGAIN and not IS_WORKER:
    atexit.register(_forget, RUN, maker=os.getpid())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Every test that touches the database or a browser carries the mark, so that `-m` finds them all. Long files first."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if NEEDS_DATABASE & names and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
        if "chromium" in names:
            item.add_marker(pytest.mark.browser)
    if ON_POSTGRES:
        left_out = [item for item in items if item.get_closest_marker("one_database")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    yield
    items.sort(key=lambda item: LONG.index(name) if (name := item.path.parent.name) in LONG else len(LONG))


def pytest_collection_finish() -> None:
    """What was imported and collected lives to the end; looking through it for garbage again and again costs time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _templates_record_nothing(django_test_environment: None) -> None:
    """Django's test client keeps a copy of the context of every template, includes too; nobody here asks for it."""
    from django.template.base import Template

    Template._render = lambda template, context: template.nodelist.render(context)  # type: ignore[attr-defined, method-assign]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """What no entry records is refused as in production, though the transaction of a test is never committed."""
    from django.contrib.auth.hashers import make_password
    from django.db import connection

    from jiefen.actions.centre import open_centre as opening
    from jiefen.actions.ledger.opening import open_rows
    from jiefen.profiles.centre import load
    from jiefen.store.common import row_notes
    from jiefen.store.models import Unit
    from kit.qinghe import NOW, PASSWORD

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        row_notes.install()
        if not Unit.objects.exists():  # with --reuse-db an earlier run has left it
            open_rows(at=NOW)
            cheap, true_one = make_password(PASSWORD), opening.make_password
            opening.make_password = lambda _password: cheap  # type: ignore[assignment]
            try:
                opening.open_centre(load("qinghe"), at=NOW, demo=True)
            finally:
                opening.make_password = true_one
        if connection.vendor == "sqlite":
            connection.journal.strict = True  # type: ignore[attr-defined]  # of our own backend


@pytest.fixture(autouse=True)
def _servers_are_marked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts a server of ours or of a database says so by a mark; `bin/test --quick` needs none."""

    def unmarked(*_arguments: object) -> None:
        pytest.fail(f"starts a server and carries none of the marks {SERVED}")

    if not any(request.node.get_closest_marker(mark) for mark in SERVED):
        for place, name in ((Site, "start"), (servers, "start")):
            monkeypatch.setattr(place, name, unmarked)


@pytest.fixture(autouse=True)
def _forget_reference_data() -> Iterator[None]:
    """A test that changed reference data is rolled back; what this process remembers of it must go too."""
    yield
    from jiefen.store.common import reference

    if any(revision != 2 for _, revision in reference._known):
        reference._known.clear()
    for path in settings.HOME.checkpoints.glob("*"):  # of a log that is no longer there
        path.unlink()


@pytest.fixture(autouse=ON_POSTGRES)
def _what_a_test_itself_wrote_is_nobodys_business(request: pytest.FixtureRequest) -> Iterator[None]:
    """The end of a test asks PostgreSQL whether it could have been committed."""
    if not NEEDS_DATABASE & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("db")
    yield
    from jiefen.store.common import row_notes

    row_notes.take()


@pytest.fixture
def world(db: None) -> object:
    """清和县 in the morning of an ordinary working day."""
    from kit.qinghe import Qinghe

    return Qinghe()


class Taker:
    """A gateway that takes whatever it is given."""

    real = True

    def send(self, message: object) -> str:
        return "taken"


@pytest.fixture
def sms() -> Iterator[None]:
    """A centre whose SMS reach somebody."""
    before = settings.GATEWAYS
    settings.GATEWAYS = before | {"sms": Taker()}
    yield
    settings.GATEWAYS = before


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser a process, whoever needs it: a second one beside it is refused by its driver."""
    from kit.visitors import CHROMIUM, launched

    if CHROMIUM is None:
        pytest.skip("SKIPPED LOUDLY: no chromium on this machine; install it or run as root")
    with launched() as browser:
        yield browser
