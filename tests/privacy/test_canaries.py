"""S-18: what people told through real doors is looked for in everything the processes left behind, byte by byte.

Identity numbers, telephones and codes must be nowhere readable: not in the log, the session table, the outbox, drafts,
temporary files, files of the home, a backup. Names and stories may stand only in the columns that are searched and said in
`docs/operating.md`.
"""

from __future__ import annotations

import html
import http.cookiejar
import json
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jiefen.jobs.drilling.site import Site
from kit.homes import World

pytestmark = pytest.mark.server
IDS = ("11010519491231002X", "330782199003071234"[:17] + "5")
PHONES = ("13800009999", "13912345678", "0579-85559876")
NAMES = ("金丝雀甲", "金丝雀乙")
STORY = "金丝雀在井边丢了一只铜壶"
SECRETS_TYPED = ("雪夜访戴不遇而返", "428517")
PASSWORD = "梧桐树下喝茶九点半"
# Searched, or said again from what is: the choice and its risk are in docs/operating.md.
READABLE = {
    "store_case.title", "store_case.story", "store_party.name", "store_party.name_form", "store_notice.text",
    "store_appeal.said",
}  # fmt: skip
SET_PASSWORDS = """
from django.contrib.auth.hashers import make_password
from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import recorded
from jiefen.store.models import User
with recorded(by=system_actor(), at=datetime.now(timezone.utc)):
    User.objects.filter(username="clerk").update(password=make_password(sys.argv[1]))
print("{}")
"""
TRACKING = """
from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.store.models import Party
from jiefen.store.parties import code_of
party = Party.objects.select_related("case__secret", "secret").order_by("pk").first()
code, blind = draw(party.pk)
by = actor("dispatcher")
print_code(number=party.case.number, party=party.pk, blind=blind, by=by, at=datetime.now(timezone.utc))
print(json.dumps([code_of(party), code]))
"""


@dataclass
class Visitor:
    """A browser without scripts."""

    base: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> str:
        return self._ask(path)

    def post(self, path: str, *, page: str = "", **fields: str) -> str:
        text = self.get(page or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        hidden = dict(re.findall(r'name="(key|typist)" value="([^"]+)"', text))
        body = hidden | {"csrfmiddlewaretoken": token[1] if token else ""} | fields
        return self._ask(path, urllib.parse.urlencode(body).encode())

    def _ask(self, path: str, data: bytes | None = None) -> str:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        url = self.base + urllib.parse.quote(path, safe="/?=&%")
        request = urllib.request.Request(url, data, {"Referer": self.base + "/track"})
        try:
            answer = opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        return html.unescape(answer.read().decode("utf-8", "replace"))


@dataclass(frozen=True)
class Day:
    """A centre after a day: its home, what its processes said, their temporary folder, a backup, the codes of the day."""

    home: Path
    said: bytes
    temporary: Path
    backup: Path
    codes: tuple[str, ...]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("canaries")
    home, temporary, backup = folder / "home", folder / "tmp", folder / "backup"
    home.mkdir()
    temporary.mkdir()
    site = Site(root=home, processes=1, more={"TMPDIR": str(temporary)})
    site.make()
    World(home).python(SET_PASSWORDS, PASSWORD)
    site.start()
    try:
        codes = lived(site, world=World(home))
    finally:
        site.stop()
    said = [(home / "server.log").read_bytes()]
    (home / "server.log").unlink()
    for command in (["worker", "--seconds", "3"], ["tick"], ["doctor"], ["verify"], ["backup", str(backup)]):
        full = [sys.executable, "-m", "jiefen", *command]
        done = subprocess.run(full, env=site.environment(), capture_output=True, check=False)
        said += [done.stdout, done.stderr]
    return Day(home, b"".join(said), temporary, backup, codes)


def lived(site: Site, *, world: World) -> tuple[str, ...]:
    """Strangers, a clerk and a party, with all that they may type anywhere."""
    base = f"http://127.0.0.1:{site.port}"
    stranger, clerk, party = Visitor(base), Visitor(base), Visitor(base)
    for path in ("/register", "/track", "/t/mine", "/v/check", "/search", "/nowhere"):
        stranger.post(path, page="/track", applicant_name=NAMES[0], applicant_id=IDS[0], applicant_phone=PHONES[0],
                      story=STORY, code=PHONES[1], phone_tail=IDS[1], said=STORY)  # fmt: skip
    stranger.post("/signin", username=PHONES[1], password=SECRETS_TYPED[0], next=f"/search?q={IDS[1]}")
    stranger.get(f"/search?q={IDS[0]}&name={NAMES[0]}")
    stranger.get(f"/nowhere/{PHONES[0]}/{NAMES[0]}")
    clerk.post("/signin", username="clerk", password=PASSWORD, next="/")
    typed = {
        "applicant_name": NAMES[0], "applicant_kind": "person", "applicant_paper": "id_card", "applicant_id": IDS[0],
        "applicant_phone": PHONES[0], "respondents-0-respondent_name": NAMES[1], "respondents-0-respondent_kind": "person",
        "respondents-0-respondent_phone": PHONES[2], "story": STORY, "kind": "0602", "place": "330999001001",
        "channel": "window", "people": "1", "weight": "simple", "confidentiality": "normal", "save": "1",
        "respondents-TOTAL_FORMS": "1", "respondents-INITIAL_FORMS": "0", "respondents-MIN_NUM_FORMS": "1",
        "respondents-MAX_NUM_FORMS": "5",
    }  # fmt: skip
    clerk.post("/drafts/save", page="/register", **(typed | {"applicant_phone": PHONES[1]}))
    clerk.post("/register/check", page="/register", **typed)
    assert NAMES[0] in clerk.post("/register", **typed), "registered"
    clerk.get(f"/search?q={IDS[0]}")
    clerk.post("/drafts/typed?path=/cases/x/notes", page="/register", note=f"{STORY}{PHONES[1]}")
    tracking, code = world.python(TRACKING)
    for path in (f"/t/{tracking}", f"/t/{tracking.lower()}", f"/v/{tracking}", f"/t/{tracking}/{PHONES[0]}"):
        stranger.get(path)
    stranger.post("/track", code=tracking, phone_tail=PHONES[1])
    assert "退出" in party.post("/track", code=tracking, phone_tail=code)
    party.post("/t/pin", pin=SECRETS_TYPED[1], again=SECRETS_TYPED[1])
    party.post("/t/appeal", about="delay", said=STORY, key=uuid.uuid4().hex)
    party.get("/t/mine.json")
    return tracking, code, tracking.replace("-", ""), code.replace("-", "")


def forms(text: str) -> set[bytes]:
    """As it stands in a text, in an address, in JSON with escapes, in GB18030."""
    escaped = json.dumps(text)[1:-1]
    return {
        text.encode(),
        text.lower().encode(),
        urllib.parse.quote(text).encode(),
        escaped.encode(),
        text.encode("gb18030"),
    }


def holds(content: bytes, texts: tuple[str, ...]) -> list[str]:
    return [text for text in texts if any(form in content for form in forms(text))]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def columns(database: Path) -> Iterator[tuple[str, bytes]]:
    """Every column of every table, all its values together."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            names = [row[1] for row in db.execute(f"PRAGMA table_info('{table}')")]
            for name in names:
                values = [row[0] for row in db.execute(f'SELECT "{name}" FROM "{table}"')]
                held = [value if isinstance(value, bytes) else str(value).encode() for value in values]
                yield f"{table}.{name}", b"\n".join(held)


def test_the_day_was_lived_and_can_be_found_where_it_may_stand(day: Day) -> None:
    """Without this the others would pass on an empty home."""
    found = {
        place for place, content in columns(day.home / "jiefen.sqlite3") if holds(content, (*NAMES, STORY))
    }
    assert {"store_case.story", "store_party.name"} <= found
    assert b'"route": "track_code"' in day.said
    assert any(holds(content, (STORY,)) for _, content in files(day.backup)), "the backup can be looked into"


def test_no_identity_number_telephone_or_code_is_readable_anywhere(day: Day) -> None:
    texts = (*IDS, *PHONES, *day.codes, *SECRETS_TYPED)
    assert not holds(day.said, texts), "the log"
    for folder in (day.home, day.temporary, day.backup):
        for name, content in files(folder):
            assert not holds(content, texts), name


def test_names_and_stories_stand_only_where_they_are_searched(day: Day) -> None:
    texts = (*NAMES, STORY, *SECRETS_TYPED)
    assert not holds(day.said, texts), "the log"
    found = {place for place, content in columns(day.home / "jiefen.sqlite3") if holds(content, texts)}
    assert {place for place in found if not place.startswith("store_casetext")} <= READABLE
    for name, content in files(day.home):
        assert "sqlite3" in name or not holds(content, texts), name


def test_nothing_is_left_in_the_temporary_folder(day: Day) -> None:
    assert [name for name, _ in files(day.temporary)] == []


def test_every_line_of_the_server_is_json_with_a_request(day: Day) -> None:
    lines = [json.loads(line) for line in day.said.decode().splitlines() if line.startswith('{"time"')]
    requests = [line for line in lines if line["logger"] == "jiefen.access"]
    assert len(requests) > 20
    assert all(set(line) <= {"time", "level", "logger", "event", "request", "actor", "case", "route", "method", "status", "ms"}
               for line in requests)  # fmt: skip
