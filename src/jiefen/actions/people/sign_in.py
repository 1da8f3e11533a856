"""Signing in: password, second factor, throttle. Answers are the same for a wrong name and a wrong password."""

from __future__ import annotations

from datetime import datetime

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import History, recorded
from jiefen.actions.common.throttle import Reserved, TooMany, give_back, note_wrong, reserve
from jiefen.actions.people.devices import known_device
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.fold import compact, fold
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import Role
from jiefen.domain.people.tries import minutes_left
from jiefen.store.common import vault
from jiefen.store.models import Centre, Post, User

STEP, DRIFT = 30, 2  # seconds of one code; steps by which a telephone's clock may be off
TYPING = 6  # seconds
OTHER_WAYS = "以前登录过的电脑、手机不受影响，可以用它登录；急用请找系统管理员。"


def check_sign_in(*, username: str, password: str, token: str, address: str, at: datetime) -> User:
    """The person, if the password is right. Raises Invalid or TooMany; takes as long for a name that is not there.

    `token`: of the browser; one that this person has signed in with has tries of its own. `address`: empty where none
    is known. What others got wrong there lets no wrong answer be tried again, but a right one goes through.
    """
    username = fold(username[:40]).strip()[:60]
    user = User.objects.filter(username=username, is_active=True).first()
    device = known_device(user, token=token) if user else None
    try:
        reserved = reserve([_budget(username, device=device)], at=at)
    except TooMany as error:
        raise TooMany(kind=error.kind, minutes=error.minutes, way="" if device else OTHER_WAYS) from None
    right = _fits(user, password=password[:200], at=at) if user else _as_slow(password[:200])
    if user is None or not right:
        if address and not device and note_wrong(address_key(address), at=at):
            raise TooMany(kind="address", minutes=minutes_left(0, kind="address"))
        raise Invalid("登录没有成功", fields={"password": "用户名或密码不对，请核对后再试。"})
    give_back(reserved)
    return user


def address_key(address: str) -> str:
    return f"address:{address}"


def _budget(username: str, *, device: int | None) -> str:
    return f"device:{device}" if device else f"account:{username.lower()}"


def _fits(user: User, *, password: str, at: datetime) -> bool:
    """Whether the password is this person's. A hash of older cost is renewed; that is no change of the password."""

    def renew(plain: str) -> None:
        with recorded(by=system_actor(), at=at):
            User.objects.filter(pk=user.pk, password=user.password).update(password=make_password(plain))

    return check_password(password, user.password, setter=renew)


def _as_slow(password: str) -> bool:
    """No, after the work that a check would have been."""
    make_password(password)
    return False


def check_second_factor(user: User, *, code: str, token: str, first: int, at: datetime) -> int | None:
    """None when the person has shown their second factor; else the step to hand in as `first` with the next code.

    A code alone is believed once a day and only while it is current: six digits are no more than that. Otherwise two in
    a row are asked, and nobody is told whether the first was right (`decisions/0015-door.md`). Raises TooMany.
    """
    device = known_device(user, token=token)
    of = f"_device:{device}" if device else f":{user.pk}"
    reserved = reserve([f"factor{of}"], at=at)
    alone = _if_left(f"alone{of}", at=at)
    step = _matching_step(_secret_of(user), code=code, at=at)
    if step is None or step <= user.totp_step:
        return 0
    second = first and 0 < step - first <= 2
    believed = second or (alone is not None and step == _current(at))
    if not believed or not _use_up(step, user=user):
        return step
    give_back(reserved)
    give_back(alone or Reserved(()))
    return None


def _if_left(key: str, *, at: datetime) -> Reserved | None:
    try:
        return reserve([key], at=at)
    except TooMany:
        return None


def _use_up(step: int, *, user: User) -> bool:
    """Each code is taken once."""
    return bool(User.objects.filter(pk=user.pk, totp_step__lt=step).update(totp_step=step))


def _secret_of(user: User) -> str:
    return vault.unseal_here(bytes(user.totp_sealed or b""), place="user.totp")


def _current(at: datetime) -> int:
    """The step that somebody who takes a few seconds to type has read."""
    return int(at.timestamp() - TYPING) // STEP


def _matching_step(secret: str, *, code: str, at: datetime) -> int | None:
    """The time step that the code belongs to, two steps of drift allowed on either side."""
    code = compact(code)
    if not secret or len(code) != 6 or whole_number(code) is None:
        return None
    now = int(at.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    steps = sorted(range(now - DRIFT, now + DRIFT + 1), key=lambda step: abs(step - now))
    return next((step for step in steps if totp.verify(code, for_time=step * STEP)), None)


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


def remove_second_factor(user: User, *, by: Actor, at: datetime) -> None:
    """Sign in by password alone again. Raises RuleError where the centre asks for a second factor."""
    if needs_second_factor(user):
        raise RuleError("本中心要求这个岗位使用两步验证，不能关闭；换手机的，请重新扫码绑定。")
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(totp_sealed=None, totp_step=0)
        _note(by, at=at, verb="second_factor_off", facts={"user": user.pk})


def needs_second_factor(user: User) -> bool:
    """Whether the centre's policy asks this person to bind an authenticator before anything else."""
    policy = Centre.objects.values_list("second_factor", flat=True).first() or "admins"
    if policy == "optional":
        return False
    roles = (Role.ADMINISTRATOR, Role.AUDITOR)
    return policy == "everyone" or Post.objects.filter(user=user, until__isnull=True, role__in=roles).exists()


def check_own_password(user: User, *, password: str, at: datetime) -> bool:
    """Whether who sits at an open session knows its password. Raises TooMany."""
    reserved = reserve([f"own:{user.pk}"], at=at)
    right = _fits(user, password=password[:200], at=at)
    if right:
        give_back(reserved)
    return right


def change_password(user: User, *, old: str, new: str, again: str, by: Actor, at: datetime) -> None:
    """Raises Invalid. Every other session of this person ends."""
    problems: dict[str, str] = {}
    if not check_own_password(user, password=old, at=at):
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
        User.objects.filter(pk=user.pk).update(
            password=hashed, must_change_password=False, epoch=F("epoch") + 1
        )
        _note(by, at=at, verb="password", facts={"user": user.pk})
    user.refresh_from_db(fields=["password", "must_change_password", "epoch"])


def signed_in(user: User, *, by: Actor, at: datetime) -> None:
    """Note the sign-in in the system's own history."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(last_login=at)
        _note(by, at=at, verb="sign_in", facts={"user": user.pk})


def _note(by: Actor, *, at: datetime, verb: str, facts: dict[str, object]) -> None:
    history = History(by=by, at=at)
    history.add_to_stream("system", verb=verb, facts=dict(facts))
    history.write()
