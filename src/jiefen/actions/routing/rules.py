"""Routing rules change as a whole text: a new version in force, the old one kept."""

from __future__ import annotations

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.common.errors import Invalid, Stale
from jiefen.domain.routing.rules import RuleTextError
from jiefen.domain.routing.rules_text import plain, read_rules
from jiefen.store.common.reference import changed
from jiefen.store.models import RuleSet, Unit

MAX_NOTE = 200


@in_one_transaction("save_rules")
def save_rules(command: Command, *, text: str, note: str, seen: int | None = None) -> Answer:
    """Put a new version in force. `seen`: the version the person started from.

    Raises Invalid (every mistake named), Stale, NotAllowed.
    """
    command.by.require("manage_rules")
    text, note = plain(text), note.strip()
    if len(note) > MAX_NOTE:
        raise Invalid(fields={"note": f"说明最多 {MAX_NOTE} 字。"})
    try:
        rules = read_rules(text, units=_units())
    except RuleTextError as error:
        raise Invalid(
            f"有 {len(error.errors)} 处需要修改", fields={"text": "\n".join(error.errors)}
        ) from error
    current = RuleSet.objects.select_for_update().filter(in_force=True).order_by("-version").first()
    if current is not None and seen is not None and current.version != seen:
        raise Stale(f"您打开页面之后，规则已改成第 {current.version} 版，请对照新版重新修改、试跑。")
    if current is not None and plain(current.text) == text:
        raise Invalid(fields={"text": "和现在使用的规则完全一样，没有可以保存的改动。"})
    last = RuleSet.objects.order_by("-version").values_list("version", flat=True).first() or 0
    RuleSet.objects.filter(in_force=True).update(in_force=False)
    RuleSet.objects.bulk_create(
        [
            RuleSet(
                version=last + 1,
                text=text,
                in_force=True,
                made_by_id=command.by.user_id,
                made_at=command.at,
                note=note,
            )
        ]
    )
    changed()
    facts = {"version": last + 1, "from": current.version if current else 0, "rules": len(rules)}
    command.history.add_to_stream("system", verb="save_rules", facts=facts)
    return Answer(sentence=f"第 {last + 1} 版规则已启用，下一次分流就按它计算。", more={"version": last + 1})


def _units() -> frozenset[str]:
    return frozenset(Unit.objects.filter(closed_on__isnull=True).values_list("code", flat=True))
