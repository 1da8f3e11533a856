"""登录的设备: where a person is signed in, to be ended by them; devices that are known, to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.people import devices as acts
from jiefen.actions.people.sessions import row_key
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest
from jiefen.reports.people import devices as report


@dataclass(frozen=True)
class DevicesPage:
    """`most`: sign-ins side by side. `given_up`: those that ended because there was one more."""

    sessions: list[report.SignedIn]
    most: int
    given_up: list[report.SignedIn]
    devices: list[report.Device]


@door("signed_in")
def devices(request: StaffRequest) -> HttpResponse:
    page = DevicesPage(
        report.signed_in(request.actor, key=row_key(request.session), now=request.now),
        acts.MOST_OPEN,
        report.given_up(request.actor),
        report.known_devices(request.actor),
    )
    return render(request, "people/devices.html", {"page": page})


@door("signed_in", methods="POST")
def end(request: StaffRequest) -> HttpResponse:
    """One sign-in, or all but this one."""
    if "others" in request.POST:
        count = acts.end_others(key=row_key(request.session), by=request.actor, at=request.now)
        sentence = f"已退出其他 {count} 处登录。" if count else "没有别处的登录。"
    else:
        label = acts.end_session(session=_number(request, "session"), by=request.actor, at=request.now)
        sentence = f"{label}上的登录已退出，那里下一次操作就要重新登录。"
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("devices"))


@door("signed_in", methods="POST")
def forget(request: StaffRequest) -> HttpResponse:
    label = acts.forget_device(device=_number(request, "device"), by=request.actor, at=request.now)
    messages.success(request, f"已不再记住{label}。")
    return HttpResponseRedirect(reverse("devices"))


def _number(request: StaffRequest, name: str) -> int:
    return whole_number(request.POST.get(name, "")) or 0


urlpatterns = [
    path("account/devices", devices, name="devices"),
    path("account/devices/end", end, name="device_end"),
    path("account/devices/forget", forget, name="device_forget"),
]
