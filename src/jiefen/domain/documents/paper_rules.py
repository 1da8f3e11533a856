"""What each kind of paper must be: who issues and seals it, whom it is for, what it may not go out without.

One row per document of the catalogue; `paper_check` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jiefen.domain.common.words import UnitKind

# Units that only pass things on: the centre speaks for them, and has the seal.
_PASS_ON = (UnitKind.DESK, UnitKind.WINDOW, UnitKind.GRID, UnitKind.AGENCY, UnitKind.TEAM, UnitKind.CENTRE)


class Issuer(StrEnum):
    """Whose paper it is. A party's own bears no seal of ours."""

    PARTY = "party"
    COMMITTEE = "committee"
    ORGAN = "organ"
    HOLDER = "holder"
    CENTRE = "centre"
    ORGAN_OR_CENTRE = "organ_or_centre"


class Addressee(StrEnum):
    NOBODY = "nobody"
    PARTIES = "parties"
    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    UNIT = "unit"
    COURT = "court"


@dataclass(frozen=True)
class PaperRule:
    """`identity`: names every party with number and address. `in_force`: rests on an agreement that is in force.
    `copies`: says how many there are, one for each party and one for who issues it.
    """

    issuer: Issuer
    to: Addressee = Addressee.NOBODY
    identity: bool = False
    in_force: bool = False
    copies: bool = False


_PARTY, _COMMITTEE, _ORGAN, _HOLDER = Issuer.PARTY, Issuer.COMMITTEE, Issuer.ORGAN, Issuer.HOLDER
_CENTRE, _PETITION = Issuer.CENTRE, Issuer.ORGAN_OR_CENTRE
_TO = Addressee

RULES: dict[str, PaperRule] = {
    "cover": PaperRule(_HOLDER),
    "catalogue": PaperRule(_HOLDER),
    "application": PaperRule(_PARTY, identity=True),
    "acceptance": PaperRule(_COMMITTEE, identity=True),
    "rights_notice": PaperRule(_COMMITTEE, _TO.PARTIES),
    "power_of_attorney": PaperRule(_PARTY),
    "investigation": PaperRule(_HOLDER),
    "evidence_list": PaperRule(_PARTY),
    "minutes": PaperRule(_HOLDER),
    "agreement": PaperRule(_COMMITTEE, identity=True, in_force=True, copies=True),
    "oral_agreement": PaperRule(_COMMITTEE, identity=True, in_force=True),
    "receipt_of_performance": PaperRule(_PARTY, in_force=True),
    "visit_record": PaperRule(_HOLDER, identity=True),
    "closing_report": PaperRule(_HOLDER, identity=True),
    "termination_notice": PaperRule(_COMMITTEE, _TO.PARTIES),
    "file_note": PaperRule(_HOLDER),
    "back_cover": PaperRule(_HOLDER),
    "extension_notice": PaperRule(_HOLDER, _TO.PARTIES),
    "supervision_order": PaperRule(_CENTRE, _TO.UNIT),
    "care_note": PaperRule(_HOLDER),
    "confirmation_application": PaperRule(_PARTY, _TO.COURT, identity=True, in_force=True),
    "delegation_letter": PaperRule(_CENTRE, _TO.UNIT),
    "delegation_feedback": PaperRule(_HOLDER, _TO.COURT),
    "transfer_letter": PaperRule(_CENTRE, _TO.UNIT),
    "adm_filing": PaperRule(_ORGAN, identity=True),
    "adm_application": PaperRule(_PARTY, identity=True),
    "adm_opinion": PaperRule(_ORGAN, _TO.RESPONDENT),
    "adm_acceptance": PaperRule(_ORGAN, _TO.PARTIES),
    "adm_refusal": PaperRule(_ORGAN, _TO.APPLICANT),
    "adm_meeting": PaperRule(_ORGAN, _TO.PARTIES),
    "adm_rights": PaperRule(_ORGAN, _TO.PARTIES),
    "adm_agreement": PaperRule(_ORGAN, identity=True, in_force=True, copies=True),
    "adm_termination": PaperRule(_ORGAN, _TO.PARTIES),
    "adm_closing": PaperRule(_ORGAN, identity=True),
    "pet_acceptance": PaperRule(_PETITION, _TO.APPLICANT),
    "pet_transfer": PaperRule(_CENTRE, _TO.UNIT),
    "pet_extension": PaperRule(_PETITION, _TO.APPLICANT),
    "pet_hearing": PaperRule(_PETITION),
    "pet_opinion": PaperRule(_PETITION, _TO.APPLICANT),
    "pet_review": PaperRule(_PETITION, _TO.APPLICANT),
}
SIGN_HERE = "签署稿/d/"  # begins the code on a sheet to be signed by pen, before the digest of its text
AGREEMENTS = frozenset(code for code, row in RULES.items() if row.copies)


def speaks(code: str, *, holder: UnitKind) -> str:
    """Who issues the paper while a unit of this kind holds the case: `holder`, `centre`, `party`; "" when nobody may."""
    issuer = RULES[code].issuer
    if issuer is Issuer.PARTY:
        return "party"
    if issuer is Issuer.COMMITTEE:
        return "holder" if holder is UnitKind.MEDIATION else ""
    if issuer is Issuer.ORGAN:
        return "holder" if holder is UnitKind.DEPARTMENT else ""
    if issuer is Issuer.ORGAN_OR_CENTRE:
        return "holder" if holder is UnitKind.DEPARTMENT else "centre"
    return "centre" if issuer is Issuer.CENTRE or holder in _PASS_ON else "holder"
