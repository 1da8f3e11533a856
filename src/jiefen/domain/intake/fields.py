"""The card of each field of a registration: one row says all that is data about it.

The reader, the page's form, the API, imports, amending, the history and erasing take names, labels and limits from
here. What a row becomes when it is read is an attribute of `Registration` or `PartyFacts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import (
    Channel,
    Confidentiality,
    IdentityPaper,
    PartyKind,
    PartySide,
    Weight,
    Word,
)

MOST_RESPONDENTS = 5
# What a party's fields begin with, and which side that is.
SIDES = {
    "applicant": PartySide.APPLICANT,
    "representative": PartySide.REPRESENTATIVE,
    "respondent": PartySide.RESPONDENT,
    **{f"respondent_{row}": PartySide.RESPONDENT for row in range(2, MOST_RESPONDENTS + 1)},
}


class Kept(Enum):
    """How a field is kept beside its column."""

    WORDS = "sealed in the history under the key of the case or the party; the column is blanked by erasing"
    SEALED = "the same, and the column itself is ciphertext: `phone` is kept in `phone_sealed`"
    CODE = "as it is in the history, which has to reproduce it (`chain.FOLDED`)"
    APART = "not in the history"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. A party's field has the party before its name: `applicant_name`.

    `type`: text, long, money, day, number, a vocabulary; or kind, place and flags, which have readers of their own.
    `limit`: most characters of a text, largest number. `default` is read in place of an empty text.
    `attribute`: the name in `Registration` or `PartyFacts` and of the column. `amendable`: a correction may say it.
    `searched`: the full-text search looks through it. `required`, `asked`, `hint`: how the form marks, calls and
    explains it.
    """

    name: str
    label: str
    type: str | type[Word] = "text"
    limit: int = 0
    default: str = ""
    kept: Kept = Kept.WORDS
    attribute: str = ""
    amendable: bool = True
    searched: bool = False
    in_form: bool = True
    in_api: bool = True
    in_import: bool = True
    required: bool = False
    asked: str = ""
    hint: str = ""

    @property
    def is_text(self) -> bool:
        return self.type in ("text", "long")

    @property
    def is_plain(self) -> bool:
        """Whether the column holds what was read, without a row or a rule between."""
        return self.type not in ("place", "flags")

    @property
    def kept_as(self) -> str:
        return self.attribute or self.name

    @property
    def column(self) -> str:
        return f"{self.name}_sealed" if self.kept is Kept.SEALED else self.kept_as


# In the order of the form.
FIELDS: tuple[Field, ...] = (
    Field(name="people", label="涉及人数", type="number", limit=100_000, default="1", kept=Kept.CODE, required=True),
    Field(name="channel", label="来源渠道", type=Channel, default="window", kept=Kept.CODE, required=True),
    Field(name="kind", label="纠纷类型", type="kind", kept=Kept.CODE, required=True),
    Field(name="amount", label="涉及金额", type="money", kept=Kept.CODE, asked="涉及金额（元）"),
    Field(name="happened_on", label="发生日期", type="day", hint="如 2026-10-18"),
    Field(name="place", label="发生地", type="place", kept=Kept.CODE, required=True),
    Field(name="address", label="详细地址", limit=200, searched=True),
    Field(name="title", label="事项名称", limit=200, searched=True, hint="不填时按当事人和类型自动取名"),
    Field(name="story", label="事情经过", type="long", limit=20_000, searched=True, required=True),
    Field(name="wanted", label="诉求", type="long", limit=5_000, searched=True),
    # Changing the weight moves a limit, and the level of secrecy who may look: both have verbs of their own.
    Field(name="weight", label="难易程度", type=Weight, default="simple", kept=Kept.CODE, amendable=False, required=True),
    Field(
        name="confidentiality", label="保密级别", type=Confidentiality, default="normal", kept=Kept.CODE,
        amendable=False, required=True,
    ),
    Field(name="external_number", label="外部编号", limit=80, kept=Kept.APART, amendable=False, searched=True),
    Field(name="source", label="外部来源", limit=40, kept=Kept.APART, amendable=False, in_form=False),
    Field(name="flags", label="标记", type="flags", kept=Kept.CODE, asked="需要留意的事实"),
)  # fmt: skip
PARTY_FIELDS: tuple[Field, ...] = (
    Field(name="kind", label="类别", type=PartyKind, default="person", kept=Kept.APART, required=True),
    Field(name="name", label="姓名", limit=120, required=True),
    Field(name="phone", label="电话", limit=30, kept=Kept.SEALED),
    Field(name="paper", label="证件类型", type=IdentityPaper, required=True),
    Field(name="id", label="证件号", limit=30, kept=Kept.SEALED, attribute="id_number"),
    Field(name="address", label="地址", limit=200, kept=Kept.SEALED),
)
FIELD_BY_NAME = {field.name: field for field in FIELDS}
PARTY_FIELD_BY_NAME = {field.name: field for field in PARTY_FIELDS}
API_NAMES = frozenset(field.name for field in FIELDS if field.in_api) | {
    f"{side}_{field.name}" for side in SIDES for field in PARTY_FIELDS if field.in_api
}


@dataclass(frozen=True)
class PartyFacts:
    """One party as told. Empty text means not told."""

    side: PartySide
    kind: PartyKind = PartyKind.PERSON
    name: str = ""
    phone: str = ""
    paper: IdentityPaper = IdentityPaper.NONE
    id_number: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A dispute as told at the door. `flags` holds codes of Flag; `place` a place code or empty."""

    parties: tuple[PartyFacts, ...]
    channel: Channel
    kind: str
    title: str
    story: str
    wanted: str
    place: str
    address: str
    amount: Decimal | None
    happened_on: date | None
    people: int
    weight: Weight
    confidentiality: Confidentiality
    flags: frozenset[str]
    source: str = ""
    external_number: str = ""


def field_of(name: str) -> Field:
    """The card of a field by its full name. Raises KeyError for a name that no field has."""
    side, _, part = name.rpartition("_")
    return PARTY_FIELD_BY_NAME[part] if side in SIDES else FIELD_BY_NAME[name]


def label_of(name: str) -> str:
    """The label of a field by its full name: `respondent_2_phone` → 被申请人2电话."""
    side, _, _ = name.rpartition("_")
    number = side.rpartition("_")[2]
    who = f"{SIDES[side].label}{number if whole_number(number) is not None else ''}" if side in SIDES else ""
    return f"{who}{field_of(name).label}"
