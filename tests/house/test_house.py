"""The arrow between the layers, the one line of migrations, the code in templates."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "src").rglob("*.html"))
# A page may carry no code of its own: the content policy would refuse it, and so do we.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe(?:seq)?\b|autoescape off", re.I
)

WRITTEN_OUT = re.compile(r"""\b(?:href|action|formaction|hx-get|hx-post|src)="(?:/|\{\{[^}]*\}\}/)""")

ROOMED = ("domain", "actions", "reports")
MOST_FILES, LONGEST_LINE = 20, 110
BLOCK = re.compile(
    r"<(?:header|footer|main|nav|section|article|aside|div|p|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td"
    r"|form|fieldset|details)[\s>]"
)


def tracked() -> list[Path]:
    """Every file of ours that is no picture of a run: sources, pages, styles, tests, documents."""
    folders = ("src", "tests", "bin", "docs", "requirements")
    return [
        path.relative_to(ROOT)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
        and not {"__pycache__", "vendor", "fonts"} & set(path.parts)
        and not any(part.endswith(".egg-info") for part in path.parts)
    ]


def crowded(files: Iterable[Path]) -> dict[str, int]:
    """Folders with more files than one look takes in, by how many. A package's own file does not count."""
    numbers = Counter(str(path.parent) for path in files if path.name != "__init__.py")
    return {folder: n for folder, n in numbers.items() if n > MOST_FILES}


def crammed(name: str, text: str) -> list[str]:
    """Lines of a page that are longer than a screen is wide or begin two blocks."""
    lines = enumerate(text.split("\n"), 1)
    return [f"{name}:{n}" for n, line in lines if len(line) > LONGEST_LINE or len(BLOCK.findall(line)) > 1]


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over a small package `jiefen` in `folder`, with our own contracts."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    lines = ["[importlinter]", "root_package = jiefen", "include_external_packages = True"]
    for contract in contracts["contracts"]:
        lines += [f"[importlinter:contract:{contract['id']}]"]
        for name, value in contract.items():
            text = "".join(f"\n    {one}" for one in value) if isinstance(value, list) else str(value)
            lines += [f"{name} = {text}"] if name not in ("id", "ignore_imports") else []
    (folder / "rules.ini").write_text("\n".join(lines))
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as go; go()",
        "--config",
        "rules.ini",
        "--no-cache",
    ]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": ""},
    )


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """Every floor of the house, and one room of each height on the floors that have rooms, empty."""
    floors = "config web portal api jobs gate actions reports store profiles papers channels domain lib"
    rooms = "party case ledger documents agreement safety clocks people common"
    folders = [*floors.split(), *(f"{floor}/{room}" for floor in ROOMED for room in rooms.split())]
    for folder in ("", *folders):
        (tmp_path / "jiefen" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "jiefen" / folder / "__init__.py").write_text("")
    return tmp_path


def test_an_empty_house_keeps_every_contract(small_house: Path) -> None:
    told = linted(small_house)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(
    ("room", "imports", "contract"),
    [
        ("domain", "import jiefen.store", "One direction of travel"),
        ("store", "import jiefen.actions", "One direction of travel"),
        ("actions", "import jiefen.reports", "One direction of travel"),
        ("web", "import jiefen.api", "One direction of travel"),
        ("gate", "import jiefen.web", "One direction of travel"),
        ("channels", "import jiefen.profiles", "One direction of travel"),
        ("lib", "import jiefen.domain", "Helpers know no word of ours"),
        ("domain", "import django", "The rulebook is plain Python"),
        ("portal", "import jiefen.store", "The citizen's door does not touch the rows"),
        ("domain/common", "import jiefen.domain.clocks", "Rooms open only downwards"),
        ("actions/agreement", "import jiefen.actions.safety", "Rooms open only downwards"),
        ("reports/documents", "import jiefen.reports.case", "Rooms open only downwards"),
        ("reports/case", "import jiefen.reports.ledger", "Rooms open only downwards"),
    ],
)
def test_a_step_against_the_arrow_is_refused(
    small_house: Path, room: str, imports: str, contract: str
) -> None:
    (small_house / "jiefen" / room / "__init__.py").write_text(imports + "\n")
    told = linted(small_house)
    assert told.returncode == 1
    assert f"{contract} BROKEN" in told.stdout


def test_a_room_without_a_place_in_the_order_is_refused(small_house: Path) -> None:
    (small_house / "jiefen/actions/cellar").mkdir()
    (small_house / "jiefen/actions/cellar/__init__.py").write_text("")
    linting = linted(small_house)
    assert linting.returncode == 1
    assert "Rooms open only downwards BROKEN" in linting.stdout


def test_no_folder_has_more_than_twenty_files() -> None:
    assert crowded(tracked()) == {}


def test_a_crowded_folder_is_noticed() -> None:
    crowd = [Path(f"src/jiefen/reports/page_{n}.py") for n in range(21)]
    assert crowded([*crowd, Path("src/jiefen/reports/__init__.py")]) == {"src/jiefen/reports": 21}


def test_every_test_file_has_a_name_of_its_own() -> None:
    """Two of one name are one module to pytest, which then collects neither."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_pages_are_written_in_lines_that_can_be_read() -> None:
    pages = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in TEMPLATES}
    assert [fault for name, text in pages.items() for fault in crammed(name, text)] == []


@pytest.mark.parametrize(
    "line", ["<p>" + "甲" * 110 + "</p>", "<div><p>甲</p></div><div>", "<ul><li>甲</li><li>乙</li></ul>"]
)
def test_a_crammed_line_of_a_page_is_noticed(line: str) -> None:
    assert crammed("x.html", f"<main>\n{line}\n</main>\n")


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_template_carries_code_of_its_own(page: Path) -> None:
    assert INLINE.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x</script>",
        '<a onclick="x">',
        '<p style="x">',
        "{{ story|safe }}",
        "{{ rows|safeseq }}",
        "<style>",
    ],
)
def test_code_in_a_template_is_noticed(bad: str) -> None:
    assert INLINE.search(bad)


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_addresses_in_a_template_are_asked_by_name(page: Path) -> None:
    """The shell of errors is drawn when little else works, and leads home by hand."""
    text = page.read_text(encoding="utf-8")
    assert WRITTEN_OUT.findall(text) == ([] if page.name != "plain.html" else ['href="/'])


def test_an_address_written_out_is_noticed() -> None:
    assert WRITTEN_OUT.search('<a class="btn" href="/cases/{{ case.number }}">')
    assert WRITTEN_OUT.search('<form action="{{ row.url }}/close">')
    assert not WRITTEN_OUT.search("""<a href="{% url 'cases' %}?q=/" action="{{ row.url }}?tab=log">""")


def test_every_change_of_a_model_has_its_migration(db: None) -> None:
    told = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=told)
    assert "No changes" in told.getvalue()


def test_a_model_without_its_migration_is_noticed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    field = apps.get_model("store", "Case")._meta.get_field("title")
    monkeypatch.setattr(field, "max_length", 201)
    with pytest.raises(SystemExit):
        call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_there_is_one_line_of_migrations() -> None:
    names = sorted(path.stem for path in (ROOT / "src/jiefen/store/migrations").glob("0*.py"))
    assert [name[:4] for name in names] == [f"{at:04d}" for at in range(1, len(names) + 1)]


def test_only_the_store_has_models() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("jiefen.")]
    assert {model._meta.app_label for model in ours} == {"store"}
    assert all(issubclass(model, models.Model) for model in ours)
