"""The setup printed in the README is one that works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiefen.channels.messages.email import Email
from jiefen.channels.messages.setup import gateways
from jiefen.channels.messages.sms_http import SmsHttp

pytestmark = pytest.mark.one_database

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_example_sets_up_both_gateways() -> None:
    text = re.search(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    assert text is not None
    found = gateways(text[1])
    assert isinstance(found["email"], Email)
    assert isinstance(found["sms"], SmsHttp)
    assert (found["email"].port, found["sms"].accepted) == (465, ("code", "0"))
