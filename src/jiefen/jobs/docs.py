"""`jiefen docs`: print the rulebook and the glossary from the code that decides; a test keeps the pages current."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from jiefen.domain.case.lifecycle import VERBS, Verb
from jiefen.domain.case.permissions import DESK_ACTIONS, READING, Grant, Relation
from jiefen.domain.case.vocabularies import VOCABULARIES
from jiefen.domain.common.kinds import KINDS
from jiefen.domain.common.words import Confidentiality, Role, State, Word
from jiefen.jobs.docs_limits import examples, limits
from jiefen.jobs.figures import Figures

MADE = "<!-- Made by `jiefen docs` from the code; do not edit by hand. -->\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--into", default="docs", help="写到哪个目录")


def run(options: argparse.Namespace) -> Figures:
    folder = Path(options.into)
    folder.mkdir(exist_ok=True)
    pages = {"rulebook.md": rulebook(), "glossary.md": glossary()}
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Figures(figures={name: len(text) for name, text in pages.items()})


def rulebook() -> str:
    """Lifecycle, clocks with their articles, permissions: the page a lawyer reviews."""
    parts = [
        MADE,
        "# Rulebook 规则手册\n",
        "What may happen to a case, by whom, which limits run, and who may see what. Confidence of a source:"
        " [S] read in the statute or official text, [S2] secondary source, [M] from memory, [C] this project's own"
        " choice. [M] and [S2] are unverified and shown so.\n",
        "## Lifecycle 办理环节\n",
        *_lifecycle(),
        "\n## Limits 时限\n",
        *limits(),
        "\n## Limits, by example 时限算例\n",
        *examples(),
        "\n## Who may do what 权限\n",
        *_permissions(),
    ]
    return "\n".join(parts) + "\n"


def _lifecycle() -> Iterator[str]:
    yield "| verb | 动作 | from 从 | to 到 | by whom 由谁 | clocks started | clocks stopped | asks 填写 |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in VERBS:
        yield f"| `{row.name}` | {row.label} | {_states(row)} | {_goal(row)} | {_by(row)} | {_list(row.starts)} | {_list(row.stops)}{' (rest void)' if row.voids else ''} | {_asks(row)} |"
    yield "\nA verb with “—” as its goal leaves the case where it is. A second `return` leads to 待中心裁定; after `rule` there is no return."
    yield "A verb marked † is never taken by the person who handled the case or recorded its outcome."


def _states(row: Verb) -> str:
    if len(row.come_from) == len(State):
        return "any 任何"
    names = [state.label for state in State if state in row.come_from]
    return "、".join(names) if len(names) < 7 else f"{len(names)} open states 未结束的"


def _goal(row: Verb) -> str:
    return row.to.label if row.to else "—"


def _by(row: Verb) -> str:
    roles = []
    for text in row.by:
        role, _, relations = text.partition("@")
        roles.append(
            f"{Role(role).label}（{'、'.join(Relation(name).label for name in relations.split('+'))}）"
        )
    return "；".join(roles) + (" †" if row.not_own_work else "")


def _asks(row: Verb) -> str:
    return "；".join(f"{ask.label}{'' if ask.required else '（选填）'}" for ask in row.asks) or "—"


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(f"`{value}`" for value in values) or "—"


def _permissions() -> Iterator[str]:
    yield "| action | role（relations 关系） |"
    yield "|---|---|"
    for action, grants in READING.items():
        yield f"| `{action}` | {'；'.join(_grant(grant) for grant in grants)} |"
    yield "\n| desk action | roles |"
    yield "|---|---|"
    for action, roles in DESK_ACTIONS.items():
        yield f"| `{action}` | {'、'.join(role.label for role in Role if role in roles)} |"
    yield f"\nConfidentiality 保密级别: {'、'.join(level.label for level in Confidentiality)}. 家事 and 涉未成年人 are not seen from units above; 特别 reaches the handler, whoever registered it, and the clerk, dispatcher or reviewer of the very unit that holds it. Break-glass: supervisors and leaders, with a reason, four hours, in the history."


def _grant(grant: Grant) -> str:
    return f"{grant.role.label}（{'、'.join(relation.label for relation in Relation if relation in grant.relations)}）"


def glossary() -> str:
    """Every word of the vocabulary: code, Chinese, English."""
    parts = [
        MADE,
        "# Glossary 词汇表\n",
        "English in code, Chinese on screen; this page is the only dictionary.\n",
    ]
    ours = sorted(VOCABULARIES.items())
    everything: list[type[Word]] = [*(words for name, words in ours if name != "Relation"), Relation]
    for vocabulary in everything:
        heading = (vocabulary.__doc__ or "").strip().partition("\n")[0]
        parts.append(
            f"## {vocabulary.__name__}\n\n{heading}\n"
            if heading and "str(" not in heading
            else f"## {vocabulary.__name__}\n"
        )
        parts.append("| code | 中文 | English |\n|---|---|---|")
        parts += [f"| `{word.value}` | {word.label} | {word.english} |" for word in vocabulary]
        parts.append("")
    parts.append(
        "## Kinds of dispute 纠纷类型\n\nGB/T 31000-2015 classes with two crosswalks; a compatible mapping, [S2] unverified.\n"
    )
    parts.append("| code | 类型 | 大类 | 人民调解统计 | 信访分类 |\n|---|---|---|---|---|")
    parts += [
        f"| {kind.code} | {kind.label} | {kind.group_label} | {kind.justice} | {kind.petition} |"
        for kind in KINDS.values()
    ]
    return "\n".join(parts) + "\n"
