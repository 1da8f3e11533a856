"""S-9: 120 payloads in every text field of what is new, and a real Chromium that opens whatever shows them.

Each field holds as many payloads at once as fit, so that one round is quick; `JIEFEN_FUZZ=all` goes round until each
field has held all of them.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from detecting import Detector, detector
from fuzzed import Fuzzed, fuzz
from payloads import PAYLOADS
from playwright.sync_api import Browser
from pypdf import PdfReader

from kit.parties import at_home
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

ROUNDS = range(0, len(PAYLOADS), 9 if os.environ.get("JIEFEN_FUZZ") == "all" else len(PAYLOADS))
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
DESKS = {
    "mediator": ("/work", "/rooms", "/cases"),
    "admin": ("/mediators", "/mediators/{mediator}", "/mediators/{mediator}/edit", "/documents"),
    "leader": ("/allowances/tariff", "/outcomes?month=all", "/notices"),
    "supervisor": ("/visits", "/visits?kind=goback", "/audits", "/supervision"),
    "dispatcher": ("/referrals?tab=returned", "/search?q=pwn", "/mediators/shortages"),
}
FORMS = ("print_code", "confirm_for_party", "verify_term", "visit")
OWN = ("/t", "/t/agreement", "/t/confirm", "/t/rating", "/t/session", "/t/court")
PAPERS = ("agreement", "minutes", "application", "closing_report", "visit_record", "termination_notice")
RUNS = re.compile(
    rb"/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile)\b|/URI\s*\(\s*(javascript|data|//evil)"
)


def addresses(fuzzed: Fuzzed) -> dict[str, list[str]]:
    """By who looks: everything that shows a field."""
    found = {who: [one.format(mediator=fuzzed.mediator) for one in pages] for who, pages in DESKS.items()}
    for number in fuzzed.numbers:
        found["mediator"] += [f"/cases/{number}?tab={tab}" for tab in TABS if tab != "readers"]
    first = fuzzed.numbers[0]
    found["mediator"].append(fuzzed.session)
    found["supervisor"] += [f"/cases/{first}?tab=readers"]
    found["clerk"] = [f"/cases/{first}/{verb}" for verb in FORMS if verb != "visit"]
    found["reviewer"] = [f"/cases/{first}/visit", f"/cases/{first}?tab=files"]
    return found


def packed_problems(name: str, content: bytes) -> list[str]:
    """What in a paper, a Word file or a workbook would do something by itself."""
    if content.startswith(b"%PDF-"):
        assert PdfReader(io.BytesIO(content)).pages
        return [f"{name}: {hit[0][:60]!r}" for hit in RUNS.finditer(content)]
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for entry in packed.namelist():
            part = packed.read(entry)
            if entry.endswith((".pdf", ".docx")):
                found += packed_problems(f"{name}/{entry}", part)
            elif entry.endswith((".xml", ".rels")):
                found += [
                    f"{name}/{entry}: {node.tag}"
                    for node in ElementTree.fromstring(part).iter()
                    if _acts(node)
                ]
    return found


def _acts(node: ElementTree.Element) -> bool:
    """A formula, a link to outside, or something that was a payload's."""
    told = [node.tag, *node.attrib, *node.attrib.values()]
    return (
        node.tag.rpartition("}")[2] in ("f", "script", "hyperlink", "instrText")
        or "External" in node.attrib.values()
        or any("pwn" in text for text in told)
    )


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def look_through(found: Detector, fuzzed: Fuzzed) -> None:
    """The pages, as staff and as both parties."""
    for who, pages in addresses(fuzzed).items():
        found.client = fuzzed.world.client(who)
        for page in pages:
            found.look(page)
    case = fuzzed.world.case(fuzzed.numbers[0])
    for party in case.parties.order_by("position"):
        found.client = at_home(party, code=1, at=fuzzed.world.now)
        for page in OWN:
            found.look(page)


def papers_of(fuzzed: Fuzzed) -> dict[str, bytes]:
    """What leaves the house: papers, Word copies, workbooks, the package, the volume."""
    case, client = fuzzed.world.case(fuzzed.numbers[0]), fuzzed.world.client("dispatcher")
    wanted = [f"/cases/{case.number}/papers/{code}" for code in PAPERS]
    wanted += [f"/cases/{case.number}/papers/agreement/word", f"/cases/{case.number}/confirmation.zip"]
    wanted += [
        f"/cases/{case.number}/letters/referral-{case.referrals.get().pk}",
        "/mediators.xlsx",
        "/cases.xlsx",
    ]
    wanted += [f"/cases/{case.number}/files/{pk}" for pk in case.papers.values_list("file_id", flat=True)]
    answers = {address: client.get(address) for address in wanted}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    return {address: body_of(answer) for address, answer in answers.items() if answer.status_code == 200}


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("start", ROUNDS)
def test_no_text_becomes_more_than_text(today: Qinghe, chromium: Browser, start: int) -> None:
    fuzzed = fuzz(today, start=start)
    assert fuzzed.pool.dealt == set(PAYLOADS)
    with detector(chromium) as found:
        look_through(found, fuzzed)
        assert found.found == []
        assert found.shown > 1_000, "control: the payloads were there to be seen"
    papers = papers_of(fuzzed)
    assert len(papers) >= 10
    assert [problem for name, content in papers.items() for problem in packed_problems(name, content)] == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_page_that_trusts_its_text_is_found_out(
    today: Qinghe, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the same page with escaping taken out, and each active payload by itself."""
    number = today.reach("handling", title="".join(PAYLOADS[:3]))
    with detector(chromium) as found:
        found.client = today.client("mediator")
        found.look(f"/cases/{number}")
        assert found.found == []
        monkeypatch.setattr("django.template.base.conditional_escape", str)
        found.look(f"/cases/{number}")
        assert any("node" in one for one in found.found)
        assert any("script-src" in one for one in found.found), "what the policy stopped is counted"
    active = [one for one in PAYLOADS[:26] if one.startswith("<")]
    with detector(chromium) as found:
        for payload in active:
            found.found.clear()
            found.look_at(f"<!doctype html><title>x</title><main>{payload}</main>")
            assert found.found, payload
