"""A citizen's application while it is typed: sealed, saved under a code and a PIN, handed in once, shredded after 14 days."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jiefen.actions.common.actors import party_actor
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.throttle import TooMany, give_back, reserve
from jiefen.actions.documents.attach import KeptFile, attach_own
from jiefen.actions.documents.kept_files import unlink_unneeded
from jiefen.actions.intake.codes import keep_code
from jiefen.actions.intake.register import Drawn, draw, place_of, prepare, series, write
from jiefen.domain.agreement import party_codes
from jiefen.domain.case.actor import Held
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.words import ReadBy, Role
from jiefen.domain.intake.applying import KEPT
from jiefen.domain.intake.fields import Registration
from jiefen.store.applications import ANSWERS, CODE, PIN, answers_of
from jiefen.store.common import numbers, vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Application, Case, EvidenceFile, Secret
from jiefen.store.parties import first_applicant

GONE = "这份申请已经不在了：交了，或者十四天没有动过。请重新填，或者到窗口、打电话申请。"
CHANGED = "刚才又改过，请再看一遍，再交。"
CROWDED = "这个网络上同时填申请的人太多，请一刻钟后再来，或者到窗口、打电话申请。"
WRONG_PIN = "取用码和密码对不上。字母不分大小写；密码是您存的时候设的 6 位数字。"
PIN_USED_UP = "密码错得太多，这份申请过几天才能再试。请重新填，或者到窗口、打电话申请。"


@dataclass(frozen=True)
class Saved:
    """`code`: by which it is taken up again, shown this once."""

    code: str


def begin(*, address: str, at: datetime, scanned: int | None = None) -> int:
    """A new application. `scanned`: the dispute code that led here. Raises RuleError where very many are begun from one address."""
    try:
        reserve([f"begun:{address}"], at=at)
    except TooMany:
        raise RuleError(CROWDED) from None
    secret, _ = vault.new_secret()
    with transaction.atomic():
        secret.save(force_insert=True)
        row = Application(secret=secret, made_at=at, touched_at=at, scanned_id=scanned)
        row.save(force_insert=True)
    return row.pk


def answer(application: int, *, question: str, typed: tuple[str, ...], at: datetime) -> None:
    """Keep what was typed, right or wrong; two tabs each keep theirs. Raises Unseen."""
    with transaction.atomic():
        row = open_application(application)
        _put(row, answers=answers_of(row) | {question: typed}, at=at)


def save(application: int, *, pin: str, again: str, at: datetime) -> Saved:
    """Let it be taken up again by a code and the PIN that is chosen here; a code of before ends. Raises Unseen, Invalid."""
    if problem := party_codes.why_not_pin(pin):
        raise Invalid(fields={"pin": problem})
    if party_codes.pin(again) != party_codes.pin(pin):
        raise Invalid(fields={"again": "两次填的不一样，请再填一次。"})
    code = party_codes.confirmation_code(secrets.token_bytes(8))
    with transaction.atomic():
        row = open_application(application)
        Application.objects.filter(pk=row.pk).update(
            code_blind=vault.blind(code, column=CODE),
            pin_blind=vault.blind(party_codes.pin(pin), column=f"{PIN}:{row.pk}"),
            touched_at=at,
        )
    return Saved(code)


def take_up(*, code: str, pin: str, at: datetime) -> int | None:
    """Whose code and PIN fit together; its days begin anew. None when they do not fit. Raises RuleError after too many PINs."""
    blinds = vault.blinds(party_codes.normalise(code), column=CODE)
    row = Application.objects.filter(code_blind__in=blinds, touched_at__gt=at - KEPT).first()
    if row is None:
        return None
    try:
        reserved = reserve([f"application:{row.pk}"], at=at)
    except TooMany:
        raise RuleError(PIN_USED_UP) from None
    if not vault.fits(party_codes.pin(pin), column=f"{PIN}:{row.pk}", kept=row.pin_blind):
        return None
    give_back(reserved)
    with transaction.atomic():
        Application.objects.filter(pk=row.pk).update(touched_at=at)
    return row.pk


def throw_away(application: int) -> None:
    """Shred it now: its owner wants it gone."""
    _shred(Application.objects.filter(pk=application))


def forget_old(*, at: datetime) -> int:
    """Shred what nobody has gone on with for 14 days. Answers how many."""
    return _shred(Application.objects.filter(touched_at__lte=at - KEPT))


def hand_in(
    application: int,
    *,
    seen: int,
    registration: Registration,
    files: Sequence[KeptFile],
    at: datetime,
    key: str,
) -> int:
    """Make a case of it, once: a second telephone is told the same. `seen`: the version that its reader saw. `files`: kept where
    the files of cases are.

    Answers the id of the first applicant. Raises Unseen, RuleError, Invalid.
    """
    done = _hand_in(
        application=application,
        seen=seen,
        registration=registration,
        files=tuple(files),
        by=party_actor(),
        at=at,
        key=key,
    )
    return int(done.more["party"])


def check_unchanged(application: int, *, seen: int) -> None:
    """Raises RuleError where it was changed since its reader saw it; looked at again when it is handed in."""
    if Application.objects.filter(pk=application, case=None).exclude(version=seen).exists():
        raise RuleError(CHANGED)


def _draw(
    *,
    application: int,
    seen: int,
    registration: Registration,
    files: tuple[KeptFile, ...],
) -> Drawn:
    return draw(registration)


@in_one_transaction("hand_in", before=_draw)
def _hand_in(
    command: Command,
    *,
    application: int,
    seen: int,
    registration: Registration,
    files: tuple[KeptFile, ...],
    made: Drawn,
) -> Answer:
    rows = Application.objects.select_for_update(of=("self",)).select_related("secret")
    row = rows.filter(pk=application).first()
    if row is None:
        raise Unseen(GONE)
    if row.case_id is not None:
        return _handed_in(Case.objects.get(pk=row.case_id))
    if row.version != seen:
        raise RuleError(CHANGED)
    now = snapshot()
    fresh = prepare(
        registration,
        drawn=made,
        command=command,
        post=Held(Role.PARTY, now.desk.pk, now.desk.name, now.desk.path),
        now=now,
        place=place_of(registration, now=now),
        serial=numbers.next_serial(series(command.at)),
    )
    write([fresh], command=command)
    keep_code(fresh.case, code=row.scanned_id)
    attach_own(fresh.case, files=files, side=ReadBy.APPLICANTS, command=command)
    Application.objects.filter(pk=row.pk).update(case=fresh.case, sealed=b"", touched_at=command.at)
    row.evidence.all().delete()
    Secret.objects.filter(pk=row.secret_id).update(wrapped=None, destroyed_at=command.at)
    return _handed_in(fresh.case)


def _handed_in(case: Case) -> Answer:
    applicant = first_applicant(case)
    assert applicant is not None  # a registration always has one
    sentence = f"申请交上去了，案号 {snapshot().shown(case.number)}。"
    return Answer(sentence=sentence, number=case.number, more={"party": applicant.pk})


def open_application(application: int) -> Application:
    """For changing it, inside a transaction. Raises Unseen once it was handed in or shredded."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("secret")
    row = rows.filter(pk=application, case=None).first()
    if row is None:
        raise Unseen(GONE)
    return row


def _put(row: Application, *, answers: Mapping[str, tuple[str, ...]], at: datetime) -> None:
    sealed = vault.seal(vault.key_of(row.secret), json.dumps(answers, ensure_ascii=False), place=ANSWERS)
    Application.objects.filter(pk=row.pk).update(sealed=sealed, version=row.version + 1, touched_at=at)


def _shred(rows: QuerySet[Application]) -> int:
    """The key goes with the row: what a backup still holds of it opens no more. A file that was on its way into a case when
    handing in failed leaves the disk, too."""
    with transaction.atomic():
        secret_ids = list(rows.values_list("secret_id", flat=True))
        files = EvidenceFile.objects.filter(application__secret__in=secret_ids).exclude(digest="")
        digests = set(files.values_list("digest", flat=True))
        rows.delete()
        Secret.objects.filter(pk__in=secret_ids).delete()
    if digests:
        unlink_unneeded(digests)
    return len(secret_ids)
