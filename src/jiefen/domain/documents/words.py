"""Words of papers and files: templates, how long a file is kept, what is done with it."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class TemplateState(Word):
    """How far a Word template has got 模板状态."""

    DRAFT = "draft", "草稿", "uploaded, not yet in use"
    PUBLISHED = "published", "使用中", "in use"
    RETIRED = "retired", "已停用", "replaced or withdrawn"


class Retention(Word):
    """How long a file is kept 保管期限, from the end of the year in which the case ended."""

    TEN = "10", "10 年", "ten years"
    THIRTY = "30", "30 年", "thirty years"
    PERMANENT = "permanent", "永久", "for ever"


class ListState(Word):
    """A list of files to be destroyed 销毁清册; nothing is destroyed before somebody else has approved it."""

    PROPOSED = "", "待审批", "waiting for approval"
    APPROVED = "approved", "已批准", "approved"
    REFUSED = "refused", "不同意销毁", "refused"
    DONE = "done", "已销毁", "destroyed"


class DataAbout(Word):
    """What somebody asks about their own data 个人信息请求 (个人信息保护法 46, 47)."""

    ERASE = "erase", "删除", "to have it erased"
    CORRECT = "correct", "更正", "to have it corrected"


class DataResult(Word):
    """What was answered 答复结果."""

    WAITING = "", "等答复", "not answered yet"
    DONE = "done", "已办", "done"
    PARTLY = "partly", "办了一部分", "partly done"
    KEPT = "kept", "依法留存，期满再删", "kept because the law says so"
    REFUSED = "refused", "查无错误，不更正", "found right as it is"
