"""Names are found again however they are written; a case remembers what came under its outside number; imports tell more.

Names that are there already get their form, and texts with full-width signs or dotted names are indexed anew. What is
here of folding and of the index is what they were on the day of this migration.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from django.db import migrations, models

FOLDED = ("<wide>", "<narrow>", "<compat>", "<font>", "<noBreak>", "<vertical>")
DOTS = "·•‧∙⋅・･᛫．.。｡●"
HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
BETWEEN = re.compile(f"(?<=[{HAN}])[{DOTS.replace('。', '')}](?=[{HAN}])")
RUN = re.compile(f"[{HAN}]+|[a-z0-9]+")
ROWS = 1000


def fold(text: str) -> str:
    signs = (" " if sign.isspace() else plain(sign) for sign in unicodedata.normalize("NFC", text))
    return "".join(signs)


@cache
def plain(sign: str) -> str:
    if unicodedata.category(sign) in ("Cc", "Cf", "Cs"):
        return ""
    how = unicodedata.decomposition(sign)
    return unicodedata.normalize("NFKC", sign) if how.startswith(FOLDED) else sign


def name_form(name: str) -> str:
    return "".join(sign for sign in fold(name).casefold() if not sign.isspace() and sign not in DOTS)


def tokens(text: str) -> list[str]:
    return [
        run if run[0] < "\u3400" or len(run) == 1 else run[at : at + 2]
        for run in RUN.findall(text)
        for at in (range(1) if run[0] < "\u3400" or len(run) == 1 else range(len(run) - 1))
    ]


def fill(apps: Any, editor: Any) -> None:
    party_rows = apps.get_model("store", "Party").objects
    names: dict[int, list[str]] = {}
    forms: list[tuple[str, int]] = []
    known = party_rows.exclude(name="").order_by("pk").values_list("pk", "case_id", "name")
    for pk, case, name in known.iterator(ROWS):
        names.setdefault(case, []).append(name)
        forms.append((name_form(name)[:120], pk))
    with editor.connection.cursor() as cursor:  # `bulk_update` takes forty times as long
        cursor.executemany("UPDATE store_party SET name_form = %s WHERE id = %s", forms)
    case_rows = apps.get_model("store", "Case").objects
    columns = ("address", "title", "story", "wanted", "external_number")
    for pk, *texts in case_rows.order_by("pk").values_list("pk", *columns).iterator(ROWS):
        index_again(editor, pk, names=names.get(pk, []), texts=texts)


def index_again(editor: Any, pk: int, *, names: list[str], texts: list[str]) -> None:
    """Only where anything is now indexed in another way; an erased case has no text."""
    before = "\n".join(part for part in [*names, *texts] if part)
    forms = [form for name in names if (form := name_form(name)) != name.lower()]
    text = "\n".join(part for part in [*names, *forms, *texts] if part)
    now = tokens(BETWEEN.sub("", "\n".join(fold(line) for line in text.splitlines())).lower())
    if not now or now == tokens(before.lower()):
        return
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE store_casetext SET words = array_to_tsvector(%s) WHERE case_id = %s",
                [sorted(set(now)), pk],
            )
        else:
            cursor.execute("DELETE FROM store_casetext WHERE rowid = %s", [pk])
            cursor.execute("INSERT INTO store_casetext (rowid, words) VALUES (%s, %s)", [pk, " ".join(now)])


class Migration(migrations.Migration):
    dependencies = [("store", "0004_two_sides")]
    operations = [
        migrations.AddField(
            "party",
            "name_form",
            models.CharField(
                blank=True, default="", help_text="for finding the same name again", max_length=120
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "case",
            "told_blind",
            models.BinaryField(default=b"", help_text="of what came under that number", max_length=16),
        ),
        migrations.AddField(
            "importbatch",
            "unread",
            models.TextField(
                blank=True, default="", help_text="names of the columns no field was made of, a line each"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "importbatch",
            "remarks",
            models.TextField(
                blank=True, default="", help_text="what was done with rows and sheets, a sentence a line"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("party", "party_by_name"),
        migrations.AddIndex("party", models.Index(fields=["name_form"], name="party_by_name_form")),
    ]
