"""A centre's own Word templates: looked through, kept as a draft, published as a version, retired. Only one is in use."""

from __future__ import annotations

from django.db.models import Max

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.common.errors import Invalid, Unseen
from jiefen.domain.documents.catalogue import DOCUMENTS
from jiefen.domain.documents.words import TemplateState
from jiefen.store.models import WordTemplate

NOTE = 200


@in_one_transaction("upload_template")
def upload_template(command: Command, *, code: str, digest: str, note: str) -> Answer:
    """Keep a template that has been found fit (`reports.documents.templates.problems_of`) as the next draft. Raises Invalid."""
    command.by.require("manage_templates")
    row = next((document for document in DOCUMENTS if document.code == code), None)
    if row is None:
        raise Invalid(fields={"code": "请从列表中选择文书。"})
    version = (WordTemplate.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0) + 1
    fresh = WordTemplate(
        code=code, version=version, digest=digest, state=TemplateState.DRAFT, note=note[:NOTE],
        by_id=command.by.user_id, at=command.at,
    )  # fmt: skip
    WordTemplate.objects.bulk_create([fresh])
    facts = {"code": code, "version": version, "digest": digest}
    command.history.add_to_stream("system", verb="upload_template", facts=facts)
    return Answer(
        sentence=f"“{row.title}”第 {version} 版已存为草稿，请先预览，再启用。", more={"template": fresh.pk}
    )


@in_one_transaction("use_template")
def use_template(command: Command, *, template: int, use: bool) -> Answer:
    """Publish a version, in the place of the one in use, or retire it. What was issued stays as it was."""
    command.by.require("manage_templates")
    row = WordTemplate.objects.select_for_update().filter(pk=template).first()
    if row is None:
        raise Unseen("没有这个模板。")
    if use:
        WordTemplate.objects.filter(code=row.code, state=TemplateState.PUBLISHED).update(
            state=TemplateState.RETIRED
        )
    state = TemplateState.PUBLISHED if use else TemplateState.RETIRED
    WordTemplate.objects.filter(pk=row.pk).update(state=state)
    facts = {"code": row.code, "version": row.version, "state": str(state)}
    command.history.add_to_stream("system", verb="use_template", facts=facts)
    effect = "启用，以后出具的文书都用它" if use else "停用，改用系统自带的版式"
    return Answer(sentence=f"第 {row.version} 版已{effect}。")
