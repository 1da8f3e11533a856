"""The staff's addresses. Order matters in one place only: a verb's address comes after the fixed ones."""

from __future__ import annotations

from django.urls import path

from jiefen.web.views import (
    afterwards,
    agreement,
    asked,
    audit,
    calendar,
    case,
    contact,
    corps,
    court,
    desk,
    documents,
    imports,
    lists,
    oversight,
    papers,
    people,
    rooms,
    rules,
    session,
    sessions,
    verbs,
)

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
    *afterwards.urlpatterns,
    *agreement.urlpatterns,
    *corps.urlpatterns,
    *asked.urlpatterns,
    *sessions.urlpatterns,
    *rooms.urlpatterns,
    *case.urlpatterns,
    *papers.urlpatterns,
    *documents.urlpatterns,
    *verbs.urlpatterns,
    *verbs.verb_patterns,
]
