"""Rows. No rules, no `save()` overrides, no signals: what may happen is decided in `domain`, done in `actions`."""

from jiefen.store.models.agreements import Agreement, Confirmation, Rating, Signature, Term
from jiefen.store.models.audits import Allowance, AuditDraw, AuditItem, Tariff
from jiefen.store.models.cases import Assignment, Attachment, Case, Party, Proceeding, Tie
from jiefen.store.models.clocks import Clock, ClockPause, ClockRung
from jiefen.store.models.court import ConfirmationConsent, CourtConfirmation, Referral, ReferralChoice
from jiefen.store.models.history import Checkpoint, Entry, LogState, Sighting, Stream
from jiefen.store.models.intake import Draft, ImportBatch, ImportProblem
from jiefen.store.models.mediators import (
    Bar,
    CommitteeSeat,
    Disclosure,
    ExpertQuestion,
    Mediator,
    Training,
    WindowRating,
)
from jiefen.store.models.messages import Delivery
from jiefen.store.models.own_channel import PartyCode, PartyMessage
from jiefen.store.models.people import ApiClient, BreakGlass, Post, User
from jiefen.store.models.places import CalendarYear, Centre, Place, RuleSet, Unit
from jiefen.store.models.plumbing import (
    Counter,
    GuardedClock,
    Heartbeat,
    Inbox,
    Notice,
    Outbox,
    Secret,
    Throttle,
)
from jiefen.store.models.reception import Booking, Promise, Reception
from jiefen.store.models.responsibility import Appeal, JointGroup, JointMeeting
from jiefen.store.models.safety import CareNote, Duty, SafeContact, Screening
from jiefen.store.models.sessions import Invitation, MediationSession, PartyConsent, Room, Slot
from jiefen.store.models.supervision import (
    Checklist,
    ChecklistItem,
    ChecklistRound,
    Correction,
    CorrectionStep,
    ReturnVisit,
    Supervision,
    SupervisionStep,
)

__all__ = [
    "Agreement",
    "Allowance",
    "ApiClient",
    "Appeal",
    "Assignment",
    "Attachment",
    "AuditDraw",
    "AuditItem",
    "Bar",
    "Booking",
    "BreakGlass",
    "CalendarYear",
    "CareNote",
    "Case",
    "Centre",
    "Checklist",
    "ChecklistItem",
    "ChecklistRound",
    "Checkpoint",
    "Clock",
    "ClockPause",
    "ClockRung",
    "CommitteeSeat",
    "Confirmation",
    "ConfirmationConsent",
    "Correction",
    "CorrectionStep",
    "Counter",
    "CourtConfirmation",
    "Delivery",
    "Disclosure",
    "Draft",
    "Duty",
    "Entry",
    "ExpertQuestion",
    "GuardedClock",
    "Heartbeat",
    "ImportBatch",
    "ImportProblem",
    "Inbox",
    "Invitation",
    "JointGroup",
    "JointMeeting",
    "LogState",
    "MediationSession",
    "Mediator",
    "Notice",
    "Outbox",
    "Party",
    "PartyCode",
    "PartyConsent",
    "PartyMessage",
    "Place",
    "Post",
    "Proceeding",
    "Promise",
    "Rating",
    "Reception",
    "Referral",
    "ReferralChoice",
    "ReturnVisit",
    "Room",
    "RuleSet",
    "SafeContact",
    "Screening",
    "Secret",
    "Sighting",
    "Signature",
    "Slot",
    "Stream",
    "Supervision",
    "SupervisionStep",
    "Tariff",
    "Term",
    "Throttle",
    "Tie",
    "Training",
    "Unit",
    "User",
    "WindowRating",
]
