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
    ("common/throttle.py", "old"): "counts of wrong answers whose time is over",
    ("common/throttle.py", "Throttle"): "the same, after a right answer",
    ("mediation/sessions.py", "Slot"): "a room is free again",
    ("mediation/recusal.py", "Slot"): "a room is free again",
    ("privacy/erasing.py", "Notice"): "with a destroyed file, by its list",
    ("privacy/erasing.py", "Sighting"): "with a destroyed file, by its list",
    ("privacy/erasing.py", "Draft"): "with a destroyed file, by its list",
    ("privacy/erasing.py", "Inbox"): "with a destroyed file, by its list",
    ("intake/drafts.py", "Draft"): "one's own, or after 180 days untouched",
}


def deletions(root: Path) -> set[tuple[str, str]]:
    """Where `.delete()` is called, and the first name of what it is called on that is a model or a set of rows."""
    found = set()
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr in ("delete", "_raw_delete"):  # type: ignore[attr-defined]
                names = [part for part in ast.unparse(node.func).split(".") if part.isidentifier()]  # type: ignore[attr-defined]
                found.add(
                    (str(path.relative_to(root)), names[1] if names[0] in ("rows", "row") else names[0])
                )
    return found


def test_every_deletion_is_a_decision() -> None:
    actions = Path(jiefen.__file__).parent / "actions"
    found = {(path, what) for path, what in deletions(actions) if not path.startswith("demo/")}
    assert found == set(KNOWN)


def test_a_new_deletion_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "files.py").write_text("def f(case):\n    Attachment.objects.filter(case=case).delete()\n")
    assert deletions(tmp_path) == {("files.py", "Attachment")}
