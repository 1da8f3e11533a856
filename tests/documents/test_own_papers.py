"""Which issued papers a party may have: their own and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiefen.domain.common.errors import Unseen
from jiefen.reports.documents.files import paper_of, papers_of
from jiefen.store.models import Party
from kit.filing import issue
from kit.qinghe import Qinghe
from kit.signing import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def codes(world: Qinghe, number: str, name: str) -> list[str]:
    return [row.code for row in papers_of(party(number, name))]


def party(number: str, name: str) -> Party:
    return Party.objects.select_related("case").get(case__number=number, name=name)


def test_an_agreement_goes_to_both_and_what_stays_in_the_file_to_nobody(world: Qinghe) -> None:
    number = in_force(world)
    issue(world, number, "agreement", "rights_notice", "acceptance", "application", "transfer_letter")
    assert codes(world, number, "张三") == ["agreement", "rights_notice", "application"], (
        "what he asked for himself"
    )
    assert codes(world, number, "李四") == ["agreement", "rights_notice"]


def test_a_third_party_whom_it_does_not_bind_has_no_agreement(world: Qinghe) -> None:
    number = in_force(world)
    issue(world, number, "agreement")
    other = party(number, "李四")
    other.pk, other.name, other.id_blind, other.code_blind = None, "王五", None, None
    other.save()
    assert codes(world, number, "王五") == []
    assert codes(world, number, "李四") == ["agreement"]


def test_a_petitioners_notice_is_the_petitioners_alone(world: Qinghe) -> None:
    number = world.reach("handling", flags=("petition",))
    issue(world, number, "pet_acceptance")
    assert codes(world, number, "张三") == ["pet_acceptance"]
    assert codes(world, number, "李四") == []
    paper = papers_of(party(number, "张三"))[0]
    assert paper_of(party(number, "张三"), pk=paper.pk).file.name == "信访事项受理告知书.pdf"
    with pytest.raises(Unseen):
        paper_of(party(number, "李四"), pk=paper.pk)


def test_what_was_revoked_or_left_before_its_force_goes_to_nobody(world: Qinghe) -> None:
    number = in_force(world)
    issue(world, number, "agreement", "rights_notice")
    notice = world.case(number).papers.get(code="rights_notice")
    world.take("reviewer", "revoke_paper", number, paper=str(notice.pk), reason="写错")
    left = world.case(number).papers.get(code="agreement").at
    world.case(number).agreements.update(effective_at=left + timedelta(hours=1))
    assert codes(world, number, "张三") == []
