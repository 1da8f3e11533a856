"""People who work here, their posts, the cases they were given, and machines that may speak for a unit."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from jiefen.domain.common.words import Role
from jiefen.domain.people.powers import PSEUDO
from jiefen.domain.people.words import ApprovalKind, ApprovalState, GlassFinding
from jiefen.store.common.word_field import WordField
from jiefen.store.models.centre import Unit


class User(AbstractBaseUser):
    """A person with a sign-in. Rights come from posts, read anew at every request."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    epoch = models.PositiveIntegerField(default=0, help_text="raised to end every session of this person")
    totp_sealed = models.BinaryField(null=True)
    totp_step = models.BigIntegerField(default=0)
    email_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    by_email = models.BooleanField(default=False, help_text="wants notices by e-mail too")
    by_sms = models.BooleanField(default=False, help_text="wants notices by SMS too")
    away_until = models.DateField(null=True, help_text="on leave up to and including this day")

    class Meta:
        constraints = [
            # The two that act in the history without being anybody: no sign-in, whoever asks for one.
            models.CheckConstraint(
                condition=~Q(username__in=sorted(PSEUDO))
                | Q(is_active=False, password__startswith="!", totp_sealed=None),  # noqa: S106  (unusable)
                name="nobody_never_signs_in",
            ),
        ]

    USERNAME_FIELD = "username"
    objects: ClassVar[BaseUserManager[User]] = BaseUserManager()  # type: ignore[assignment]  # stubs want Self

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Sessions die with the epoch, which whatever changes a password raises; a hash that is renewed ends none."""
        return salted_hmac("jiefen.session", f"{self.epoch}|{self.is_active}", algorithm="sha256").hexdigest()

    @property
    def has_second_factor(self) -> bool:
        return bool(self.totp_sealed)


class Post(models.Model):
    """A role in a unit, from when to when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = WordField(Role, max_length=16)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(until__isnull=True), name="one_open_post"
            ),
        ]


class ApiClient(models.Model):
    """A connected system. Its token is stored only as a digest; what it may do is what its user may."""

    name = models.CharField(max_length=60, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True)


class BreakGlass(models.Model):
    """A reasoned, time-boxed look into a confidential case (trust.md § 3.7). `ended_at`: given up before `until`.
    `remark`: the auditor's word afterwards."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    case = models.ForeignKey("store.Case", on_delete=models.PROTECT)
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    finding = WordField(GlassFinding, max_length=12, blank=True, default=GlassFinding.WAITING)
    remark = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True)


class Approval(models.Model):
    """What waits for a second person: asked by one, decided by another, carried out once.

    `facts`: JSON of codes and ids, what is to be done. `person`: whom it concerns. `until`: it runs out then; once
    agreed, the end of the time in which it may be carried out."""

    kind = WordField(ApprovalKind, max_length=8)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("store.Case", null=True, on_delete=models.PROTECT, related_name="approvals")
    facts = models.TextField()
    reason = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    state = WordField(ApprovalState, max_length=8, blank=True, default=ApprovalState.WAITING)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=models.F("asked_by")), name="asker_never_decides"),
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(state=""), name="approval_waiting"),
        ]


class Assignment(models.Model):
    """Who has a case, lead or co, from when to when. Rows end; they are never overwritten."""

    case = models.ForeignKey("store.Case", on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False)
    lead = models.BooleanField(default=True)
    how = models.CharField(max_length=16)
    since = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lead=True, until__isnull=True), name="one_open_lead"
            ),
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=Q(lead=False, until__isnull=True),
                name="one_open_co_per_unit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"], condition=Q(lead=False, until__isnull=True), name="open_co_by_unit"
            ),
        ]


class KnownDevice(models.Model):
    """A browser in which a person has signed in rightly. Its token is in the browser; here is only a digest."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="devices")
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=60)
    since = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_device_per_browser")]


class OpenSession(models.Model):
    """A sign-in that goes on. `epoch`: the person's when they signed in; with another one it is over.

    One that ended because there were too many keeps its row for a while, under a key that begins with `GIVEN_UP`: no
    cookie leads there. `used_at` is then the moment at which it ended.
    """

    GIVEN_UP = "given-up:"
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True, help_text="of the row in the session table")
    epoch = models.PositiveIntegerField()
    label = models.CharField(max_length=60)
    since = models.DateTimeField()
    used_at = models.DateTimeField()
