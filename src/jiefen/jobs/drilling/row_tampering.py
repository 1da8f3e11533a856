"""What somebody with write access to the database file can do to the rows beside the history, and to the files of cases.

Each row class is a table, which of its rows may be hit, and the SQL; `{id}` is the row, chosen anew in every trial. The
log, its checkpoints and every entry stay as they are: the row alone has to give it away.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RowAttack:
    """`where`: the rows that can be hit. A statement that begins with INSERT adds a row, and that one is to be named."""

    table: str
    sql: str
    where: str = "1"


ROW_ATTACKS: dict[str, RowAttack] = {
    "term: amount": RowAttack("term", "UPDATE store_term SET amount = coalesce(amount, 0) + 1 WHERE id = {id}"),
    "term: text": RowAttack("term", "UPDATE store_term SET text = text || '（改）' WHERE id = {id}"),
    "term: due a year later": RowAttack("term", "UPDATE store_term SET due_on = date(due_on, '+1 year') WHERE id = {id}"),
    "confirmation: answer turned": RowAttack(
        "confirmation",
        "UPDATE store_confirmation SET answer = CASE answer WHEN 'no' THEN 'yes' ELSE 'no' END WHERE id = {id}",
    ),
    "confirmation: deleted": RowAttack("confirmation", "DELETE FROM store_confirmation WHERE id = {id}"),
    "signature: deleted": RowAttack("signature", "DELETE FROM store_signature WHERE id = {id}"),
    "signature: under another text": RowAttack(
        "signature", "UPDATE store_signature SET digest = substr(digest, 2) || 'z' WHERE id = {id}"
    ),
    "agreement: facts": RowAttack("agreement", "UPDATE store_agreement SET facts = facts || '。' WHERE id = {id}"),
    "case: what became of it": RowAttack("case", "UPDATE store_case SET summary = summary || '改写' WHERE id = {id}"),
    "case: what was told": RowAttack("case", "UPDATE store_case SET story = story || '改写' WHERE id = {id}"),
    "party: name": RowAttack("party", "UPDATE store_party SET name = '张冒名' || id WHERE id = {id}"),
    "party: another's telephone": RowAttack(
        "party",
        "UPDATE store_party SET phone_sealed = x'00' || phone_sealed, tail_blind = randomblob(16) WHERE id = {id}",
    ),
    "party: deleted": RowAttack("party", "DELETE FROM store_party WHERE id = {id}"),
    "party code: lives for ever": RowAttack(
        "partycode", "UPDATE store_partycode SET until = '2099-01-01 00:00:00' WHERE id = {id}"
    ),
    "post: a clerk becomes leader": RowAttack(
        "post",
        "INSERT INTO store_post (user_id, unit_id, role, since)"
        " SELECT user_id, unit_id, 'leader', since FROM store_post WHERE id = {id}",
        where="role = 'clerk'",
    ),
    "post: another role": RowAttack(
        "post", "UPDATE store_post SET role = 'auditor' WHERE id = {id}", where="role <> 'auditor'"
    ),
    "post: an end taken back": RowAttack("post", "UPDATE store_post SET until = '2020-01-01 00:00:00' WHERE id = {id}"),
    "user: another's password": RowAttack(
        "user", "UPDATE store_user SET password = 'md5$x$' || hex(randomblob(16)) WHERE id = {id}"
    ),
    "user: let in again": RowAttack("user", "UPDATE store_user SET is_active = NOT is_active WHERE id = {id}"),
    "user: epoch": RowAttack("user", "UPDATE store_user SET epoch = epoch + 1 WHERE id = {id}"),
    "audit: finding": RowAttack("audititem", "UPDATE store_audititem SET finding = finding || 'x' WHERE id = {id}"),
    "rating: five stars": RowAttack(
        "rating", "UPDATE store_rating SET centre_score = 6 - centre_score, body_score = 9 WHERE id = {id}"
    ),
    "allowance: amount": RowAttack("allowance", "UPDATE store_allowance SET amount = amount + 99999 WHERE id = {id}"),
    "appeal: deleted": RowAttack("appeal", "DELETE FROM store_appeal WHERE id = {id}"),
    "appeal: turned": RowAttack("appeal", "UPDATE store_appeal SET said = said || '。' WHERE id = {id}"),
    "limit: moved by a month": RowAttack(
        "clock", "UPDATE store_clock SET due = datetime(due, '+30 days') WHERE id = {id}", where="due IS NOT NULL"
    ),
    "limit: stopped": RowAttack(
        "clock", "UPDATE store_clock SET stopped_at = '2020-01-01 00:00:00', ended = 'met' WHERE id = {id}"
    ),
    "limit: deleted": RowAttack("clock", "DELETE FROM store_clock WHERE id = {id}"),
    "look: deleted": RowAttack("sighting", "DELETE FROM store_sighting WHERE id = {id}"),
    "break-glass: deleted": RowAttack("breakglass", "DELETE FROM store_breakglass WHERE id = {id}"),
    "break-glass: put in": RowAttack(
        "breakglass",
        "INSERT INTO store_breakglass (user_id, case_id, reason, at, until, finding, remark)"
        " SELECT user_id, case_id, reason, at, '2099-01-01 00:00:00', finding, remark"
        " FROM store_breakglass WHERE id = {id}",
    ),
    "paper: what the public page says": RowAttack(
        "issuedpaper", "UPDATE store_issuedpaper SET told = told || ' ' WHERE id = {id}"
    ),
    "seal: use deleted": RowAttack("sealuse", "DELETE FROM store_sealuse WHERE id = {id}"),
    "file: another digest": RowAttack(
        "attachment", "UPDATE store_attachment SET digest = substr(digest, 2) || '0' WHERE id = {id}",
        where="substr(digest, 2) || '0' <> digest",
    ),
    "visit: deleted": RowAttack("returnvisit", "DELETE FROM store_returnvisit WHERE id = {id}"),
    "hand-over: to another unit": RowAttack(
        "assignment", "UPDATE store_assignment SET unit_id = unit_id + 1 WHERE id = {id}"
    ),
    "unit: takes no cases": RowAttack("unit", "UPDATE store_unit SET takes_cases = NOT takes_cases WHERE id = {id}"),
}  # fmt: skip


def hit(base: sqlite3.Connection, attack: RowAttack, *, rng: random.Random) -> str:
    """Carry it out on one row; answers the name of the row that is wrong now."""
    keys = base.execute(f"SELECT id FROM store_{attack.table} WHERE {attack.where} ORDER BY id").fetchall()
    key = rng.choice(keys)[0]
    made = base.execute(attack.sql.format(id=key))
    assert made.rowcount == 1, attack.sql
    return f"{attack.table}:{made.lastrowid if attack.sql.startswith('INSERT') else key}"


def delete_file(path: Path, _rng: random.Random) -> None:
    path.unlink()


def change_file(path: Path, rng: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


FILE_ATTACKS: dict[str, Callable[[Path, random.Random], None]] = {
    "file: deleted from the disk": delete_file,
    "file: one bit turned on the disk": change_file,
}
