"""Safety before mediation: what a screening asks, what then may not be mediated, and what must be done (row F5).

The answers are facts of the matter; nothing here scores or ranks a person. Source: law.md § 1.3, "Safety & minors".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from jiefen.domain.common.words import Flag
from jiefen.domain.safety.words import DutyEnd, DutyKind, Stance, Told

Answers = Mapping[str, str]
FRESH = timedelta(days=7)  # how old a screening may be when mediation begins or is planned

QUESTIONS: dict[str, str] = {
    "violence": "有没有打骂、虐待、遗弃、限制自由或者威胁",
    "minors": "有没有未成年人牵涉在内或者受到影响",
    "self_harm": "有没有人说过或者表现出想伤害自己",
    "coercion": "有没有人害怕对方、被逼着来、不敢说真话",
    "capacity": "有没有当事人因年龄、疾病不能完全辨认自己的行为",
}
FLAGS = {"violence": Flag.VIOLENCE, "minors": Flag.MINOR, "self_harm": Flag.SELF_HARM}
# Not asked is not a no: until these are clear, the sides are seen apart.
_MUST_BE_CLEAR = ("violence", "self_harm", "coercion")

_NO_COMPROMISE = "涉及家庭暴力、虐待、遗弃或者威胁，不劝和、不调解；先保障人身安全，尊重受害人的真实意愿（《反家庭暴力法》第5条）。"
_APART = {
    "coercion": "有人不敢说真话，只能分开谈：调解要在自愿、平等的基础上进行（《人民调解法》第3条）。",
    "self_harm": "有自伤风险，先稳定情绪，只能分开谈，并及时报告有关部门（《人民调解法》第25条）。",
}
_UNCLEAR = "还有没问清的：没有问不等于没有，问清之前只能分开谈。"
_GUARDED = {
    "minors": "涉及未成年人：听取未成年人的意见（《未成年人保护法》第4条、第24条）。",
    "capacity": "当事人不能完全辨认自己的行为：由监护人、法定代理人参加（《民法典》第19条至第24条）。",
}
OTHER_WAYS = "请办好列出的安全事项，改走法律援助、诉讼引导、心理疏导等其他途径；报警、申请人身安全保护令和起诉都不用等。"


@dataclass(frozen=True)
class Stand:
    """`reasons`: sentences with their articles; `due`: what must be done."""

    stance: Stance
    reasons: tuple[str, ...]
    due: tuple[DutyKind, ...]


@dataclass(frozen=True)
class DutyRow:
    """`limit`: the clock's rule. `law`: why it must be done. `ends`: how it may be discharged."""

    limit: str
    law: str
    ends: tuple[DutyEnd, ...]


_MUST = (DutyEnd.DONE,)
_HELP = (DutyEnd.DONE, DutyEnd.DECLINED)
DUTIES: dict[DutyKind, DutyRow] = {
    DutyKind.REPORT_MINOR: DutyRow(
        "S-REPORT", "《未成年人保护法》第11条：立即向公安、民政、教育等有关部门报告。", _MUST
    ),
    DutyKind.REPORT_VIOLENCE: DutyRow(
        "S-REPORT", "《反家庭暴力法》第14条：及时向公安机关报案，报案人的信息保密。", _MUST
    ),
    DutyKind.CARE: DutyRow("S-CARE", "《人民调解法》第25条：可能激化的，及时向有关部门报告。", _MUST),
    DutyKind.POLICE: DutyRow("S-HELP", "《反家庭暴力法》第13条、第16条：可以报案，公安机关可以出具告诫书。", _HELP),
    DutyKind.PROTECTION: DutyRow(
        "S-HELP", "《反家庭暴力法》第23条：本人不能申请的，近亲属、公安机关、妇联、村居委会、救助机构可以代为申请。",
        (DutyEnd.FILED, DutyEnd.URGENT, DutyEnd.DECLINED),
    ),
    DutyKind.GUARDIAN: DutyRow("S-HELP", "《民法典》第19条至第24条：由法定代理人代理或者同意。", _MUST),
    DutyKind.COURT_ORDER: DutyRow(
        "", "《反家庭暴力法》第28条：法院 72 小时内作出裁定，紧急的 24 小时。", (DutyEnd.GRANTED, DutyEnd.REFUSED)
    ),
}  # fmt: skip


def stand(screenings: Iterable[Answers], *, flags: Collection[str] = ()) -> Stand:
    """What the latest screening of each side, and the flags of the case, come to together: the strictest counts.

    A flag stays a yes whatever is answered later: who is afraid may deny.
    """
    rows = list(screenings)
    risks = {name for name in QUESTIONS if any(row.get(name) == Told.YES for row in rows)}
    risks |= {name for name, flag in FLAGS.items() if flag in flags}
    unclear = any(row.get(name) == Told.UNKNOWN for row in rows for name in _MUST_BE_CLEAR)
    guarded = [text for name, text in _GUARDED.items() if name in risks]
    if "violence" in risks:
        return Stand(Stance.NONE, (_NO_COMPROMISE, *guarded), _due(risks))
    apart = [text for name, text in _APART.items() if name in risks] + [_UNCLEAR] * unclear
    stance = Stance.SEPARATE if apart else Stance.ORDINARY
    return Stand(stance, (*apart, *guarded), _due(risks))


def _due(found: set[str]) -> tuple[DutyKind, ...]:
    hurt = "violence" in found
    wanted = {
        DutyKind.REPORT_MINOR: hurt and "minors" in found,
        DutyKind.REPORT_VIOLENCE: hurt and "capacity" in found,
        DutyKind.CARE: "self_harm" in found,
        DutyKind.POLICE: hurt,
        DutyKind.PROTECTION: hurt,
        DutyKind.GUARDIAN: bool({"minors", "capacity"} & found),
    }
    return tuple(kind for kind, needed in wanted.items() if needed)
