"""The rules of the house hold in every file, and each rule is shown to notice a file that breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from danger_guards import BAD, GOOD
from guards import GUARDS
from value_guards import SPEC  # noqa: F401  (its rules stand among the others)

ROOT = Path(__file__).resolve().parent.parent.parent
# The bench's bare server has one table of its own, to tell what Django costs without us.
BARE = "src/jiefen/jobs/benching/minimal.py"
FILES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for folder in ("src", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
}
SEEDED = {
    "files_are_short": ("src/jiefen/web/x.py", "a = 1\n" * 301),
    "functions_are_short": ("tests/x.py", "def far():\n" + "    a = 1\n" * 40),
    "nothing_listens_to_signals": (
        "src/jiefen/actions/x.py",
        "from django.db.models.signals import post_save\n",
    ),
    "models_do_not_override_save": (
        "src/jiefen/store/models/x.py",
        "class A:\n    def save(self):\n        pass\n",
    ),
    "rows_are_reached_only_from_store_actions_and_reports": (
        "src/jiefen/web/views/x.py",
        "Case.objects.all()\n",
    ),
    "reports_never_write": ("src/jiefen/reports/x.py", "Case.objects.filter(pk=1).delete()\n"),
    "the_wall_clock_is_read_only_at_the_doors": ("src/jiefen/actions/x.py", "now = timezone.now()\n"),
    "what_was_sent_is_not_poured_into_a_query": ("src/jiefen/web/x.py", "a.filter(**request.GET.dict())\n"),
    "words_stand_in_word_fields": ("src/jiefen/store/models/x.py", "f = CharField(choices=Tie.choices)\n"),
    "migrations_import_nothing_of_ours": (
        "src/jiefen/store/migrations/0009_x.py",
        "import jiefen.domain.common.words\n",
    ),
    "nothing_that_runs_what_it_reads_is_imported": ("src/jiefen/lib/x.py", "import pickle\n"),
    "the_portal_opens_only_its_own_doors": (
        "src/jiefen/portal/x.py",
        "from jiefen.reports.case import page as case_page\n",
    ),
    "signatures_at_the_doors_say_what_they_take": (
        "src/jiefen/web/case/x.py",
        "def show(request: StaffRequest) -> dict[str, Any]:\n    return {}\n",
    ),
    "addresses_are_asked_by_name": ("src/jiefen/web/x.py", 'back_url = f"/cases/{number}"\n'),
    "moments_are_written_out_in_one_place": ("src/jiefen/reports/x.py", 'a = f"{row.made_at:%Y-%m-%d}"\n'),
    "what_is_typed_is_read_by_the_reader_of_its_kind": ("src/jiefen/web/x.py", "a = raw.isdigit()\n"),
    "what_is_sent_as_json_goes_through_its_reader": ("src/jiefen/api/x.py", "a = json.loads(request.body)\n"),
    "the_rulebook_is_plain_python": ("src/jiefen/domain/x.py", "from django.db import models\n"),
} | BAD


@pytest.mark.parametrize("rule", GUARDS)
def test_the_rule_holds_in_every_file(rule: str) -> None:
    files = {path: text for path, text in FILES.items() if path != BARE}
    assert [problem for path, text in files.items() for problem in GUARDS[rule](path, text)] == []


@pytest.mark.parametrize("rule", GUARDS)
def test_the_rule_notices_a_file_that_breaks_it(rule: str) -> None:
    path, text = SEEDED[rule]
    assert GUARDS[rule](path, text)


@pytest.mark.parametrize("rule", GOOD)
def test_the_rule_leaves_a_file_alone_that_keeps_it(rule: str) -> None:
    path, text = GOOD[rule]
    assert not GUARDS[rule](path, text)


@pytest.mark.parametrize(
    "call",
    [
        "subprocess.run(text, shell=True)", "os.system(text)", "exec(text)", "yaml.load(stream)",
    ],
)  # fmt: skip
def test_every_way_of_running_a_text_is_noticed(call: str) -> None:
    assert GUARDS["no_text_is_run"]("src/jiefen/jobs/x.py", f"a = {call}\n")


@pytest.mark.parametrize(
    "call",
    [
        "requests.get(url)", "urllib.request.urlopen(url)", "smtplib.SMTP(host)", "smtplib.SMTP_SSL(host, timeout=None)",
        "socket.create_connection(place)", "HTTPSConnection(host)",
    ],
)  # fmt: skip
def test_every_way_of_waiting_for_ever_is_noticed(call: str) -> None:
    assert GUARDS["nobody_waits_for_ever"]("src/jiefen/jobs/x.py", f"a = {call}\n")


@pytest.mark.parametrize(
    "call",
    [
        "open(request.FILES['a'].name)",
        "Path(request.POST['a'])",
        "root.joinpath(request.GET['a'])",
        "Path(upload.name)",
    ],
)
def test_every_way_of_opening_what_was_sent_is_noticed(call: str) -> None:
    assert GUARDS["nothing_is_opened_by_a_name_that_was_sent"]("src/jiefen/web/x.py", f"a = {call}\n")


@pytest.mark.parametrize("door", ["web/case", "portal", "api", "gate"])
@pytest.mark.parametrize(
    "query",
    [
        "case.attachments.count()",
        "case.agreements.filter(form='oral')",
        "case.agreements.exists()",
        "case.entries.first()",
        "case.parties.all()",
        "case.parties.values('name')",
        "case.parties.values_list('name')",
        "case.parties.select_related('secret')",
        "rows.filter(form='oral')",
        "rows.count()",
        "rows_of(case).exists()",
    ],
)
def test_a_door_that_follows_a_relation_is_noticed(query: str, door: str) -> None:
    rule = GUARDS["rows_are_reached_only_from_store_actions_and_reports"]
    assert len(rule(f"src/jiefen/{door}/x.py", f"n = {query}\n")) == 1


def test_a_door_that_counts_what_is_no_row_is_not_noticed() -> None:
    rule = GUARDS["rows_are_reached_only_from_store_actions_and_reports"]
    assert not rule("src/jiefen/web/x.py", "n = text.count('，') + len(form.fields.values())\n")
    assert not rule("src/jiefen/jobs/x.py", "n = home.parent.exists()\n")


@pytest.mark.parametrize(
    "signature",
    ["(request: Any) -> None", "(*, rows: 'list[Any]') -> None", "(**more: typing.Any) -> None", "() -> Any"],
)
def test_any_in_a_signature_at_a_door_is_noticed(signature: str) -> None:
    rule = GUARDS["signatures_at_the_doors_say_what_they_take"]
    text = f"def view{signature}:\n    pass\n"
    assert len(rule("src/jiefen/gate/x.py", text)) == 1
    assert not rule("src/jiefen/reports/x.py", text)


def test_any_inside_a_function_at_a_door_is_not_noticed() -> None:
    rule = GUARDS["signatures_at_the_doors_say_what_they_take"]
    assert not rule("src/jiefen/web/x.py", "def view(a: Anything) -> None:\n    b: Any = a\n")


def test_every_file_was_looked_at() -> None:
    assert sum(path.startswith("src/") for path in FILES) > 150


@pytest.mark.parametrize(
    "line",
    [
        'a = f"{now:%H:%M}"', 'a = f"{row.at}"', 'a = f"{local(row.begins_at):%m月%d日}"', 'a = "{:%Y}".format(day)',
        'a = format(now, "%d")', 'a = now.strftime("%Y")', "a = row.made_at.isoformat()", "a = now.astimezone()",
        "a = timezone.localtime(now)", 'a = f"jiefen-{request.now:%Y%m%d}.xlsx"',
    ],
)  # fmt: skip
def test_every_way_of_writing_a_moment_is_noticed(line: str) -> None:
    rule = GUARDS["moments_are_written_out_in_one_place"]
    assert rule("src/jiefen/web/x.py", f"{line}\n"), line
    assert not rule("src/jiefen/domain/common/moments.py", f"{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "a = raw.isdecimal()", "a = raw.isnumeric()", "a = Decimal(raw)", "a = date.fromisoformat(raw)",
        'a = datetime.strptime(raw, "%Y")', 'a = re.fullmatch(r"\\d{4}", raw)', 'A = re.compile(r"[\\W\\d]")',
    ],
)  # fmt: skip
def test_every_test_that_is_wider_than_its_conversion_is_noticed(line: str) -> None:
    rule = GUARDS["what_is_typed_is_read_by_the_reader_of_its_kind"]
    assert rule("src/jiefen/reports/x.py", f"{line}\n"), line
    assert not rule("src/jiefen/domain/common/money.py", f"{line}\n")
