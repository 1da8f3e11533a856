"""The linter of papers: every kind has its row, each fault is found, and what people typed is theirs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from test_issuing import issue, newest, text_of

from jiefen.domain.common.local_law import local_law
from jiefen.domain.common.words import UnitKind
from jiefen.domain.documents.catalogue import DOCUMENTS
from jiefen.domain.documents.paper_check import PaperFacts, PersonFacts, check
from jiefen.domain.documents.paper_rules import AGREEMENTS, RULES, Issuer, speaks
from jiefen.reports.documents.documents import BUILDERS, EDITABLE, offers, paper_pdf
from jiefen.store.models import IssuedPaper, SealUse, Unit
from kit.filing import photo, upload
from kit.qinghe import Qinghe
from kit.signing import in_force, offered, party

ZHANG, LI = PersonFacts("张三", True, True), PersonFacts("李四", True, True)
AGREEMENT = PaperFacts(
    "agreement", ("本协议自2026年3月3日起生效。",), "县人民调解委员会", people=(ZHANG, LI),
    in_force_on=date(2026, 3, 3), copies=3, parties=2, place="清和县综治中心",
)  # fmt: skip
NOTICE = PaperFacts("pet_acceptance", ("已受理。",), "县信访局", to="张三", names=("张三",), others=("李四",))


def test_every_kind_of_paper_has_a_row_and_every_row_a_kind() -> None:
    assert set(RULES) == {row.code for row in DOCUMENTS}
    assert set(BUILDERS) | EDITABLE <= set(RULES)
    assert {"agreement", "adm_agreement"} == AGREEMENTS


def test_what_is_right_passes() -> None:
    assert check(AGREEMENT) == []
    assert check(NOTICE) == []


@pytest.mark.parametrize(
    ("paper", "says"),
    [
        (replace(AGREEMENT, in_force_on=None), "还没有生效"),
        (replace(AGREEMENT, copies=3, parties=3), "应是 4 份"),
        (replace(AGREEMENT, issuer=""), "不能出具"),
        (replace(AGREEMENT, people=()), "身份事项"),
        (replace(AGREEMENT, people=(ZHANG, PersonFacts("", True, True))), "没有姓名"),
        (replace(AGREEMENT, alone=True), "签名栏单独在一页"),
        (replace(NOTICE, to=""), "没有写给谁"),
        (replace(NOTICE, to="张三、李四"), "不应写给李四"),
        (replace(NOTICE, to="李四"), "漏了收件人张三"),
        (replace(NOTICE, texts=("请于3月8日前答复。",)), "没有年份"),
        (replace(NOTICE, texts=("03-08 12:00 到期",)), "没有年份"),
        (replace(NOTICE, texts=("本系统自定，可改",)), "不是写给当事人看的话"),
        (replace(NOTICE, texts=("二手资料，未核对原文",)), "不是写给当事人看的话"),
        (replace(NOTICE, texts=("规则 LM-01 到期",)), "不是写给当事人看的话"),
        (replace(NOTICE, texts=("依据 None 办理",)), "不是写给当事人看的话"),
        (replace(NOTICE, texts=("《深圳经济特区矛盾纠纷多元化解条例》第25条",)), "外地"),
        (replace(NOTICE, texts=("《宁波市多元化解纠纷促进条例》第27条",)), "外地"),
        (replace(NOTICE, texts=("按宁波的做法",)), "外地"),
    ],
)  # fmt: skip
def test_each_fault_is_found_and_refuses(paper: PaperFacts, says: str) -> None:
    faults = check(paper)
    assert faults, says
    assert faults[0].refuses
    assert any(says in fault.sentence for fault in faults)


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月8日前", "2026-03-08 12:00", "《城市房地产管理法》第3条", "《市场主体登记管理条例》第1条",
        "《信访工作条例》第34条", "由县人民调解委员会按规定办理", "共 12 MB 不在此列"[:5], "第3条第8日内",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_fault_is_none(text: str) -> None:
    assert check(replace(NOTICE, texts=(text,))) == []


def test_a_law_of_ones_own_place_is_no_other_places() -> None:
    law = "《宁波市多元化解纠纷促进条例》"
    assert local_law(law)
    assert not local_law(law, place="宁波市海曙区综治中心")


def test_missing_numbers_are_told_and_do_not_refuse() -> None:
    faults = check(replace(AGREEMENT, people=(ZHANG, PersonFacts("李四", False, False))))
    assert [fault.refuses for fault in faults] == [False]
    assert "李四没有登记证件号码和住址" in faults[0].sentence


@pytest.mark.parametrize("kind", list(UnitKind))
def test_nobody_issues_what_is_not_theirs(kind: UnitKind) -> None:
    for code, rule in RULES.items():
        who = speaks(code, holder=kind)
        if rule.issuer is Issuer.COMMITTEE:
            assert bool(who) is (kind is UnitKind.MEDIATION), code
        if rule.issuer is Issuer.ORGAN:
            assert bool(who) is (kind is UnitKind.DEPARTMENT), code
        if kind in (UnitKind.DESK, UnitKind.WINDOW, UnitKind.GRID):
            assert who != "holder", f"{kind} has no seal, so it issues no {code}"


pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_desk_offers_no_paper_of_a_committee_and_speaks_as_the_centre(world: Qinghe) -> None:
    number = world.register(flags=("petition",))
    codes = {offer.code for offer in offers(world.case(number), now=world.now)}
    assert not codes & {"acceptance", "rights_notice", "agreement", "termination_notice", "delegation_letter"}
    assert {"application", "pet_acceptance"} <= codes
    text = text_of(paper_pdf(world.case(number), code="pet_acceptance", now=world.now, full=True).pdf)
    assert "张三：" in text
    assert "李四" not in text, "a petitioner's notice is the petitioner's"
    assert issue(world, "dispatcher", number, "acceptance") == 302
    assert not IssuedPaper.objects.exists(), "refused in words"


def test_an_agreement_of_a_unit_that_may_issue_none_is_shown_with_its_reason(world: Qinghe) -> None:
    number = in_force(world)
    world.case(number).__class__.objects.filter(number=number).update(holder=Unit.objects.get(code="desk"))
    offer = next(one for one in offers(world.case(number), now=world.now) if one.code == "agreement")
    assert offer.refused
    assert "不能出具这种文书" in offer.faults[0].sentence
    assert issue(world, "reviewer", number, "agreement") == 302
    assert not IssuedPaper.objects.exists()


def test_a_draft_in_word_says_so_in_its_title(world: Qinghe) -> None:
    number = offered(world)
    word = world.client("mediator").get(f"/cases/{number}/papers/agreement/word")
    with zipfile.ZipFile(io.BytesIO(word.content)) as packed:
        assert "未生效草稿" in packed.read("word/document.xml").decode()


def test_a_partys_own_paper_bears_no_seal_of_ours(world: Qinghe) -> None:
    number = world.reach("closed")
    issue(world, "reviewer", number, "application", seal="1")
    assert not SealUse.objects.exists()
    assert issue(world, "reviewer", number, "transfer_letter", seal="1") == 302
    assert SealUse.objects.get().seal.unit == Unit.objects.get(kind="centre"), (
        "a letter of the centre, its seal"
    )


def test_words_that_a_party_typed_are_theirs_and_refuse_nothing(world: Qinghe) -> None:
    story = "5月1日在深圳签的合同，编号 LM-01，网页上写着 undefined。"
    number = world.reach(
        "started", story=story, wanted="按《深圳经济特区矛盾纠纷多元化解条例》办，3月8日前退"
    )
    offer = next(one for one in offers(world.case(number), now=world.now) if one.code == "application")
    assert not offer.refused
    assert issue(world, "mediator", number, "application") == 302
    assert IssuedPaper.objects.count() == 1


def test_no_page_bears_a_signature_strip_alone_whatever_the_length_of_the_story(world: Qinghe) -> None:
    for lines in (4, 22, 31):
        number = world.reach("started", story="李四租期届满后不退押金，多次催要无果。\n" * lines)
        for code in ("acceptance", "rights_notice"):
            pdf = paper_pdf(world.case(number), code=code, now=world.now, full=True).pdf
            assert "签名栏单独在一页" not in text_of(pdf), (code, lines)


def test_the_short_forms_are_one_page(world: Qinghe) -> None:
    number = world.reach("started")
    for code in ("acceptance", "rights_notice", "application", "power_of_attorney"):
        text = text_of(paper_pdf(world.case(number), code=code, now=world.now, full=True).pdf)
        assert "第2页" not in text.replace("出具前要看的", ""), code


def test_a_court_application_is_addressed_numbered_and_whole(world: Qinghe) -> None:
    number = world.reach("agreed")
    issue(world, "mediator", number, "confirmation_application")
    text = text_of(newest(world, number)[1])
    assert "11010519491231002X" in text
    assert "此致" in text
    assert "人民法院" in text.partition("此致")[2]
    assert text.count("（2026）清矛调字第00001号") >= 2
    assert "张三" in text.partition("此致")[2]


def test_a_letter_to_a_committee_says_of_consent_only_what_was_said(world: Qinghe) -> None:
    number = world.reach("handling")

    def letter() -> str:
        return text_of(paper_pdf(world.case(number), code="delegation_letter", now=world.now, full=True).pdf)

    assert "请先征询双方当事人是否同意调解" in letter()
    for name in ("张三", "李四"):
        assert "双方当事人已表示同意" not in letter()
        told = {"asked": "mediate", "consent": "yes", "via": "phone", "said": "同意"}
        world.take("mediator", "consent", number, party=str(party(world, number, name)), **told)
    assert "双方当事人已表示同意调解" in letter()
    assert "县人民调解委员会：" in letter()


def test_a_transfer_letter_names_its_day_and_what_is_enclosed(world: Qinghe) -> None:
    number = world.reach("handling")
    upload(world, number, "租赁合同.jpg", photo())
    text = text_of(paper_pdf(world.case(number), code="transfer_letter", now=world.now, full=True).pdf)
    assert "于2026年" in text
    assert "前办结" in text
    assert "1.租赁合同.jpg" in text


def test_an_agent_has_one_principal(world: Qinghe) -> None:
    number = world.reach("started")
    text = text_of(paper_pdf(world.case(number), code="power_of_attorney", now=world.now, full=True).pdf)
    assert "只写一方" in text
    assert "张三" not in text
    assert "李四" not in text


def test_a_closing_report_tells_its_course_and_its_day(world: Qinghe) -> None:
    number = world.reach("reviewed")
    assert "closing_report" not in {offer.code for offer in offers(world.case(number), now=world.now)}
    number = world.reach("closed")
    text = text_of(paper_pdf(world.case(number), code="closing_report", now=world.now, full=True).pdf)
    assert "结案时间2026年3月3日" in text
    assert "办理过程" in text
    assert "启动人民调解" in text


def test_a_preview_is_masked_and_only_what_leaves_is_whole(world: Qinghe) -> None:
    number = world.reach("agreed")
    preview = world.client("mediator").get(f"/cases/{number}/papers/application").content
    assert "11010519491231002X" not in text_of(preview)
    assert "110*************2X" in text_of(preview)
    assert issue(world, "mediator", number, "application") == 302
    assert "11010519491231002X" in text_of(newest(world, number)[1])


@pytest.mark.parametrize("rare", ["\U0002ebf0", "\U00031350", "\U000323b0", "\ue5e5"])
def test_a_character_newer_than_any_table_leaves_a_mark_on_paper_and_the_clerk_is_told(
    world: Qinghe, rare: str
) -> None:
    number = world.register(applicant_name=f"李{rare}明")
    world.take("dispatcher", "dispatch", number, unit="mediation")
    text = text_of(paper_pdf(world.case(number), code="application", now=world.now, full=True).pdf)
    assert "李〓明" in text, "the gap is seen"
    assert "没有字形，印成了" in text
    assert not next(
        one for one in offers(world.case(number), now=world.now) if one.code == "application"
    ).refused
