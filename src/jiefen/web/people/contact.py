"""A person's own page: by which media notices reach them outside the application."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.people.contact import set_contact
from jiefen.domain.messages.words import Medium
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest
from jiefen.gate.sending import Refusal, done
from jiefen.reports.people import contact as report


class ContactForm(TypedForm):
    ways = text_field("系统内提醒之外，还用", choices=Medium.choices(), many=True)
    phone = text_field("手机号码", required=False, hint="只用来发提醒；加密保存，别人看不到。")
    email = text_field("邮箱", required=False)


@dataclass(frozen=True)
class ContactPage:
    """`off`: names of the media that have no gateway, or empty."""

    form: ContactForm
    off: str
    recent: list[report.MessageView]


@door("signed_in", methods="GET POST")
def contact(request: StaffRequest) -> HttpResponse:
    me = request.actor.user_id
    known = report.contact(me)
    form = ContactForm(
        request.POST or None, initial={"ways": known.media, "phone": known.phone, "email": known.email}
    )
    refusal = Refusal(form)
    if request.method == "POST":
        texts = form.texts()
        with refusal:
            answer = set_contact(
                email=texts["email"],
                phone=texts["phone"],
                media=texts["ways"].split(","),
                by=request.actor,
                at=request.now,
            )
            return done(request, answer, to=reverse("contact"))
    off = [medium.label for medium in Medium if not settings.GATEWAYS[medium].real]
    page = ContactPage(form, "和".join(off), report.recent(me))
    return render(request, "people/contact.html", {"page": page}, status=refusal.status)


urlpatterns = [path("account/messages", contact, name="contact")]
