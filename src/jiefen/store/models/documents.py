"""Papers that were issued, the templates and seals they were made with, and the file they end up in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.domain.documents.words import ListState, Retention, TemplateState
from jiefen.store.common.word_field import WordField
from jiefen.store.models.case import Attachment, Case
from jiefen.store.models.centre import Unit
from jiefen.store.models.people import User


class WordTemplate(models.Model):
    """One version of a centre's own template for a kind of document. The file is kept by its digest, as uploads are."""

    code = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    state = WordField(TemplateState, max_length=10)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_template_a_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state="published"), name="one_published_template"
            ),
        ]


class Seal(models.Model):
    """The seal of a body, drawn only by the server: a ring with the name in it. Its real picture stays with who keeps it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seals")
    name = models.CharField(max_length=60)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="one_seal_a_unit")
        ]


class IssuedPaper(models.Model):
    """A document as it left the centre. Anybody may ask by its code whether it is ours and whether it still stands.

    `template`: the version of the centre's own template, 0 for ours. `told`: what the public page shows, names masked.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=30)
    title = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True)
    template = models.PositiveSmallIntegerField(default=0)
    verify_blind = models.BinaryField(max_length=16, unique=True)
    file = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="paper")
    told = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, blank=True)


class SealUse(models.Model):
    """A seal put under one paper, by whom."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    paper = models.OneToOneField(IssuedPaper, on_delete=models.PROTECT, related_name="seal_use")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Volume(models.Model):
    """The file 卷宗 of one case: the electronic one as it was put together, and where its paper twin lies."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="volume")
    number = models.CharField(max_length=60)
    retention = WordField(Retention, max_length=10)
    kept_until = models.DateField(null=True)
    pages = models.PositiveIntegerField()
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    box = models.CharField(max_length=40, blank=True)
    shelf = models.CharField(max_length=40, blank=True)
    placed_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kept_until"], condition=Q(destroyed_at__isnull=True), name="volume_by_end")
        ]


class Loan(models.Model):
    """The paper file lent out 借阅."""

    volume = models.ForeignKey(Volume, on_delete=models.PROTECT, related_name="loans")
    borrower = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200)
    due_on = models.DateField()
    out_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volume"], condition=Q(back_at__isnull=True), name="one_open_loan_a_volume"
            )
        ]


class Hold(models.Model):
    """Nothing of this case is destroyed while it stands 冻结: a suit, an audit, an inquiry."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="one_open_hold_a_case"
            )
        ]


class DestructionList(models.Model):
    """Files whose time is over, put on a list by one person and approved by another (档案法 21, 实施条例 24)."""

    title = models.CharField(max_length=80)
    state = WordField(ListState, max_length=10, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)


class DestructionItem(models.Model):
    list = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="items")
    volume = models.ForeignKey(Volume, on_delete=models.PROTECT, related_name="listed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "volume"], name="once_on_a_destruction_list")]
