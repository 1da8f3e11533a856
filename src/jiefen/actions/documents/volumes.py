"""The file of a case: put in order, put together, kept, lent, held back from destruction."""

from __future__ import annotations

from datetime import date, datetime

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.actions.documents.issue_paper import RenderedFile
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience, ReadBy
from jiefen.domain.documents.retention import kept_until
from jiefen.domain.documents.volume_check import OUT
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import VOLUME, retention
from jiefen.store.models import Attachment, Hold, IssuedPaper, Loan, Volume


def catalogue_material(step: Step) -> None:
    """Put in its place, put elsewhere, or taken out again."""
    row: Attachment = step.values["material"]
    out = step.values["document"] == OUT
    if IssuedPaper.objects.filter(file=row, revoked_at=None).exists():
        raise wrong("material", "这是本中心出具的文书，位置是定的；不要它装订的，请作废。")
    if row.document == VOLUME:
        raise wrong("material", "这是拼好的卷宗，不是材料。")
    document = "" if out else step.values["document"]
    Attachment.objects.filter(pk=row.pk).update(document=document)
    step.facts["document"] = document
    step.audience = Audience.INTERNAL
    step.sentence = f"“{row.name}”已移出卷内目录，材料还在。" if out else f"“{row.name}”已归入卷内目录。"


def only_whole(step: Step) -> None:
    raise RuleError("立卷在案件页的“材料与文书”里办理，由系统拼成一份。")


@in_one_transaction("compile_volume")
def compile_volume(
    command: Command, *, number: str, made: RenderedFile, pages: int, name: str, note: str
) -> Answer:
    """Keep the file as it was put together; a later one takes its place, the box and shelf stay. Raises Unseen, RuleError."""
    case = command.lock(number, action="compile_volume")
    if case.ended_at is None:
        raise RuleError("案件还没有办结，不能立卷。")
    file = Attachment(
        case=case, digest=made.digest, name=made.name, size=made.size, media_type=made.media_type,
        audience=ReadBy.INTERNAL, document="volume", added_by_id=command.by.user_id, added_at=command.at,
    )  # fmt: skip
    Attachment.objects.bulk_create([file])
    kept = retention(case)
    columns = {
        "number": name, "retention": str(kept), "pages": pages, "file": file, "note": note, "made_at": command.at,
        "by_id": command.by.user_id, "kept_until": kept_until(_day(case.ended_at), retention=kept),
    }  # fmt: skip
    if Volume.objects.filter(case=case).exists():
        Volume.objects.filter(case=case).update(**columns)
    else:
        Volume.objects.bulk_create([Volume(case=case, **columns)])
    facts = {"digest": made.digest, "pages": pages, "retention": str(kept)}
    command.history.add(case, verb="compile_volume", facts=facts, audience=Audience.INTERNAL)
    return Answer(
        sentence=f"已立卷，共 {pages} 页，保管期限{kept.label}。", number=case.number, version=case.version + 1,
        more={"file": file.pk},
    )  # fmt: skip


def _day(at: datetime) -> date:
    return snapshot().calendar.local(at).date()


def has_volume(step: Step) -> None:
    if not Volume.objects.filter(case=step.case, destroyed_at=None).exists():
        raise RuleError("还没有立卷，请先立卷。")


def place_volume(step: Step) -> None:
    Volume.objects.filter(case=step.case).update(
        box=step.values["box"], shelf=step.values["shelf"], placed_at=step.command.at
    )
    step.audience = Audience.INTERNAL
    step.sentence = f"纸质卷存放在 {step.values['box']} 盒、{step.values['shelf']} 架。"


def lend_volume(step: Step) -> None:
    volume = step.case.volume
    if volume.loans.filter(back_at=None).exists():
        raise RuleError("纸质卷已经借出，还没有归还。")
    if step.values["due_on"] < _day(step.command.at):
        raise wrong("due_on", "归还日期已经过去，请核对。")
    row = Loan(
        volume=volume, borrower=step.values["borrower"][:60], purpose=step.values["purpose"],
        due_on=step.values["due_on"], out_at=step.command.at, by_id=step.command.by.user_id,
    )  # fmt: skip
    Loan.objects.bulk_create([row])
    step.audience = Audience.INTERNAL
    step.sentence = f"已借给{row.borrower}，{row.due_on} 前归还。"


def return_volume(step: Step) -> None:
    if not Loan.objects.filter(volume=step.case.volume, back_at=None).update(back_at=step.command.at):
        raise RuleError("纸质卷没有借出。")
    step.audience = Audience.INTERNAL
    step.sentence = "纸质卷已归还。"


def hold_file(step: Step) -> None:
    if Hold.objects.filter(case=step.case, until=None).exists():
        raise RuleError("本案已经冻结。")
    row = Hold(
        case=step.case, reason=step.values["reason"], since=step.command.at, by_id=step.command.by.user_id
    )
    Hold.objects.bulk_create([row])
    step.audience = Audience.INTERNAL
    step.sentence = "已冻结，解除以前不能销毁。"


def lift_hold(step: Step) -> None:
    if not Hold.objects.filter(case=step.case, until=None).update(until=step.command.at):
        raise RuleError("本案没有冻结。")
    step.audience = Audience.INTERNAL
    step.sentence = "冻结已解除。"
