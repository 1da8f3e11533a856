"""Binding, changing and giving up a second factor: only by who has just shown the password, and the old factor if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.people import sign_in
from jiefen.domain.common.errors import Busy, Invalid, Unseen
from jiefen.gate.devices import token_of
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest
from jiefen.gate.sending import Refusal
from jiefen.web.people.sign_in import NEXT_CODE, CodeForm

PROVED = 600  # seconds for which a password just typed is good here


class ProofForm(TypedForm):
    password = text_field("登录密码", password=True)
    code = text_field("现在的验证码", required=False, hint="验证器上的 6 位数字")


@dataclass(frozen=True)
class ProofPage:
    """`enabled`: a factor is bound, so its code is asked too."""

    form: ProofForm
    enabled: bool


@dataclass(frozen=True)
class SecondFactorPage:
    """`secret`: in groups of four. `may_remove`: the centre's policy does not ask for one."""

    form: CodeForm
    secret: str
    enabled: bool
    may_remove: bool


@door("signed_in", methods="GET POST")
def setup(request: StaffRequest) -> HttpResponse:
    if not _proved(request):
        return _prove(request)
    secret = request.session.setdefault("totp", sign_in.fresh_second_factor())
    form = CodeForm(request.POST or None)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            sign_in.enrol(
                request.user,
                secret=secret,
                code=request.POST.get("code", ""),
                by=request.actor,
                at=request.now,
            )
            return _done(request, sentence="两步验证已开启，下次登录时会询问验证码。")
    shown = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    enabled = request.user.has_second_factor
    page = SecondFactorPage(form, shown, enabled, enabled and not sign_in.needs_second_factor(request.user))
    return render(request, "people/second_factor_setup.html", {"page": page}, status=refusal.status)


def _proved(request: StaffRequest) -> bool:
    """Whether password, and the old factor if there is one, were shown in this session a moment ago."""
    since: float = request.session.get("proved", 0.0)
    return request.now.timestamp() - since < PROVED


def _prove(request: StaffRequest) -> HttpResponse:
    enabled = request.user.has_second_factor
    form = ProofForm(request.POST or None)
    refusal = Refusal(form, of=(Invalid, Busy))
    if request.method == "POST":
        with refusal:
            password = request.POST.get("password", "")
            if not sign_in.check_own_password(request.user, password=password, at=request.now):
                raise Invalid(fields={"password": "密码不对，请再输一次。"})
            if enabled:
                _check_old(request)
            request.session["proved"] = request.now.timestamp()
            return HttpResponseRedirect(reverse("second_factor_setup"))
    page = ProofPage(form, enabled)
    return render(request, "people/second_factor_proof.html", {"page": page}, status=refusal.status)


def _check_old(request: StaffRequest) -> None:
    """Raises Invalid until the old authenticator's code is believed."""
    first = sign_in.check_second_factor(
        request.user,
        code=request.POST.get("code", ""),
        token=token_of(request),
        first=request.session.pop("first", 0),
        at=request.now,
    )
    if first is not None:
        request.session["first"] = first
        raise Invalid(fields={"code": f"{NEXT_CODE}手机丢了的，请系统管理员当面核对后重置。"})


@door("signed_in", methods="POST")
def remove(request: StaffRequest) -> HttpResponse:
    if not _proved(request):
        return HttpResponseRedirect(reverse("second_factor_setup"))
    sign_in.remove_second_factor(request.user, by=request.actor, at=request.now)
    return _done(request, sentence="两步验证已关闭，以后只用密码登录。")


def _done(request: StaffRequest, *, sentence: str) -> HttpResponse:
    for name in ("totp", "second_factor_due", "proved", "first"):
        request.session.pop(name, None)
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("home"))


@door("signed_in")
def qr(request: StaffRequest) -> HttpResponse:
    secret = request.session.get("totp")
    if secret is None or not _proved(request):
        raise Unseen("请先打开“两步验证”页面，再扫二维码。")
    return qr_svg(sign_in.second_factor_address(request.user, secret=secret))


def qr_svg(text: str) -> HttpResponse:
    """With its name space: as an image, an SVG without one is not drawn."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2, omitsize=True)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


urlpatterns = [
    path("account/second-factor", setup, name="second_factor_setup"),
    path("account/second-factor/qr", qr, name="second_factor_qr"),
    path("account/second-factor/remove", remove, name="second_factor_remove"),
]
