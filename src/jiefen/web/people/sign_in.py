"""Sign in, second factor, password, sign out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import segno
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, login, logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiefen.actions.people import sign_in
from jiefen.domain.common.errors import Unseen
from jiefen.gate.address import address_of
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import GateRequest, StaffRequest
from jiefen.gate.sending import Refusal
from jiefen.reports.common.actors import actor_of, person

if TYPE_CHECKING:
    from jiefen.store.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(TypedForm):
    username = text_field("用户名")
    password = text_field("密码", password=True)


class CodeForm(TypedForm):
    code = text_field("验证码")


class PasswordForm(TypedForm):
    old_password = text_field("现在的密码", password=True)
    new_password1 = text_field(
        "新密码", password=True, hint="不少于 10 个字符；不必混用大小写和符号，一句好记的话就行。"
    )
    new_password2 = text_field("再输一次新密码", password=True)


@dataclass(frozen=True)
class SignInPage:
    """`next`: where to go on."""

    form: SignInForm
    next: str


@door("public", methods="GET POST")
def signin(request: GateRequest) -> HttpResponse:
    following = _safe(request.POST.get("next") or request.GET.get("next") or reverse("home"))
    form = SignInForm(request.POST or None)
    refusal = Refusal(form)
    if request.GET.get("expired") and request.method == "GET":
        messages.warning(
            request, "登录已过期。请重新登录，您刚才填写的文字会放回原来的页面；选好的附件请重新选。"
        )
    if request.method == "POST":
        with refusal:
            user = sign_in.check_sign_in(
                username=request.POST.get("username", "").strip(),
                password=request.POST.get("password", ""),
                address=address_of(request),
                at=request.now,
            )
            if not user.has_second_factor:
                return _enter(request, user=user, following=following)
            request.session["half"] = {"user": user.pk, "next": following}
            return HttpResponseRedirect(reverse("second_factor"))
    return render(request, "people/signin.html", {"page": SignInPage(form, following)}, status=refusal.status)


@dataclass(frozen=True)
class CodePage:
    form: CodeForm


@door("public", methods="GET POST")
def code(request: GateRequest) -> HttpResponse:
    half = request.session.get("half")
    user = person(half["user"]) if half else None
    if half is None or user is None:
        return HttpResponseRedirect(reverse("sign_in"))
    form = CodeForm(request.POST or None)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            sign_in.check_second_factor(user, code=request.POST.get("code", ""), at=request.now)
            return _enter(request, user=user, following=half["next"])
    return render(request, "people/second_factor.html", {"page": CodePage(form)}, status=refusal.status)


def _enter(request: GateRequest, *, user: User, following: str) -> HttpResponse:
    request.session.pop("half", None)
    login(request, user, backend=BACKEND)
    request.session[BACKEND_SESSION_KEY] = BACKEND
    if sign_in.needs_second_factor(user) and not user.has_second_factor:
        request.session["second_factor_due"] = True
    sign_in.signed_in(user, by=actor_of(user.pk, name=user.name, at=request.now), at=request.now)
    return HttpResponseRedirect(following)


@door("signed_in", methods="POST")
def sign_out(request: StaffRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "已退出登录。")
    return HttpResponseRedirect(reverse("sign_in"))


@dataclass(frozen=True)
class PasswordPage:
    """`forced`: at the first sign-in."""

    form: PasswordForm
    forced: bool


@door("signed_in", methods="GET POST")
def password_change(request: StaffRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    forced = request.user.must_change_password
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            sign_in.change_password(
                request.user,
                old=request.POST.get("old_password", ""),
                new=request.POST.get("new_password1", ""),
                again=request.POST.get("new_password2", ""),
                by=request.actor,
                at=request.now,
            )
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已修改，其他地方的登录已失效。")
            return HttpResponseRedirect(reverse("home"))
    context = {"page": PasswordPage(form, forced)}
    return render(request, "people/password_change.html", context, status=refusal.status)


@dataclass(frozen=True)
class SecondFactorPage:
    """`secret`: in groups of four."""

    form: CodeForm
    secret: str
    enabled: bool


@door("signed_in", methods="GET POST")
def second_factor_setup(request: StaffRequest) -> HttpResponse:
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
            request.session.pop("totp", None)
            request.session.pop("second_factor_due", None)
            messages.success(request, "两步验证已开启，下次登录时会询问验证码。")
            return HttpResponseRedirect(reverse("home"))
    shown = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    page = SecondFactorPage(form, shown, request.user.has_second_factor)
    return render(request, "people/second_factor_setup.html", {"page": page}, status=refusal.status)


@door("signed_in")
def second_factor_qr(request: StaffRequest) -> HttpResponse:
    secret = request.session.get("totp")
    if secret is None:
        raise Unseen("请先打开“两步验证”页面，再扫二维码。")
    return qr_svg(sign_in.second_factor_address(request.user, secret=secret))


def qr_svg(text: str) -> HttpResponse:
    """With its name space: as an image, an SVG without one is not drawn."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2, omitsize=True)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _safe(path: str) -> str:
    """Only a path of our own: never another host."""
    parts = urlsplit(path)
    return (
        path
        if path.startswith("/") and not parts.netloc and not path.startswith(("//", "/\\"))
        else reverse("home")
    )
