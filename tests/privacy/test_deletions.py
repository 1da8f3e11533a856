"""What is deleted, and by whose leave: every place in the actions that takes rows away stands here with its reason."""

from __future__ import annotations

import ast
from pathlib import Path

import jiefen

# Module and the model whose rows go. What parties told goes by two persons alone (`erase_party`, a list of destruction).
KNOWN = {
    (
        "agreement/agreements.py",
        "terms",
    ): "the writer's own draft, before anybody signed; its texts stay in the history",
    ("agreement/party_codes.py", "PartyPin"): "a party's PIN ends with a new slip; nothing is lost",
    ("common/throttle.py", "Throttle"): "counts of wrong answers whose time is over",
    ("people/devices.py", "KnownDevice"): "the device used longest ago makes room for a new one",
    ("people/devices.py", "OpenSession"): "a sign-in that has ended",
    ("people/devices.py", "row"): "a device that its owner forgets",
    ("people/devices.py", "over"): "what was told of a sign-in that ended, a week later",
    ("people/devices.py", "Session"): "sign-ins that have ended or whose time is over",
    ("people/sessions.py", "self"): "the row of a session that ends",
    ("mediation/sessions.py", "Slot"): "a room is free again",
    ("mediation/recusal.py", "Slot"): "a room is free again",
    ("privacy/erasing.py", "Notice"): "with a destroyed file, by its list",
    ("privacy/erasing.py", "Sighting"): "with a destroyed file, by its list",
    ("privacy/erasing.py", "Draft"): "with a destroyed file, by its list",
    ("privacy/erasing.py", "Inbox"): "with a destroyed file, by its list",
    ("party/applications.py", "rows"): "an application nobody goes on with, after 14 days, or by its owner",
    ("party/applications.py", "evidence"): "files of an application: the case has them now",
    ("party/evidence.py", "open_application"): "a file that its owner takes away",
    ("party/evidence.py", "EvidenceFile"): "a file that was refused for what it is",
    ("party/evidence.py", "evidence"): "the same file a second time",
    ("party/evidence.py", "file"): "its parts, in place of which the picture is kept as it was drawn anew",
    ("party/applications.py", "Secret"): "the key of such an application",
    ("documents/party_files.py", "PartyFile"): "a file that its owner has not handed in",
    ("intake/bookings.py", "BookedSeat"): "a booking that was called off, used, or of a day that is over",
    ("intake/bookings.py", "Counter"): "how many numbers a day that is over has given; the numbers stay",
    ("intake/drafts.py", "Draft"): "one's own, or after 180 days untouched",
}


def deletions(root: Path) -> set[tuple[str, str]]:
    """Where `.delete()` is called, and the model or the set of rows that it is called on."""
    found = set()
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                names = _names(node.func)
                if names[-1] in ("delete", "_raw_delete"):
                    of_a_row = names[0] in ("rows", "row") and len(names) > 2
                    found.add((str(path.relative_to(root)), names[1] if of_a_row else names[0]))
    return found


def _names(node: ast.expr) -> list[str]:
    """`rows.Notice.objects.filter(…).delete` by its names, from the left."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.insert(0, node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return [node.id, *names] if isinstance(node, ast.Name) else names


def test_every_deletion_is_a_decision() -> None:
    actions = Path(jiefen.__file__).parent / "actions"
    found = {(path, what) for path, what in deletions(actions) if not path.startswith("demo/")}
    assert found == set(KNOWN)


def test_a_new_deletion_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "files.py").write_text("def f(case):\n    Attachment.objects.filter(case=case).delete()\n")
    assert deletions(tmp_path) == {("files.py", "Attachment")}
