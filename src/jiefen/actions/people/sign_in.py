"""Signing in: password, second factor, throttle. Answers are the same for a wrong name and a wrong password."""

from __future__ import annotations

from datetime import datetime

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from jiefen.actions.common.history import History
from jiefen.actions.common.throttle import TooMany, count_failure, forget, is_blocked, refuse_if_blocked
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.fold import compact, fold
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import Role
from jiefen.store.common import vault
from jiefen.store.models import Centre, Post, User

STEP = 30


def check_sign_in(*, username: str, password: str, address: str, at: datetime) -> User:
    """The person, if the password is right. Raises Invalid or TooMany; takes as long for a name that is not there.

    A whole office may share one address: what others got wrong there lets no wrong answer be tried again, but a right
    one goes through, until the address is plainly a machine's.
    """
    username = fold(username[:40]).strip()
    keys = [f"account:{username.lower()}", f"flood:{address}", f"address:{address}"]
    refuse_if_blocked(keys[:2], at=at)
    crowded = is_blocked(keys[2:], at=at)
    user = User.objects.filter(username=username, is_active=True).first()
    right = check_password(password[:200], user.password) if user else _as_slow(password[:200])
    if user is None or not right:
        count_failure(keys, at=at)
        if crowded:
            raise TooMany()
        raise Invalid("登录没有成功", fields={"password": "用户名或密码不对，请核对后再试。"})
    forget(keys[:1])
    return user


def _as_slow(password: str) -> bool:
    """No, after the work that a check would have been."""
    make_password(password)
    return False


def check_second_factor(user: User, *, code: str, at: datetime) -> None:
    """Accept a six-digit code once. Raises Invalid or TooMany."""
    keys = [f"factor:{user.pk}"]
    refuse_if_blocked(keys, at=at)
    step = _matching_step(
        vault.unseal_here(bytes(user.totp_sealed or b""), place="user.totp"), code=code, at=at
    )
    fresh = step is not None and User.objects.filter(pk=user.pk, totp_step__lt=step).update(totp_step=step)
    if not fresh:
        count_failure(keys, at=at)
        raise Invalid("验证没有通过", fields={"code": "验证码不对或已经用过，请看验证器上新的 6 位数字。"})
    forget(keys)


def _matching_step(secret: str, *, code: str, at: datetime) -> int | None:
    """The time step that the code belongs to, one step of drift allowed on either side."""
    code = compact(code)
    if not secret or len(code) != 6 or whole_number(code) is None:
        return None
    now = int(at.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    return next((step for step in (now, now - 1, now + 1) if totp.verify(code, for_time=step * STEP)), None)


def fresh_second_factor() -> str:
    return pyotp.random_base32()


def second_factor_address(user: User, *, secret: str) -> str:
    """The otpauth address that an authenticator scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="解纷")


def enrol(user: User, *, secret: str, code: str, by: Actor, at: datetime) -> None:
    """Bind an authenticator once its code is right. Raises Invalid."""
    step = _matching_step(secret, code=code, at=at)
    if step is None:
        raise Invalid(fields={"code": "验证码不对，请核对手机时间后，输入验证器上新的 6 位数字。"})
    with transaction.atomic():
        sealed = vault.seal_here(secret, place="user.totp")
        User.objects.filter(pk=user.pk).update(totp_sealed=sealed, totp_step=step)
        _note(by, at=at, verb="second_factor", facts={"user": user.pk})


def needs_second_factor(user: User) -> bool:
    """Whether the centre's policy asks this person to bind an authenticator before anything else."""
    policy = Centre.objects.values_list("second_factor", flat=True).first() or "admins"
    if policy == "optional":
        return False
    roles = (Role.ADMINISTRATOR, Role.AUDITOR)
    return policy == "everyone" or Post.objects.filter(user=user, until__isnull=True, role__in=roles).exists()


def change_password(user: User, *, old: str, new: str, again: str, by: Actor, at: datetime) -> None:
    """Raises Invalid. Every other session of this person ends."""
    problems: dict[str, str] = {}
    if not check_password(old, user.password):
        problems["old_password"] = "现在的密码不对。"  # noqa: S105  (a field name)
    if new != again:
        problems["new_password2"] = "两次输入的新密码不一样。"
    try:
        validate_password(new, user)
    except ValidationError as error:
        problems["new_password1"] = "；".join(error.messages)
    if problems:
        raise Invalid(fields=problems)
    with transaction.atomic():
        hashed = make_password(new)
        User.objects.filter(pk=user.pk).update(password=hashed, must_change_password=False)
        _note(by, at=at, verb="password", facts={"user": user.pk})
    user.password, user.must_change_password = hashed, False


def signed_in(user: User, *, by: Actor, at: datetime) -> None:
    """Note the sign-in in the system's own history."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(last_login=at)
        _note(by, at=at, verb="sign_in", facts={"user": user.pk})


def _note(by: Actor, *, at: datetime, verb: str, facts: dict[str, object]) -> None:
    history = History(by=by, at=at)
    history.add_to_stream("system", verb=verb, facts=dict(facts))
    history.write()
