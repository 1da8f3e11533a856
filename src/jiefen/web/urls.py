"""The staff's addresses. Order matters in one place only: a verb's address comes after the fixed ones."""

from __future__ import annotations

from django.urls import path

from jiefen.web.agreement import draft
from jiefen.web.case import lists, page, verbs
from jiefen.web.clocks import calendar
from jiefen.web.court import referrals
from jiefen.web.documents import archive, files, papers, volume
from jiefen.web.figures import codes, outcomes
from jiefen.web.intake import hall, imports, registration
from jiefen.web.ledger import health, verify
from jiefen.web.mediation import expert_questions, rooms, roster, sessions
from jiefen.web.oversight import pages, supervision
from jiefen.web.people import approvals, contact, devices, people, second_factor, sign_in
from jiefen.web.privacy import glass
from jiefen.web.routing import rules

urlpatterns = [
    path("signin", sign_in.signin, name="sign_in"),
    path("signin/code", sign_in.code, name="second_factor"),
    path("signout", sign_in.sign_out, name="sign_out"),
    path("account/password", sign_in.password_change, name="password_change"),
    path("unlock", sign_in.unlock, name="unlock"),
    *second_factor.urlpatterns,
    *devices.urlpatterns,
    *contact.urlpatterns,
    *lists.urlpatterns,
    *registration.urlpatterns,
    *hall.urlpatterns,
    *people.urlpatterns,
    *approvals.urlpatterns,
    *glass.urlpatterns,
    *rules.urlpatterns,
    *calendar.urlpatterns,
    *imports.urlpatterns,
    *verify.urlpatterns,
    *health.urlpatterns,
    *supervision.urlpatterns,
    *pages.urlpatterns,
    *referrals.urlpatterns,
    *outcomes.urlpatterns,
    *codes.urlpatterns,
    *draft.urlpatterns,
    *roster.urlpatterns,
    *expert_questions.urlpatterns,
    *sessions.urlpatterns,
    *rooms.urlpatterns,
    *page.urlpatterns,
    *files.urlpatterns,
    *papers.urlpatterns,
    *volume.urlpatterns,
    *archive.urlpatterns,
    *verbs.urlpatterns,
    *verbs.verb_patterns,
]
