"""Words of powers kept apart: the three powers, what waits for a second person, and how far it has got."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class Power(Word):
    """What a post is for 权限类别. One person holds posts of one of them only."""

    ADMINISTER = "administer", "系统管理", "administers accounts and rules, reads no case"
    AUDIT = "audit", "审计", "reads the traces, changes nothing"
    CASES = "cases", "办案", "sees or acts on cases"


class ApprovalKind(Word):
    """What waits for a second person 须经第二人同意的事."""

    GRANT = "grant", "授予岗位", "a leader's, auditor's or administrator's post is given"
    RESET = "reset", "恢复登录", "the sign-in of somebody with such a post is reset or opened again"
    EXPORT = "export", "导出", "more than a hundred rows leave as a file"
    LOWER = "lower", "降低保密级别", "more people will see a case"
    ERASE = "erase", "删除当事人信息", "what a party told is erased"


class ApprovalState(Word):
    """How far it has got; that it has run out is derived from its end, never stored."""

    WAITING = "", "待同意", "waiting for the second person"
    AGREED = "agreed", "已同意", "agreed, to be carried out by whoever asked"
    REFUSED = "refused", "不同意", "refused"
    DONE = "done", "已办", "agreed and done"


class ExportOf(Word):
    """What leaves as a file of rows 导出的内容."""

    CASES = "cases", "案件台账", "the ledger of cases"
    ROSTER = "roster", "调解员名册", "the roster of mediators"
    ALLOWANCES = "allowances", "以案定补", "allowances by case"
    PROBLEMS = "problems", "导入退回的行", "rows that came back from an import"


class GlassFinding(Word):
    """What the auditor found about a look into a closed case 应急查阅的审阅结论."""

    WAITING = "", "待审阅", "not yet reviewed"
    SEEN = "seen", "已阅，无异议", "seen, nothing to object"
    QUESTIONED = "questioned", "有疑问", "questioned"
