"""The staff's addresses. Order matters in one place only: a verb's address comes after the fixed ones."""

from __future__ import annotations

from django.urls import path

from jiefen.web.agreement import draft as agreement
from jiefen.web.case import lists, verbs
from jiefen.web.case import page as case
from jiefen.web.clocks import calendar
from jiefen.web.court import referrals as court
from jiefen.web.documents import archive, volume
from jiefen.web.documents import files as papers
from jiefen.web.documents import papers as documents
from jiefen.web.figures import outcomes
from jiefen.web.intake import imports
from jiefen.web.intake import registration as desk
from jiefen.web.ledger import verify as audit
from jiefen.web.mediation import expert_questions, rooms, roster, sessions
from jiefen.web.oversight import pages as oversight
from jiefen.web.people import contact, people
from jiefen.web.people import sign_in as session
from jiefen.web.routing import rules

urlpatterns = [
    path("signin", session.signin, name="sign_in"),
    path("signin/code", session.code, name="second_factor"),
    path("signout", session.sign_out, name="sign_out"),
    path("account/password", session.password_change, name="password_change"),
    path("account/second-factor", session.second_factor_setup, name="second_factor_setup"),
    path("account/second-factor/qr", session.second_factor_qr, name="second_factor_qr"),
    *contact.urlpatterns,
    *lists.urlpatterns,
    *desk.urlpatterns,
    *people.urlpatterns,
    *rules.urlpatterns,
    *calendar.urlpatterns,
    *imports.urlpatterns,
    *audit.urlpatterns,
    *oversight.urlpatterns,
    *court.urlpatterns,
    *outcomes.urlpatterns,
    *agreement.urlpatterns,
    *roster.urlpatterns,
    *expert_questions.urlpatterns,
    *sessions.urlpatterns,
    *rooms.urlpatterns,
    *case.urlpatterns,
    *papers.urlpatterns,
    *documents.urlpatterns,
    *volume.urlpatterns,
    *archive.urlpatterns,
    *verbs.urlpatterns,
    *verbs.verb_patterns,
]
