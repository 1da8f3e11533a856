"""The written answers: an objection's, a petition review's and a re-review's."""

from __future__ import annotations

import pytest

from jiefen.domain.errors import Unseen
from jiefen.reports import letters
from jiefen.reports.letters import letter_pdf
from qinghe import Qinghe


def letter(world: Qinghe, number: str, name: str) -> bytes:
    return letter_pdf(world.case(number), name=name, track_url="http://127.0.0.1/t/")


def test_an_answered_objection_has_its_letter_and_an_open_one_has_none(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take("clerk", "appeal", number, about="delay", said="三天没有人联系我")
    mine = world.case(number).appeals.get()
    with pytest.raises(Unseen):
        letter(world, number, f"appeal-{mine.pk}")
    person = str(world.actor("supervisor").user_id)
    world.take("leader", "assign_appeal", number, appeal=str(mine.pk), person=person)
    answer = "查明：指派后三天没有联系。依据：本中心时限。\n处理：今天已联系。"
    world.take("supervisor", "answer_appeal", number, appeal=str(mine.pk), result="upheld", answer=answer)
    made = letter(world, number, f"appeal-{mine.pk}")
    assert made.startswith(b"%PDF-")
    assert made == letter(world, number, f"appeal-{mine.pk}"), "the same answer is the same paper"


def test_review_and_re_review_have_their_letters(world: Qinghe) -> None:
    number = world.reach("closed", flags=("petition",))
    for who, said in (("supervisor", "事实没有查清"), ("leader", "仍然不服")):
        person = str(world.actor(who).user_id)
        world.take("clerk", "ask_review", number, received_on="2026-03-03", person=person, said=said)
        world.take(who, "decide_review", number, decided="kept", opinion="经复核，原处理意见适当。")
    for row in world.case(number).proceedings.filter(track__startswith="petition_re"):
        assert letter(world, number, f"review-{row.pk}").startswith(b"%PDF-")


def test_a_letter_names_the_ways_open_when_it_was_given_and_which_are_too_late(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.reach("closed", flags=("petition",), kind="1101")
    world.take("clerk", "own_clock", number, rule="AR-01", since="2025-12-01", reason="收到征收决定")
    for who in ("supervisor", "leader"):
        person = str(world.actor(who).user_id)
        world.take("clerk", "ask_review", number, received_on="2026-03-03", person=person, said="不服")
        world.take(who, "decide_review", number, decided="kept", opinion="原处理意见适当。")
        world.later(days=3)
    printed: list[list[str]] = []
    monkeypatch.setattr(letters, "render", lambda _name, fields, key: printed.append(fields["routes"]))
    for row in world.case(number).proceedings.filter(track__startswith="petition_re").order_by("pk"):
        letter(world, number, f"review-{row.pk}")
    first, second = ("\n".join(lines) for lines in printed)
    assert "请求信访复核" in first
    assert "请求信访复核" not in second
    for text in (first, second):
        assert "申请行政复议（按登记的日期推算，期限已过。是否超过由行政复议机关审查" in text
        assert "到法院起诉：" in text
        assert "不影响上述权利和期限" in text


@pytest.mark.parametrize(
    "name", ["appeal-1", "appeal-x", "review-", "nothing", "appeal-99999999999999999999"]
)
def test_what_is_no_letter_is_not_found(world: Qinghe, name: str) -> None:
    with pytest.raises(Unseen):
        letter(world, world.reach("assigned"), name)


def test_a_long_answer_is_printed_to_its_last_word(world: Qinghe) -> None:
    from jiefen.reports.letters import _paragraphs

    text = "查" * 4_999 + "完\n\n第二段"
    assert "".join(_paragraphs(text)) == text.replace("\n", "")
    assert all(len(line) <= 1_900 for line in _paragraphs(text))
