"""The screening is asked of each side by itself, one click an answer, and none is given for anybody."""

from __future__ import annotations

import re

from kit.pages import flat
from kit.qinghe import SAFE, Qinghe

QUESTIONS = ("violence", "minors", "self_harm", "coercion", "capacity")


def test_each_answer_is_one_click_and_none_is_chosen_beforehand(world: Qinghe) -> None:
    number = world.reach("handling")
    shown = flat(world.client("mediator").get(f"/cases/{number}/screen").content.decode())
    for name in QUESTIONS:
        boxes = re.findall(rf'<input type="radio" name="{name}"[^>]*>', shown)
        assert len(boxes) >= 2, name
        assert not [box for box in boxes if "checked" in box]


def test_what_was_clicked_is_kept_when_something_is_missing(world: Qinghe) -> None:
    number = world.reach("handling")
    told = SAFE | {"minors": "yes", "key": "k"}
    del told["violence"]
    answer = world.client("mediator").post(f"/cases/{number}/screen", told)
    shown = flat(answer.content.decode())
    assert answer.status_code == 422
    assert re.search(r'name="minors" value="yes"[^>]* checked', shown)
    assert "请填写" in shown
