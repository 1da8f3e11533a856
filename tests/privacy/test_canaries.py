"""S-18: what people told through real doors is looked for in everything the processes left behind, byte by byte.

Identity numbers, telephones and codes must be nowhere readable: not in the log, the session table, the outbox, drafts,
temporary files, files of the home, a backup. Names and stories may stand only in the columns that are searched and said in
`docs/operating.md`.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from canaries import HOW_MANY, Canary, canaries, holds, named, numbers_in
from walking import Visitor

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
DATABASE = re.compile(r"sqlite3|^database$")  # at home and in a backup
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
        shown, codes = lived(site, world=World(home))
    finally:
        site.stop()
    said = [(home / "server.log").read_bytes(), shown]
    (home / "server.log").unlink()
    for command in (["worker", "--seconds", "3"], ["tick"], ["doctor"], ["verify"], ["backup", str(backup)]):
        full = [sys.executable, "-m", "jiefen", *command]
        done = subprocess.run(full, env=site.environment(), capture_output=True, check=False)
        said += [done.stdout, done.stderr]
    return Day(home, b"".join(said), temporary, backup, codes)


def lived(site: Site, *, world: World) -> tuple[bytes, tuple[str, ...]]:
    """Strangers, a clerk and a party, with all that they may type anywhere; what pages of errors said, and the codes."""
    base = f"http://127.0.0.1:{site.port}"
    stranger, clerk, party = Visitor(base), Visitor(base), Visitor(base)
    for path in ("/register", "/track", "/t/mine", "/v/check", "/search", "/nowhere"):
        stranger.post(path, page="/track", applicant_name=NAMES[0], applicant_id=IDS[0], applicant_phone=PHONES[0],
                      story=STORY, code=PHONES[1], phone_tail=IDS[1], said=STORY)  # fmt: skip
    stranger.post("/signin", username=PHONES[1], password=SECRETS_TYPED[0], next=f"/search?q={IDS[1]}")
    stranger.get(f"/search?q={IDS[0]}&name={NAMES[0]}")
    stranger.get(f"/nowhere/{PHONES[0]}/{NAMES[0]}")
    clerk.post("/signin", username="clerk", password=PASSWORD, next="/")
    typed = registration(NAMES[0], IDS[0], PHONES[0]) | {
        "respondents-0-respondent_name": NAMES[1],
        "respondents-0-respondent_phone": PHONES[2],
        "story": STORY,
    }
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
    shown = five_hundred(site, clerk=clerk, stranger=stranger, party=party)
    assert "没有" in shown, "pages of errors"
    assert "jiefen_" in shown, "figures"
    return shown.encode(), (tracking, code, tracking.replace("-", ""), code.replace("-", ""))


def registration(name: str, number: str, phone: str) -> dict[str, str]:
    """The counter's form, filled in."""
    return {
        "applicant_name": name, "applicant_kind": "person", "applicant_paper": "id_card", "applicant_id": number,
        "applicant_phone": phone, "respondents-0-respondent_name": "对方", "respondents-0-respondent_kind": "person",
        "story": "租期届满不退押金", "kind": "0602", "place": "330999001001", "channel": "window", "people": "1",
        "weight": "simple", "confidentiality": "normal", "save": "1", "respondents-TOTAL_FORMS": "1",
        "respondents-INITIAL_FORMS": "0", "respondents-MIN_NUM_FORMS": "1", "respondents-MAX_NUM_FORMS": "5",
    }  # fmt: skip


def five_hundred(site: Site, *, clerk: Visitor, stranger: Visitor, party: Visitor) -> str:
    """Through the counter, a connected system, a table that is imported and one whose rows come back, the citizen's door.
    Answers the pages of errors, and the figures at the end.
    """
    people, shown = canaries(), list[str]()
    counter, system, table, back, citizens = (
        people[:8],
        people[8:48],
        people[48:428],
        people[428:478],
        people[478:],
    )
    for canary in counter:
        assert canary.name in clerk.post(
            "/register", **registration(canary.name, canary.number, canary.phone)
        )
        clerk.get(f"/search?q={canary.number}")
    for one, other in zip(system[::2], system[1::2], strict=True):
        _send(site, one, other)
    rows = [
        _row(one, other, at=at) for at, (one, other) in enumerate(zip(table[::2], table[1::2], strict=True))
    ]
    rows += [
        _row(one, other, at=999, day="2026-02-30") for one, other in zip(back[::2], back[1::2], strict=True)
    ]
    content = "\r\n".join([HEADS, *rows]).encode()
    assert "名单.csv" in clerk.upload("/imports", name="名单.csv", content=content, mapping="cases")
    for canary in citizens:
        stranger.post("/track", code=canary.phone, phone_tail=canary.number)
        stranger.get(f"/t/{canary.number}")
        shown.append(stranger.get(f"/nowhere/{canary.phone}/{canary.name}?q={canary.number}"))
        party.post("/t/appeal", about="delay", said=f"{canary.name}说还没有人来过", key=uuid.uuid4().hex)
    return "\n".join([*shown, stranger.get("/metrics")])


HEADS = "外部编号,申请人姓名,申请人电话,申请人证件号,被申请人姓名,被申请人电话,被申请人证件号,纠纷类型,发生地,发生日期,事情经过"


def _row(one: Canary, other: Canary, *, at: int, day: str = "2026-02-01") -> str:
    cells = (
        f"A-{one.phone[-4:]}-{at}",
        one.name,
        one.phone,
        one.number,
        other.name,
        other.phone,
        other.number,
    )
    return ",".join((*cells, "相邻土地建筑利用", "云溪镇上坞村", day, "砌墙占了过道。"))


def _send(site: Site, one: Canary, other: Canary) -> None:
    """A registration of a connected system."""
    fields = {
        "applicant_name": one.name, "applicant_phone": one.phone, "applicant_id": one.number, "respondent_name": other.name,
        "respondent_phone": other.phone, "respondent_id": other.number, "kind": "0602", "place": "330999001001",
        "story": "租期届满不退押金",
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {site.tokens['clerk']}", "Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}  # fmt: skip
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.port}/api/cases", json.dumps(fields).encode(), headers
    )
    assert urllib.request.urlopen(request, timeout=60).status == 201


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


def test_five_hundred_people_came_in_by_every_door(day: Day) -> None:
    """And nothing of them was refused but what had to be."""
    with sqlite3.connect(f"file:{day.home / 'jiefen.sqlite3'}?mode=ro", uri=True) as db:
        names = {name for (name,) in db.execute("SELECT name FROM store_party")}
        (refused,) = db.execute("SELECT refused FROM store_importbatch").fetchone()
    assert len(canaries()) == HOW_MANY
    assert len(names & {canary.name for canary in canaries()}) == 8 + 40 + 380
    assert refused == 25


def test_of_five_hundred_people_no_number_is_readable_anywhere(day: Day) -> None:
    assert numbers_in(day.said) == set(), "the log"
    found = {place for place, content in columns(day.home / "jiefen.sqlite3") if numbers_in(content)}
    assert found == set()
    for folder in (day.home, day.temporary, day.backup):
        for name, content in files(folder):
            assert numbers_in(content) == set(), name


def test_their_names_stand_only_where_names_are_searched(day: Day) -> None:
    assert not named(day.said), "the log, the figures, what pages of errors say"
    places = {place for place, content in columns(day.home / "jiefen.sqlite3") if named(content)}
    assert {place for place in places if not place.startswith("store_casetext")} <= READABLE
    for folder in (day.home, day.temporary, day.backup):
        assert [name for name, content in files(folder) if named(content) and not DATABASE.search(name)] == []


def test_a_canary_that_was_left_about_is_found(day: Day) -> None:
    """The control: in each spelling, in the midst of other bytes."""
    canary = canaries()[77]
    spaced = f"{canary.phone[:3]} {canary.phone[3:7]}-{canary.phone[7:]}"
    for left in (f"x{canary.number.lower()}x", f"86{canary.phone}", spaced):
        assert numbers_in(b"\0\xff" + left.encode() + b"\xfe")
        assert numbers_in(left.encode("utf-16-le"))
    for form in (canary.name.encode(), canary.name.encode("gb18030"), json.dumps(canary.name).encode()):
        assert named(b"\0" + form + b"\0")


def test_nothing_is_left_in_the_temporary_folder(day: Day) -> None:
    assert [name for name, _ in files(day.temporary)] == []


def test_every_line_of_the_server_is_json_with_a_request(day: Day) -> None:
    lines = [json.loads(line) for line in day.said.decode().splitlines() if line.startswith('{"time"')]
    requests = [line for line in lines if line["logger"] == "jiefen.access"]
    assert len(requests) > 20
    assert all(set(line) <= {"time", "level", "logger", "event", "request", "actor", "case", "route", "method", "status", "ms"}
               for line in requests)  # fmt: skip
