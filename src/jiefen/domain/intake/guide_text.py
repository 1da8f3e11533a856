"""A guide from its text: all problems at once. No sentence without a source, no option of the questionnaire without a result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jiefen.domain.clocks.limits import rules_in_force
from jiefen.domain.clocks.remedies import REMEDIES
from jiefen.domain.common.kinds import KINDS
from jiefen.domain.intake.guide import Guide, GuideCode, GuideLimit, GuideResult, SourcedSentence, WaySource
from jiefen.domain.intake.likely import MatterWords
from jiefen.domain.intake.questionnaire import AnswerType, Conditions, Questionnaire
from jiefen.domain.intake.text_table import TextProblem, TextTable

HEAD, RESULT, SAFE, ALWAYS, WAY = "guide", "result", "safe", "always", "way"
OURS = "本中心"
_ARTICLE = re.compile(
    "《[^《》]{2,40}》第[零一二三四五六七八九十百千]+条(?:、第[零一二三四五六七八九十百千]+条)*"
)
_WHOLE_LAW = re.compile("《[^《》]{2,40}》")  # only as long as nobody has checked it


def read_guide(
    table: Mapping[str, object], *, questionnaire: Questionnaire
) -> tuple[Guide | None, list[TextProblem]]:
    """The guide of a text, or what is wrong with it."""
    problems: list[TextProblem] = []
    head = TextTable(table.get(HEAD), table=HEAD, at=0, problems=problems)
    if head.code("questionnaire") != questionnaire.id:
        head.refuse("questionnaire", f"要写 {questionnaire.id}，请改。")
    results = [
        _result(TextTable(row, table=RESULT, at=at, problems=problems), questionnaire=questionnaire)
        for at, row in enumerate(_list(table, RESULT))
    ]
    guide = Guide(
        id=head.code("id"),
        version=head.whole("version", low=1, high=10_000),
        since=head.day("since"),
        kind=_asked(head, "kind", type_of=AnswerType.CHOICE, questionnaire=questionnaire),
        words=_asked(head, "words", type_of=AnswerType.LONG, questionnaire=questionnaire),
        safe_when=_danger(head, "safe_when", questionnaire=questionnaire),
        careful_when=_danger(head, "careful_when", questionnaire=questionnaire),
        safe=_said(table, SAFE, problems=problems, questionnaire=questionnaire),
        always=_said(table, ALWAYS, problems=problems, questionnaire=questionnaire),
        ways=tuple(
            _way(TextTable(row, table=WAY, at=at, problems=problems))
            for at, row in enumerate(_list(table, WAY))
        ),
        results=tuple(results),
    )
    head.close()
    problems.extend(_unhandled(guide, questionnaire=questionnaire))
    return (None if problems else guide), problems


def _unhandled(guide: Guide, *, questionnaire: Questionnaire) -> Iterator[TextProblem]:
    asked = questionnaire.question(guide.kind)
    options = [option.code for option in asked.options] if asked else []
    ids = [row.id for row in guide.results]
    for code in options:
        if code not in ids:
            yield TextProblem(
                HEAD, 0, guide.id, RESULT, f"选项 {code} 没有结果，请写一个 id 为 {code} 的 [[result]]。"
            )
    for at, row in enumerate(guide.results):
        if row.id not in options or row.id in ids[:at]:
            sentence = f"“{row.id}”不是问题 {guide.kind} 的选项，或者已经写过，请改。"
            yield TextProblem(RESULT, at, row.id, "id", sentence)
    for remedy in REMEDIES:
        if remedy.id not in [way.id for way in guide.ways]:
            sentence = (
                f"途径 {remedy.id}（{remedy.heading}）没有出处，请写一个 id 为 {remedy.id} 的 [[{WAY}]]。"
            )
            yield TextProblem(HEAD, 0, guide.id, WAY, sentence)
    for name, rows in ((SAFE, guide.safe), (ALWAYS, guide.always)):
        if not rows:
            yield TextProblem(HEAD, 0, guide.id, name, f"一句也没有，请至少写一个 [[{name}]]。")


def _asked(head: TextTable, field: str, *, type_of: AnswerType, questionnaire: Questionnaire) -> str:
    name = head.code(field)
    asked = questionnaire.question(name)
    if name and (asked is None or asked.type is not type_of):
        head.refuse(field, f"“{name}”不是问卷里的 {type_of} 问题，请改。")
    return name


def _danger(head: TextTable, field: str, *, questionnaire: Questionnaire) -> Conditions:
    """Danger is asked about before anything else."""
    when = _when(head, field, questionnaire=questionnaire)
    if [name for name, _ in when] != [questionnaire.first.id]:
        head.refuse(field, f"要写第一问 {questionnaire.first.id} 的选项：先问有没有危险。")
    return when


def _said(
    table: Mapping[str, object], name: str, *, problems: list[TextProblem], questionnaire: Questionnaire
) -> tuple[SourcedSentence, ...]:
    return tuple(
        _sentence(TextTable(row, table=name, at=at, problems=problems), questionnaire=questionnaire)
        for at, row in enumerate(_list(table, name))
    )


def _result(row: TextTable, *, questionnaire: Questionnaire) -> GuideResult:
    name = row.code("id")
    said = {
        field: tuple(_sentence(part, questionnaire=questionnaire) for part in row.parts(field))
        for field in ("ways", "competent", "bring", "notes")
    }
    for field in ("ways", "competent", "bring"):
        if not said[field]:
            row.refuse(field, "一句也没有，请至少写一句。")
    codes = tuple(_code(part, questionnaire=questionnaire) for part in row.parts("codes"))
    if not codes or codes[-1].when:
        row.refuse("codes", "最后一个要不带条件，请补一个没有 when 的。")
    limits = tuple(_limit(part, questionnaire=questionnaire) for part in row.parts("limits"))
    matter = MatterWords(name, row.texts("words"), row.texts("hints"))
    mediated = row.flag("mediated", default=True)
    row.close()
    return GuideResult(name, codes, limits=limits, matter=matter, mediated=mediated, **said)


def _code(row: TextTable, *, questionnaire: Questionnaire) -> GuideCode:
    code = row.text("code", longest=4)
    if code and code not in KINDS:
        row.refuse("code", f"没有“{code}”这个纠纷类型，请改成目录里的四位代码。")
    read = GuideCode(code, _when(row, questionnaire=questionnaire))
    row.close()
    return read


def _way(row: TextTable) -> WaySource:
    way = WaySource(
        row.text("id", longest=40), row.text("source", longest=80), row.flag("checked", default=True)
    )
    if way.id not in [remedy.id for remedy in REMEDIES]:
        row.refuse("id", f"没有“{way.id}”这条途径，请改成系统规则里的。")
    row.close()
    _check_source(row, source=way.source, checked=way.checked)
    return way


def _sentence(row: TextTable, *, questionnaire: Questionnaire) -> SourcedSentence:
    said = SourcedSentence(
        say=row.sentences("say"),
        source=row.text("source", longest=80),
        checked=row.flag("checked", default=True),
        when=_when(row, questionnaire=questionnaire),
    )
    row.close()
    _check_source(row, source=said.source, checked=said.checked)
    return said


def _check_source(row: TextTable, *, source: str, checked: bool) -> None:
    """Law by its article. A whole law will do only as long as nobody has checked it, which the page says."""
    whole = not checked and _WHOLE_LAW.fullmatch(source)
    if source and source != OURS and not whole and not _ARTICLE.fullmatch(source):
        row.refuse("source", f"“{source}”要写成“《法名》第几条”，或者“{OURS}”，请改。")


def _limit(row: TextTable, *, questionnaire: Questionnaire) -> GuideLimit:
    rule = row.text("rule", longest=40)
    known = {limit.id for limit in rules_in_force() if limit.whose == "party"}
    if rule and rule not in known:
        row.refuse("rule", f"没有“{rule}”这项当事人自己的期限，请改成期限表里的编号。")
    read = GuideLimit(
        rule,
        since=_date(row, "since", questionnaire=questionnaire),
        again=_date(row, "again", questionnaire=questionnaire),
        says=tuple(_sentence(part, questionnaire=questionnaire) for part in row.parts("says")),
        when=_when(row, questionnaire=questionnaire),
    )
    if not read.says:
        row.refuse("says", "没有写中断、中止和例外，请至少写一句。")
    row.close()
    return read


def _date(row: TextTable, field: str, *, questionnaire: Questionnaire) -> str:
    name = row.text(field, longest=40, required=False)
    asked = questionnaire.question(name)
    if name and (asked is None or asked.type is not AnswerType.DATE):
        row.refuse(field, f"“{name}”不是问卷里问日期的问题，请改。")
    return name


def _when(row: TextTable, field: str = "when", *, questionnaire: Questionnaire) -> Conditions:
    when = row.conditions(field)
    for name, codes in when:
        asked = questionnaire.question(name)
        for code in codes:
            if asked is None or asked.option(code) is None:
                row.refuse(field, f"问卷里没有问题“{name}”或者它的选项“{code}”，请改。")
    return when


def _list(table: Mapping[str, object], name: str) -> list[object]:
    rows = table.get(name)
    return rows if isinstance(rows, list) else []
