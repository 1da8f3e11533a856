"""Rows of the lifecycle about papers and the file: issuing, sealing, putting in order, lending, keeping from destruction."""

from __future__ import annotations

from jiefen.domain.common.verb import ANY, ENDED, Ask, Verb, reason
from jiefen.domain.documents.words import DataResult

LINE = ("handler@own+unit", "mediator@own+unit")
DESK = ("clerk@unit+origin", "dispatcher@unit+below")
KEEPERS = (*DESK, "reviewer@unit+below")

FILE_VERBS: tuple[Verb, ...] = (
    Verb(
        name="issue_paper", label="出具文书",
        hint="", party_line="出具了一份文书", tells=(), makes_insider=False,
        come_from=ANY, to=None, by=(*LINE, *KEEPERS), button=False,
        icon="file-text", tab="files",
        asks=(Ask("code", "文书", "text"),),
    ),
    Verb(
        name="use_seal", label="用印",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=ANY, to=None, by=("reviewer@unit+below",), button=False,
        icon="rubber-stamp", tab="files",
    ),
    Verb(
        name="revoke_paper", label="作废文书",
        hint="", party_line="一份文书作废了", tells=(), makes_insider=False,
        come_from=ANY, to=None,
        by=("dispatcher@unit+below", "reviewer@unit+below"), tone="danger", icon="x", tab="files",
        asks=(Ask("paper", "哪一份", "issued"), Ask("reason", "为什么作废（各方可见，核验时公开）", "text", shown=True)),
    ),
    Verb(
        name="catalogue_material", label="归入目录",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=(*LINE, *KEEPERS),
        icon="list-details", tab="files",
        asks=(Ask("material", "材料", "scan"), Ask("document", "是哪一种文书", "document")),
    ),
    Verb(
        name="compile_volume", label="立卷",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ENDED, to=None, by=(*LINE, *KEEPERS), button=False,
        icon="archive", tab="files",
    ),
    Verb(
        name="place_volume", label="登记存放位置",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ENDED, to=None, by=KEEPERS,
        icon="map-pin", tab="files",
        asks=(Ask("box", "盒号", "text"), Ask("shelf", "架位", "text")),
    ),
    Verb(
        name="lend_volume", label="借出纸质卷",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ENDED, to=None, by=KEEPERS,
        icon="arrow-forward-up", tab="files",
        asks=(
            Ask("borrower", "借阅人和单位", "text"), Ask("purpose", "用途", "text"), Ask("due_on", "归还日期", "date"),
        ),
    ),
    Verb(
        name="return_volume", label="归还纸质卷",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ENDED, to=None, by=KEEPERS,
        icon="arrow-back-up", tab="files",
    ),
    Verb(
        name="hold_file", label="冻结卷宗",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None,
        by=("dispatcher@unit+below", "reviewer@unit+below", "supervisor@unit+below"), icon="lock", tab="files",
        asks=(Ask("reason", "为什么冻结", "text", hint="诉讼、检查、申诉等；冻结期间不能列入销毁。"),),
    ),
    Verb(
        name="lift_hold", label="解除冻结",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None,
        by=("reviewer@unit+below", "supervisor@unit+below"), icon="lock-open", tab="files",
        asks=(reason("解除的依据"),),
    ),
    Verb(
        name="answer_erasure", label="答复个人信息请求",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None,
        by=("dispatcher@unit+below", "reviewer@unit+below"), icon="user-check", tab="oversight",
        asks=(
            Ask("request", "哪一个请求", "data_request"),
            Ask("settled", "结果", DataResult),
            Ask("answer", "怎样答复本人", "kept", hint="写明办了什么；不能删的，写明依据和什么时候可以删。"),
        ),
    ),
    Verb(
        name="erase_party", label="删除当事人信息",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=("leader@unit+below",),
        tone="danger", icon="x", tab="oversight",
        asks=(Ask("party", "哪一位", "party"), reason("依据")),
    ),
)  # fmt: skip
