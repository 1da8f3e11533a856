"""S-5: who reads which private words of a case, on every page, paper, export and answer; the table is written by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from crawling import found_in, plain, rows_of, text_of, told
from planted import MARKS, ROLES, STAFF, Planted, eyes, plant, token, verify_code

from jiefen.actions.figures.allowances import compute_allowances, set_tariff
from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.actions.oversight.audits import draw_last_month
from jiefen.domain.common.masks import mask_id, mask_phone
from jiefen.domain.figures.allowance import LINES
from kit.mediating import party
from kit.qinghe import Qinghe
from kit.samples import zipped

pytestmark = [pytest.mark.one_database, pytest.mark.long]

TABLE = Path(__file__).with_name("fields.csv")
TABS = (
    "overview",
    "parties",
    "files",
    "proceedings",
    "mediation",
    "agreement",
    "oversight",
    "log",
    "readers",
)
PAPERS = ("minutes", "application")
DESKS = (
    "work", "drafts", "notices", "triage", "supervision", "reception", "rooms", "outcomes", "audits", "visits", "allowances",
    "allowances.xlsx", "cases", "cases.xlsx", "mediators", "mediators.xlsx", "referrals", "published", "asked", "ratings",
)  # fmt: skip
PUBLIC = frozenset({"published", "v.check", "v.code"})  # the same for everybody, so looked at once
OWN = ("t", "t/agreement", "t/confirm", "t/rating", "t/session", "t/court", "t/own", "t/appeal")


def allowed() -> dict[tuple[str, str], set[str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {(row["carrier"], row["mark"]): set(row["roles"].split()) for row in csv.DictReader(stream)}


def carriers(planted: Planted) -> dict[str, str]:
    """Every address that shows something of the case, by the name it has in the table."""
    case = f"/cases/{planted.number}"
    found = {tab: f"{case}?tab={tab}" for tab in TABS}
    found |= {
        "session.held": f"{case}/sessions/{planted.held}",
        "session.planned": f"{case}/sessions/{planted.planned}",
    }
    found |= {f"paper.{code}": f"{case}/papers/{code}" for code in PAPERS}
    found |= {
        "word.minutes": f"{case}/papers/minutes/word",
        "agreement.pdf": f"{case}/agreement",
        "care_note.pdf": f"{case}/care-notes/{planted.note}",
        "confirmation.zip": f"{case}/confirmation.zip",
        "feedback.pdf": f"{case}/letters/referral-{planted.referral}",
        "receipt.pdf": f"{case}/receipt/a4",
        "api.case": f"/api/cases/{planted.number}",
        "search": f"/search?q={MARKS['minutes'][:5]}",
        "preview": f"{case}?preview=1",
        "track.code": f"/t/{planted.tracking}",
        "v.check": "/v/check",
    }
    issued = planted.world.case(planted.number).papers.values_list("code", "file_id")
    found |= {f"issued.{code}": f"{case}/files/{file}" for code, file in issued}
    return found | {name: f"/{name}" for name in (*DESKS, *OWN)}


def sightings(planted: Planted, looked_at: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Who finds which mark where. `looked_at`: addresses by carrier."""
    for role in ROLES:
        browser, header = eyes(planted, role), token(planted, role)
        for carrier, address in looked_at.items():
            if carrier in PUBLIC and role != "stranger":
                continue
            answer = browser.get(address, headers=header if carrier == "api.case" else {})
            assert answer.status_code < 500, f"{role} {address}"
            yield from ((carrier, mark, role) for mark in found_in(text_of(answer), planted.marks))


def differences(planted: Planted, looked_at: Mapping[str, str]) -> list[str]:
    """Where what was seen is not what the table says of these carriers; both ways."""
    seen = rows_of(sightings(planted, looked_at))
    table = {key: roles for key, roles in allowed().items() if key[0] in looked_at}
    return [
        f"{carrier} {mark}: read by {sorted(read)}, the table says {sorted(right)}"
        for carrier, mark in sorted(seen.keys() | table.keys())
        if (read := seen.get((carrier, mark), set())) != (right := table.get((carrier, mark), set()))
    ]


def a_month_later(planted: Planted) -> str:
    """Papers have been issued, the month's sample drawn and its allowances computed. The code of one paper."""
    world = planted.world
    for paper in ("agreement", "minutes"):
        path = f"/cases/{planted.number}/papers/{paper}"
        assert world.client("mediator").post(path, {"key": paper}).status_code == 302
    tariff = {"since": "2026-01-01", "note": "x"} | dict.fromkeys(LINES, "50")
    set_tariff(fields=tariff, by=world.actor("leader"), at=world.now, key="tariff")
    world.later(days=30)
    sequence()
    seal(at=world.now, export=None)
    assert draw_last_month(at=world.now) == 1
    compute_allowances(month="2026-03", by=world.actor("dispatcher"), at=world.now, key="month")
    return verify_code(world, planted.number, "agreement")


def test_each_private_word_is_read_by_whom_the_table_says_and_by_nobody_else(today: Qinghe) -> None:
    planted = plant(today)
    code = a_month_later(planted)
    looked_at = carriers(planted) | {"v.code": f"/v/{code}"}
    assert {key[0] for key in allowed()} <= looked_at.keys() | {"open.session"}
    wrong = differences(planted, looked_at)
    assert wrong == [], "\n".join(wrong)


def test_unfinished_minutes_are_read_by_who_writes_them(today: Qinghe) -> None:
    planted = plant(today, ended=False)
    case = f"/cases/{planted.number}"
    looked_at = {
        "open.session": f"{case}/sessions/{planted.planned}",
        "drafts": "/drafts",
        "t": "/t",
        "t/session": "/t/session",
        "paper.application": f"{case}/papers/application",
    }
    assert differences(planted, looked_at) == []


def test_number_and_telephone_are_masked_where_they_are_shown_at_all(today: Qinghe) -> None:
    """And opened by `reveal` alone, with its reason, for who may."""
    planted = plant(today, ended=False)
    address = f"/cases/{planted.number}?tab=parties"
    masked = {"id": mask_id(MARKS["id"]), "phone": mask_phone(MARKS["phone"])}
    for role in STAFF:
        answer = eyes(planted, role).get(address)
        seen = set(masked) if answer.status_code == 200 else set()
        assert found_in(text_of(answer), masked) == seen, role
        revealed = eyes(planted, role).post(
            f"/cases/{planted.number}/parties/{party(today, planted.number)}/reveal",
            {"reason": "核对送达地址", "key": role},
        )
        may = role in {"clerk", "dispatcher", "mediator", "reviewer"}
        assert found_in(text_of(revealed), MARKS) == ({"id", "phone"} if may else set()), role


def test_the_crawler_finds_a_mark_that_was_put_where_it_does_not_belong(
    today: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: a page, a paper, a workbook and a package that tell too much are all found."""
    planted = plant(today, ended=False)
    monkeypatch.setattr("jiefen.reports.documents.paper_fields.mask_id", lambda number: number)
    looked_at = {"paper.application": f"/cases/{planted.number}/papers/application"}
    wrong = differences(planted, looked_at)
    assert [line for line in wrong if line.startswith("paper.application id: read by ['clerk'")]
    packed = zipped({"a/b.xml": MARKS["rating"].encode(), "inner.zip": zipped({"c": b"1351234-0987"})})
    assert found_in(plain(told(packed)), MARKS) == {"rating", "phone"}
    assert found_in(plain(told(b'{"said": "\\u5e95\\u7ebf\\u662f\\u9000\\u516d\\u5343\\u5e9a"}')), MARKS) == {
        "concession"
    }
