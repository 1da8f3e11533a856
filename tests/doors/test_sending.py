"""A form that was sent leads on when it was carried out, and comes back with the rulebook's sentences when refused."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Stale, Unseen
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.sending import Refusal
from kit.qinghe import Qinghe


def refused(error: Exception, **kinds: type[RuleError]) -> tuple[TypedForm, Refusal]:
    form = TypedForm({})
    form.fields["name"] = text_field("姓名")
    with Refusal(form, **kinds) as refusal:
        raise error
    return form, refusal


def test_a_refusal_stands_beside_its_field() -> None:
    form, refusal = refused(Invalid(fields={"name": "请填写姓名。"}))
    assert refusal.status == 422
    assert form.errors == {"name": ["请填写姓名。"]}


def test_a_refusal_of_no_field_stands_on_top() -> None:
    form, refusal = refused(Stale("别人刚改过。"), of=RuleError)
    assert refusal.status == 409
    assert form.non_field_errors() == ["别人刚改过。"]


@pytest.mark.parametrize(
    ("error", "kinds"),
    [
        (Stale("别人刚改过。"), {}),
        (Unseen("没有找到。"), {"of": RuleError, "but": Unseen}),
        (ValueError("nobody expected this"), {"of": RuleError}),
    ],
)
def test_what_is_not_the_forms_goes_on(error: Exception, kinds: dict[str, type[RuleError]]) -> None:
    with pytest.raises(type(error)):
        refused(error, **kinds)


def test_what_was_carried_out_has_no_refusal() -> None:
    with Refusal(None, of=NotAllowed) as refusal:
        pass
    assert (refusal.status, refusal.error) == (200, None)


def test_only_the_printed_slip_may_stand_in_a_frame_and_only_in_ours(world: Qinghe) -> None:
    number = world.register()
    clerk = world.client("clerk")
    slip, sheet, page = (clerk.get(f"/cases/{number}{rest}") for rest in ("/receipt/roll", "/receipt/a4", ""))
    assert slip.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in slip.headers["Content-Security-Policy"]
    assert sheet.headers["X-Frame-Options"] == page.headers["X-Frame-Options"] == "DENY"
