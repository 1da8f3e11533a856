"""R-12 in small: a receiver that leads its callers astray. All six, for two minutes each: `jiefen drill receivers`."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.jobs.drilling.receivers import receivers
from jiefen.jobs.drilling.site import Site


def test_a_receiver_that_leads_astray_is_left_alone_and_intake_goes_on(site: Callable[..., Site]) -> None:
    good, figures = receivers(site(), 8, kinds=("redirects",))
    assert good, figures


def test_control_whoever_follows_a_receiver_elsewhere_is_found(site: Callable[..., Site]) -> None:
    good, figures = receivers(site(bug="meek"), 8, kinds=("redirects",))
    assert not good
    assert figures["led_astray"] > 0, figures
