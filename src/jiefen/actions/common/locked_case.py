"""A case locked for what a party does to it from their own page."""

from __future__ import annotations

from jiefen.domain.common.errors import Unseen
from jiefen.store.models import Case


def locked_case(case: int) -> Case:
    row = (
        Case.objects.select_for_update(of=("self",))
        .select_related("holder", "secret")
        .filter(pk=case)
        .first()
    )
    if row is None or row.secret.wrapped is None:
        raise Unseen("没有找到这个案件，请重新输入查询码。")
    return row
