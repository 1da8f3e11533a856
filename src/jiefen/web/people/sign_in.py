"""Sign in, password, sign out, and the lock of a screen that nobody used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, login, logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiefen.actions.common.throttle import wrong_at
from jiefen.actions.people import devices, sign_in
from jiefen.actions.people.sessions import row_key
from jiefen.domain.common.errors import Busy, Invalid
from jiefen.domain.people.tries import delay
from jiefen.gate.address import counted_address
from jiefen.gate.crowd import slowed
from jiefen.gate.devices import fresh_token, label_of, put_token, token_of
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import GateRequest, StaffRequest
from jiefen.gate.sending import Refusal
from jiefen.reports.common.actors import actor_of, person

if TYPE_CHECKING:
    from jiefen.store.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF_WAY = 600  # seconds between the password and the second factor
NEXT_CODE = "还没有对上。请等验证器换了新的 6 位数字，把新的那个再输一次；还不行，请核对手机时间。"


class SignInForm(TypedForm):
    username = text_field("用户名")
    password = text_field("密码", password=True)


class UnlockForm(TypedForm):
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
    following = safe_next(request.POST.get("next") or request.GET.get("next") or reverse("home"))
    form = SignInForm(request.POST or None)
    refusal = Refusal(form, of=(Invalid, Busy))
    if request.method == "GET":
        _say_why(request)
    if request.method == "POST":
        with refusal:
            user = _checked(request)
            if not user.has_second_factor:
                return _enter(request, user=user, following=following)
            request.session["half"] = {"user": user.pk, "next": following, "at": request.now.timestamp()}
            return HttpResponseRedirect(reverse("second_factor"))
    return render(request, "people/signin.html", {"page": SignInPage(form, following)}, status=refusal.status)


def _say_why(request: GateRequest) -> None:
    """Why somebody who was signed in here has to do it again."""
    if request.GET.get("given_up"):
        messages.warning(
            request,
            f"这里的登录已退出：一个账号最多同时在 {devices.MOST_OPEN} 处登录，您在别处又登录了一次，这里最久没有用过。"
            "请重新登录接着办。别处的不是您本人，请登录后到“登录的设备”里让它退出，并修改密码。",
        )
    if request.GET.get("expired"):
        again = "" if request.GET.get("given_up") else "登录已过期。请重新登录，"
        messages.warning(request, f"{again}您刚才填写的文字会放回原来的页面；选好的附件请重新选。")


def _checked(request: GateRequest) -> User:
    """Who it is. Raises Invalid, TooMany, Busy."""
    token, address = token_of(request), counted_address(request)
    wrong = wrong_at(sign_in.address_key(address), at=request.now) if address and not token else 0
    with slowed(delay(wrong, kind="address")):
        return sign_in.check_sign_in(
            username=request.POST.get("username", "").strip(),
            password=request.POST.get("password", ""),
            token=token,
            address=address,
            at=request.now,
        )


@dataclass(frozen=True)
class CodePage:
    form: CodeForm


@door("public", methods="GET POST")
def code(request: GateRequest) -> HttpResponse:
    half = request.session.get("half")
    if half is None or request.now.timestamp() - half.get("at", 0) > HALF_WAY:
        return HttpResponseRedirect(reverse("sign_in"))
    user = person(half["user"])
    if user is None:
        return HttpResponseRedirect(reverse("sign_in"))
    form = CodeForm(request.POST or None)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            first = sign_in.check_second_factor(
                user,
                code=request.POST.get("code", ""),
                token=token_of(request),
                first=half.get("first", 0),
                at=request.now,
            )
            if first is None:
                return _enter(request, user=user, following=half["next"])
            request.session["half"] = half | {"first": first}
            raise Invalid("验证还没有通过", fields={"code": NEXT_CODE})
    return render(request, "people/second_factor.html", {"page": CodePage(form)}, status=refusal.status)


def _enter(request: GateRequest, *, user: User, following: str) -> HttpResponse:
    for name in ("half", "given_up"):
        request.session.pop(name, None)
    if request.user.is_authenticated:  # once more, in an open session: that one ends
        devices.closed(key=row_key(request.session))
        request.session.flush()
    login(request, user, backend=BACKEND)
    request.session[BACKEND_SESSION_KEY] = BACKEND
    if not user.has_second_factor:
        request.session["proved"] = request.now.timestamp()  # the password was typed just now
        if sign_in.needs_second_factor(user):
            request.session["second_factor_due"] = True
    request.session["used"] = int(request.now.timestamp())
    request.session.save()
    token, label = fresh_token(), label_of(request)
    by = actor_of(user.pk, name=user.name, at=request.now)
    given_up = devices.opened(user, key=row_key(request.session), label=label, by=by, at=request.now)
    devices.remember(user, old=token_of(request), new=token, label=label, at=request.now)
    sign_in.signed_in(user, by=by, at=request.now)
    if given_up:
        messages.warning(
            request,
            f"您的账号已经在 {devices.MOST_OPEN} 处登录，最久没用的一处（{'、'.join(given_up)}）已自动退出。"
            "有不是您本人登录的，请到“登录的设备”里让它退出，并修改密码。",
        )
    response = HttpResponseRedirect(following)
    put_token(response, token=token)
    return response


@dataclass(frozen=True)
class UnlockPage:
    """`next`: the page that was locked."""

    form: UnlockForm
    name: str
    next: str


@door("signed_in", methods="GET POST")
def unlock(request: StaffRequest) -> HttpResponse:
    """The person whose session it is goes on where they were; nobody else can."""
    following = safe_next(request.POST.get("next") or request.GET.get("next") or reverse("home"))
    form = UnlockForm(request.POST or None)
    refusal = Refusal(form, of=(Invalid, Busy))
    if request.method == "POST":
        with refusal:
            password = request.POST.get("password", "")
            if not sign_in.check_own_password(request.user, password=password, at=request.now):
                raise Invalid(fields={"password": "密码不对，请再输一次；换人用这台电脑，请按“换人登录”。"})
            request.session["used"] = int(request.now.timestamp())
            return HttpResponseRedirect(following)
    page = UnlockPage(form, request.user.name, following)
    return render(request, "people/unlock.html", {"page": page}, status=refusal.status)


@door("signed_in", methods="POST")
def sign_out(request: StaffRequest) -> HttpResponse:
    devices.closed(key=row_key(request.session))
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
            before = row_key(request.session)
            update_session_auth_hash(request, request.user)
            after = row_key(request.session)
            devices.moved(old=before, new=after, epoch=request.user.epoch)
            messages.success(request, "密码已修改，其他地方的登录已失效。")
            return HttpResponseRedirect(reverse("home"))
    context = {"page": PasswordPage(form, forced)}
    return render(request, "people/password_change.html", context, status=refusal.status)


def safe_next(path: str) -> str:
    """Only a path of our own: never another host."""
    parts = urlsplit(path)
    return (
        path
        if path.startswith("/") and not parts.netloc and not path.startswith(("//", "/\\"))
        else reverse("home")
    )
