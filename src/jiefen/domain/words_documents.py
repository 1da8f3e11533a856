"""Words of papers and files: templates, how long a file is kept, what is done with it."""

from __future__ import annotations

from jiefen.domain.words import Word


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
