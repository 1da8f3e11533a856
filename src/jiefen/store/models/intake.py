"""What is on its way to becoming a case: drafts, imports, and the numbers of the hall."""

from __future__ import annotations

from django.db import models

from jiefen.domain.intake import queue
from jiefen.domain.intake.queue_words import First, TicketState, TicketWay
from jiefen.store.common.word_field import WordField
from jiefen.store.models.centre import Unit
from jiefen.store.models.common import Secret
from jiefen.store.models.people import User

HEADING = "heading:"  # among the fields of a draft, and no field of any form


class Draft(models.Model):
    """A form being typed; sealed under the installation's key, thrown away 180 days after the last touch.

    `path`: the page of the form, where it is not a registration. What it is called by is sealed with it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=40, unique=True)
    sealed = models.BinaryField()
    path = models.CharField(max_length=80, blank=True)
    touched_at = models.DateTimeField()


class Application(models.Model):
    """A citizen's application being typed, sealed under a key of its own and thrown away 14 days after the last touch.

    `code_blind`, `pin_blind`: once it was saved, to be taken up again elsewhere. `case`: what became of it; its texts are
    shredded then, and the row stays until its days are over, so that a second telephone is told. `scanned`: the dispute
    code on a wall that led here.
    """

    secret = models.OneToOneField(Secret, on_delete=models.PROTECT)
    sealed = models.BinaryField(default=b"")
    code_blind = models.BinaryField(max_length=16, null=True, unique=True)
    pin_blind = models.BinaryField(default=b"", max_length=16)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    version = models.PositiveIntegerField(default=0, help_text="one more with each answer")
    case = models.ForeignKey("store.Case", on_delete=models.PROTECT, null=True, related_name="+")
    scanned = models.ForeignKey("store.DisputeCode", on_delete=models.PROTECT, null=True, related_name="+")


class EvidenceFile(models.Model):
    """A file of an application, under the key that the sender's browser gave it. `received`: bytes that have come so far.

    `digest`, `media_type`, `thumb`: once it is whole and was found to be what it says; a picture is drawn anew.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    key = models.CharField(max_length=40)
    name = models.BinaryField()
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    thumb = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="one_evidence_per_key"),
            models.UniqueConstraint(
                fields=["application", "digest"],
                condition=~models.Q(digest=""),
                name="one_evidence_per_digest",
            ),
        ]


class EvidencePart(models.Model):
    """A part of such a file, sealed under the application's key. `offset`: where it begins, in bytes."""

    evidence = models.ForeignKey(EvidenceFile, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "offset"], name="one_part_per_offset")]


class ImportBatch(models.Model):
    """One file. Rows are taken in order; `cursor` is the last row settled, so a killed import resumes."""

    source = models.CharField(max_length=40)
    mapping = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    problem = models.TextField(blank=True)
    unread = models.TextField(blank=True, help_text="names of the columns no field was made of, a line each")
    remarks = models.TextField(blank=True, help_text="what was done with rows and sheets, a sentence a line")
    total = models.PositiveIntegerField(null=True)
    cursor = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)


class ImportProblem(models.Model):
    """A row that was refused, with what to do; the cells are sealed under the installation's key."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    remark = models.TextField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_remark_per_row")]


class Business(models.Model):
    """What a number of the hall is for. Without any row the rulebook's own list holds."""

    letter = models.CharField(max_length=1, unique=True)
    name = models.CharField(max_length=20)


class Window(models.Model):
    """A window of the hall, by its number, and who sits there now. `letters`: what it serves; empty for everything."""

    number = models.PositiveSmallIntegerField(unique=True)
    user = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="window")
    letters = models.CharField(max_length=12, blank=True)


class Kiosk(models.Model):
    """A machine in the hall that may give numbers, and nothing else. Its token is in its browser; here is a digest."""

    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)


class HallTicket(models.Model):
    """A number of one day. It says nothing of who has it; once it is a case, the case says.

    `turn`: what the order goes by; `passed`: how many others go first, after nobody answered; `window`: where it is or
    was last; `meant`: the window it was handed over to; `draft`: the registration that was begun with it.
    """

    day = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField()
    state = WordField(TicketState, max_length=8, default=TicketState.WAITING)
    way = WordField(TicketWay, max_length=8)
    first = WordField(First, max_length=10, blank=True)
    arrived_at = models.DateTimeField()
    turn = models.DateTimeField()
    passed = models.PositiveSmallIntegerField(default=0)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    serving_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="tickets")
    meant = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    draft = models.CharField(max_length=40, blank=True)
    case = models.OneToOneField("store.Case", null=True, on_delete=models.PROTECT, related_name="ticket")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "letter", "number"], name="number_given_once"),
            models.UniqueConstraint(
                fields=["window"],
                condition=models.Q(state__in=["called", "serving"]),
                name="one_number_a_window",
            ),
        ]

    def __str__(self) -> str:
        return queue.label(self.letter, self.number)


class BookedSeat(models.Model):
    """One seat of a half hour that somebody booked by telephone number; gone once it is called off or the day is over.

    The number is sealed, and gone with the number of the hall that its owner is given on arrival.
    """

    at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1)
    phone_sealed = models.BinaryField()
    code_blind = models.BinaryField(max_length=16, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["at", "seat"], name="seat_booked_once")]


class DisputeCode(models.Model):
    """A code on a wall: one for each place, post or grid, by the unit whose it is. It is public, and opens nothing.

    `words`: the place as people call it. `until`: taken down; what came by it stays counted.
    """

    code = models.CharField(max_length=8, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="codes")
    words = models.CharField(max_length=40)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True)


class CodeVisits(models.Model):
    """How often the page of a code was opened on a day: a count, of nobody."""

    code = models.ForeignKey(DisputeCode, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="one_count_a_day")]


class CodeCase(models.Model):
    """By which code a case came."""

    code = models.ForeignKey(DisputeCode, on_delete=models.PROTECT, related_name="cases")
    case = models.OneToOneField("store.Case", on_delete=models.PROTECT, related_name="came_by")
