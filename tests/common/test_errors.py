"""Refusals say how many places are to be mended, unless they have a sentence of their own."""

from __future__ import annotations

from jiefen.domain.common.errors import Invalid


def test_a_refusal_counts_the_fields_it_names() -> None:
    assert Invalid(fields={"name": "请填写姓名。"}).sentence == "有 1 处需要修改"
    assert Invalid(fields={"name": "请填写姓名。", "phone": "请核对号码。"}).sentence == "有 2 处需要修改"


def test_a_sentence_of_its_own_stands() -> None:
    refusal = Invalid("模板没有保存", fields={"file": "不是 Word 文档（.docx）。"})
    assert (refusal.sentence, refusal.status) == ("模板没有保存", 422)
