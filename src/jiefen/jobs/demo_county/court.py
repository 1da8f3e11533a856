"""Over the invented matters: one that is not mediated, matters sent by the court, agreements on their way to confirmation."""

from __future__ import annotations

from django.db.models import Q

from jiefen.domain.common import moments
from jiefen.domain.common.moments import ZONE
from jiefen.domain.safety.screening import QUESTIONS
from jiefen.jobs.demo_county.oversight import DAY, Overseers
from jiefen.reports.case.choices import offered

COURT = "清和县人民法院"
PLEA = "上周五晚上他喝了酒，打了我两巴掌，摔了手机，孩子在里屋。以前也有过两次，没有报警。"


def go_to_court(over: Overseers) -> None:
    _not_mediated(over)
    _referred(over)
    _confirmed(over)


def _not_mediated(over: Overseers) -> None:
    mine = Q(state="handling", kind__startswith="01", handler_id=over.cast.named("mediator3").user_id)
    for number in over.numbers("mediator3", mine, limit=1):
        answers = dict.fromkeys(QUESTIONS, "no") | {"violence": "yes", "minors": "yes"}
        over.do("mediator3", "screen", number, ago=0.9, side="applicant", **answers)
        for duty, label in offered(number, kind="duty", now=over.now):
            if "报告" in label:
                how = "电话报城东派出所，同时告知县妇联，已受理。"
                over.do("mediator3", "do_duty", number, ago=0.85, duty=duty, done="done", how=how)
        party = offered(number, kind="party", now=over.now)[0][0]
        over.do("mediator3", "write_care_note", number, ago=0.8, party=party, plea=PLEA)
        over.do(
            "mediator3", "set_safe_contact", number, ago=0.8, party=party, way="phone", earliest="9:00",
            latest="11:30", words="白天打，先问是不是本人。",
        )  # fmt: skip


def _referred(over: Overseers) -> None:
    """Three sent by the court: one still to be asked about, one agreed to, one refused and sent back."""
    mine = Q(state="handling", kind__startswith="06", referrals=None)
    sent = moments.iso_day(over.now.astimezone(ZONE) - 3 * DAY)
    for n, number in enumerate(over.numbers("dispatcher", mine, limit=3)):
        over.do(
            "dispatcher", "take_referral", number, ago=2.5, court=COURT, referral="delegated", received_on=sent,
            materials="起诉状副本 1 份\n证据复印件 1 套\n当事人送达地址确认书 1 份",
        )  # fmt: skip
        if n == 0:
            continue
        how = "窗口当面问过，讲清了不影响立案。"
        over.do("dispatcher", "record_choice", number, ago=2.2, side="applicant", choice="mediate", how=how)
        choice = "mediate" if n == 1 else "court"
        how = "电话联系本人，表示愿意谈。" if n == 1 else "电话联系本人，表示要求法院判决。"
        over.do("dispatcher", "record_choice", number, ago=2, side="respondent", choice=choice, how=how)
        if n == 2:
            facts = "双方对合同的签订、已付款项的数额没有争议。"
            over.do("dispatcher", "return_referral", number, ago=1.5, returned="refused", facts=facts)


def _confirmed(over: Overseers) -> None:
    """Agreements of the last weeks: one waits for the other side, one was filed, one accepted, one confirmed."""
    fresh = Q(
        agreements__state="effective",
        agreements__ended_at=None,
        agreements__effective_at__gt=over.now - 20 * DAY,
    )
    old = Q(agreements__effective_at__lt=over.now - 2 * DAY) & Q(proceedings__track="peoples_mediation")
    today = moments.iso_day(over.now)
    for n, number in enumerate(over.numbers("dispatcher", fresh & old, limit=4)):
        parties = [pk for pk, _ in offered(number, kind="party", now=over.now)]
        for party in parties[:1] if n == 0 else parties:
            over.do(
                "dispatcher", "join_confirmation", number, ago=0.5, party=party, how="本人到窗口表示同意。"
            )
        if n > 0:
            over.do("dispatcher", "file_confirmation", number, bar="none", filed_on=today)
        if n > 1:
            over.do("dispatcher", "court_accepts", number, accepted_on=today)
        if n > 2:
            over.do("dispatcher", "court_decides", number, decree="effective", decided_on=today)
