"""Which rows the history covers, decided for every table; a test holds this against the models.

A covered row's digest stands in the entry that wrote it (docs/decisions/0016-rows-in-the-history.md). A table that is
left out says why. A new model costs one line: its name here, with the columns that are left out of the digest.
"""

from __future__ import annotations

# Model → columns that the digest leaves out.
COVERED: dict[str, tuple[str, ...]] = {
    # the case and who is in it
    "Case": ("version", "head"),  # the history's own: they follow from the entry that carries the digest
    "Party": (),
    "Proceeding": (),
    "Assignment": (),
    "Tie": (),
    "Attachment": (),
    # limits
    "Clock": (),
    "ClockPause": (),
    "ClockRung": (),
    "CalendarYear": (),
    "GuardedClock": ("apart", "boottime"),  # measured fractions; what was decided is covered
    # what the parties said and signed
    "Agreement": (),
    "Term": (),
    "Signature": (),
    "Confirmation": (),
    "Rating": (),
    "Appeal": (),
    "PartyCode": ("tries",),  # a count of wrong answers, as `Throttle`
    "PartyPin": ("tries",),
    "Outreach": (),
    "PartyConsent": (),
    "DataRequest": (),
    "Inquiry": (),
    "ReturnVisit": (),
    "WindowRating": (),
    # mediation
    "Mediator": (),
    "Training": (),
    "CommitteeSeat": (),
    "Bar": (),
    "Disclosure": (),
    "ExpertQuestion": (),
    "MediationSession": (),
    "Slot": (),
    "Invitation": (),
    "Room": (),
    # court
    "Referral": (),
    "ReferralChoice": (),
    "CourtConfirmation": (),
    "ConfirmationConsent": (),
    # safety
    "Screening": (),
    "Duty": (),
    "CareNote": (),
    "SafeContact": (),
    # oversight
    "Supervision": (),
    "SupervisionStep": (),
    "Correction": (),
    "CorrectionStep": (),
    "JointGroup": (),
    "JointGroup_members": (),
    "JointMeeting": (),
    "Checklist": (),
    "ChecklistItem": (),
    "ChecklistRound": (),
    "Reception": (),
    "Booking": (),
    "Promise": (),
    # codes on walls, and what came by them
    "DisputeCode": (),
    "CodeCase": (),
    "Sighting": (),
    "BreakGlass": (),
    # papers and the archive
    "WordTemplate": (),
    "Seal": (),
    "SealUse": (),
    "IssuedPaper": (),
    "Volume": (),
    "Loan": (),
    "Hold": (),
    "DestructionList": (),
    "DestructionItem": (),
    # money and audits
    "AuditDraw": (),
    "AuditItem": (),
    "Tariff": (),
    "Allowance": (),
    # who may do what, and the centre itself
    "User": ("last_login", "totp_step"),  # moved by every sign-in, which is an entry of its own
    "Post": (),
    "ApiClient": (),
    "Approval": (),
    "Centre": (),
    "Place": (),
    "Unit": (),
    "RuleSet": (),
}

NOT_COVERED: dict[str, str] = {
    "Entry": "It is the history.",
    "Stream": "Length and head of a stream are held against its entries.",
    "LogState": "Held against the log.",
    "Checkpoint": "Each is signed, and held against the log.",
    "InstallationKey": "A fingerprint that was changed does not fit the key file, and every start says so.",
    "Secret": "A wrapped key that was changed opens nothing; that a file was destroyed stands in DestructionItem.",
    "Counter": "A number given twice is refused by the table that it is for.",
    "Inbox": "The answer to a form that was sent twice; what the form did is in the history.",
    "Outbox": "One row an entry, counted by the drills; emptied as it is sent.",
    "Notice": "That somebody is told of an entry; the entry is in the history.",
    "Delivery": "A queue: how far a notice has come on its way.",
    "PartyMessage": "A queue: how far a message to a party has come; what it is about is an entry.",
    "Throttle": "Counts of a quarter of an hour.",
    "Heartbeat": "A sign of life, every few seconds.",
    "PartyFile": "A party's own until they hand it in: then it is an Attachment.",
    "KnownDevice": "Opens nothing: it only keeps a budget of tries apart; moved at every sign-in, which is an entry.",
    "OpenSession": "A list for its owner to end sessions from; the session table itself is what opens.",
    "Application": "Typed by a citizen and not yet handed in; what is handed in is a case with its own history.",
    "EvidenceFile": "Of an application that is not handed in yet; what is handed in is a file of a case.",
    "EvidencePart": "As above.",
    "Draft": "Not yet told to anybody; forgotten after some days.",
    "Business": "What the hall's numbers are for, from the text of the centre; a label.",
    "CodeVisits": "How often a page was opened on a day, by anybody; a count.",
    "Window": "Who sits at which window now; what is done there for a case is in its history.",
    "Kiosk": "Which machine may give numbers; it can do nothing else, and numbers are of one day.",
    "HallTicket": "A number of one day, of nobody; the entry that registers its case names it and when they came.",
    "BookedSeat": "A half hour booked by somebody who has told nothing yet; gone after the day.",
    "ImportBatch": "How far a file has been read; each matter that comes of it is a case with its own history.",
    "ImportProblem": "A line of a file that was not taken; corrected and cleared by who uploaded it.",
}
