"""What each verb does besides what its row says: the parts that run before the case moves and after, in their order.

A verb of which the row says all has empty parts. `take` moves the case, keeps the clocks and writes the history for all alike.
"""

from __future__ import annotations

from jiefen.actions.agreement import agreements, confirmations, party_codes, performance, signing
from jiefen.actions.case import steps, steps_in_place
from jiefen.actions.common.hooks import Parts
from jiefen.actions.court import court_confirmation, referrals
from jiefen.actions.documents import issue_paper, scans, volumes
from jiefen.actions.figures import ratings
from jiefen.actions.mediation import consents, recusal, sessions
from jiefen.actions.messages import inquiries, outreach
from jiefen.actions.oversight import (
    appeals,
    audits,
    correction,
    disagreement,
    reception_steps,
    supervision,
    visits,
)
from jiefen.actions.privacy import data_requests
from jiefen.actions.routing import dispatching
from jiefen.actions.safety import safety

PARTS: dict[str, Parts] = {
    "accept": Parts(),
    "dispatch": Parts(before=(dispatching.says_why,), after=(steps.bring_co_handlers,)),
    "take_back": Parts(
        before=(dispatching.take_back,),
        after=(recusal.leaves_no_session, steps.end_programmes),
    ),
    "decline": Parts(after=(steps.decline,)),
    "send_back": Parts(),
    "complete": Parts(),
    "merge": Parts(before=(steps.check_merge,), after=(steps.merge,)),
    "unmerge": Parts(after=(steps.unmerge,)),
    "rule": Parts(after=(steps.bring_co_handlers,)),
    "sign": Parts(before=(recusal.is_not_barred,), after=(steps.sign,)),
    "forward": Parts(before=(steps.only_downwards,), after=(recusal.leaves_no_session,)),
    "return": Parts(before=(disagreement.petitions_are_objected_to,), after=(steps.count_return,)),
    "start": Parts(
        before=(
            recusal.is_not_barred,
            consents.nobody_refuses,
            referrals.nobody_refused,
            safety.safe_to_mediate,
        ),
        after=(steps.start, referrals.entrusted_has_its_own_limit),
    ),
    "finish": Parts(before=(recusal.is_not_barred,), after=(steps.finish,)),
    "record": Parts(
        before=(agreements.agreed_means_an_agreement, recusal.is_not_barred, steps.check_record),
        after=(agreements.end_what_was_not_reached, recusal.leaves_no_session, steps.record),
    ),
    "approve": Parts(before=(agreements.agrees_with_the_outcome,)),
    "reject": Parts(),
    "close": Parts(before=(confirmations.confirmed_by_the_parties,), after=(visits.plan_visits, steps.close)),
    "reopen": Parts(after=(visits.end_visits, agreements.end_with_the_case, steps.reopen)),
    "withdraw": Parts(after=(recusal.leaves_no_session, steps.withdraw)),
    "archive": Parts(after=(steps.end_all_co,)),
    "hand_over": Parts(before=(recusal.goes_to_nobody_barred,), after=(steps.hand_over,)),
    "add_co": Parts(after=(steps.add_co,)),
    "drop_co": Parts(after=(steps.drop_co,)),
    "link": Parts(after=(steps.link,)),
    "unlink": Parts(after=(steps.unlink,)),
    "grade": Parts(after=(steps_in_place.grade,)),
    "classify": Parts(before=(steps_in_place.check_classify,), after=(steps_in_place.classify,)),
    "assess": Parts(after=(steps_in_place.assess,)),
    "suspend": Parts(after=(steps_in_place.suspend,)),
    "resume": Parts(after=(steps_in_place.resume,)),
    "note": Parts(after=(steps_in_place.note,)),
    "release_claim": Parts(
        before=(steps_in_place.not_where_violence_is_alleged,), after=(steps_in_place.release_claim,)
    ),
    "attach": Parts(),
    "amend": Parts(),
    "answer_inquiry": Parts(after=(inquiries.answer_inquiry,)),
    "explain_delay": Parts(after=(steps_in_place.explain_delay,)),
    "object": Parts(before=(disagreement.check_objection,), after=(disagreement.object_to_assignment,)),
    "agree_objection": Parts(after=(disagreement.agree_objection,)),
    "refuse_objection": Parts(after=(disagreement.refuse_objection,)),
    "refer_up": Parts(after=(recusal.leaves_no_session, disagreement.refer_up)),
    "escalate": Parts(
        after=(recusal.leaves_no_session, disagreement.escalate),
    ),
    "form_group": Parts(before=(disagreement.check_group,), after=(disagreement.form_group,)),
    "meet": Parts(before=(disagreement.has_group,), after=(disagreement.meet,)),
    "end_group": Parts(before=(disagreement.has_group,), after=(disagreement.end_group,)),
    "appeal": Parts(before=(appeals.check_appeal,), after=(appeals.appeal,)),
    "assign_appeal": Parts(after=(appeals.assign_appeal,)),
    "answer_appeal": Parts(before=(appeals.from_outside,), after=(appeals.answer_appeal,)),
    "ask_review": Parts(before=(appeals.check_request,), after=(appeals.ask_review,)),
    "decide_review": Parts(before=(appeals.check_decision,), after=(appeals.decide_review,)),
    "extend": Parts(after=(steps_in_place.extend,)),
    "own_clock": Parts(before=(steps_in_place.check_own_clock,), after=(steps_in_place.own_clock,)),
    "screen": Parts(before=(safety.has_this_side,), after=(safety.screen,)),
    "do_duty": Parts(before=(safety.ends_so,), after=(safety.do_duty,)),
    "write_care_note": Parts(after=(safety.write_care_note,)),
    "set_safe_contact": Parts(after=(safety.set_safe_contact,)),
    "disclose": Parts(before=(recusal.is_not_barred,), after=(recusal.disclose,)),
    "recuse": Parts(after=(recusal.recuse,)),
    "choose_mediator": Parts(before=(recusal.is_not_barred,), after=(consents.choose_mediator,)),
    "invite_expert": Parts(
        before=(recusal.is_not_barred, consents.all_agree_to_experts), after=(consents.invite_expert,)
    ),
    "expert_answers": Parts(before=(recusal.is_not_barred,), after=(consents.expert_answers,)),
    "consent": Parts(before=(recusal.is_not_barred,), after=(consents.consent,)),
    "refuse_mediation": Parts(after=(consents.refuse_mediation,)),
    "plan_session": Parts(
        before=(
            recusal.is_not_barred,
            consents.nobody_refuses_a_session,
            referrals.nobody_refused,
            safety.safe_to_mediate,
            sessions.fits,
        ),
        after=(sessions.plan_session,),
    ),
    "begin_session": Parts(
        before=(
            recusal.is_not_barred,
            consents.nobody_refuses_a_session,
            referrals.nobody_refused,
            safety.safe_to_mediate,
            sessions.fits_now,
        ),
        after=(sessions.begin_session,),
    ),
    "answer_invitation": Parts(after=(sessions.answer_invitation,)),
    "move_session": Parts(
        before=(
            recusal.is_not_barred,
            consents.nobody_refuses_a_session,
            sessions.fits,
            sessions.mediator_still_may,
        ),
        after=(sessions.move_session,),
    ),
    "cancel_session": Parts(after=(sessions.cancel_session,)),
    "hold_session": Parts(
        before=(
            recusal.is_not_barred,
            consents.nobody_refuses_a_session,
            referrals.nobody_refused,
            safety.safe_to_mediate,
            sessions.may_be_held,
            sessions.mediator_still_may,
        ),
        after=(sessions.hold_session,),
    ),
    "seal_note": Parts(before=(recusal.is_not_barred,), after=(sessions.seal_note,)),
    "urge": Parts(after=(supervision.urge,)),
    "supervise": Parts(before=(supervision.goes_up,), after=(supervision.begin_supervision,)),
    "list_case": Parts(before=(supervision.goes_up,), after=(supervision.begin_supervision,)),
    "put_leader": Parts(before=(supervision.goes_up,), after=(supervision.begin_supervision,)),
    "drop_proposal": Parts(before=(supervision.has_supervision,), after=(supervision.drop_proposal,)),
    "answer_supervision": Parts(
        before=(supervision.has_supervision,), after=(supervision.answer_supervision,)
    ),
    "return_answer": Parts(before=(supervision.has_supervision,), after=(supervision.return_answer,)),
    "lift": Parts(before=(supervision.has_supervision,), after=(supervision.lift,)),
    "correct": Parts(before=(correction.one_at_a_time,), after=(correction.correct,)),
    "reply_correction": Parts(before=(correction.has_correction,), after=(correction.reply_correction,)),
    "raise_correction": Parts(before=(correction.has_correction,), after=(correction.raise_correction,)),
    "end_correction": Parts(before=(correction.has_correction,), after=(correction.end_correction,)),
    "visit": Parts(
        before=(reception_steps.has_this_side,), after=(visits.keep_the_visit, reception_steps.visit)
    ),
    "book": Parts(before=(reception_steps.one_seat,), after=(reception_steps.book,)),
    "receive": Parts(before=(reception_steps.whole_promise,), after=(reception_steps.receive,)),
    "settle_promise": Parts(
        before=(reception_steps.not_before_asking,), after=(reception_steps.settle_promise,)
    ),
    "draft_agreement": Parts(after=(agreements.draft_agreement, confirmations.stays_inside)),
    "offer_agreement": Parts(before=(agreements.fit_to_sign,), after=(agreements.offer_agreement,)),
    "take_back_agreement": Parts(after=(agreements.take_back_agreement,)),
    "sign_on_paper": Parts(before=(scans.of_this_case,), after=(signing.sign_on_paper,)),
    "sign_as_mediator": Parts(after=(signing.sign_as_mediator,)),
    "seal_agreement": Parts(after=(signing.seal_agreement,)),
    "invite": Parts(after=(outreach.invite,)),
    "send_code": Parts(after=(party_codes.send_code,)),
    "print_code": Parts(before=(party_codes.only_at_the_window,)),
    "confirm_for_party": Parts(after=(confirmations.stays_inside, confirmations.confirm_for_party)),
    "unconfirm": Parts(after=(confirmations.stays_inside, confirmations.unconfirm)),
    "report_term": Parts(after=(performance.report_term, confirmations.stays_inside)),
    "verify_term": Parts(after=(performance.verify_term, confirmations.stays_inside)),
    "default_term": Parts(after=(performance.default_term, confirmations.stays_inside)),
    "rate_for_party": Parts(before=(ratings.check_scores,), after=(ratings.rate_for_party,)),
    "go_back": Parts(after=(visits.go_back, confirmations.stays_inside)),
    "audit_outcome": Parts(before=(audits.audited_from_outside,), after=(audits.audit_outcome,)),
    "take_referral": Parts(before=(referrals.check_referral,), after=(referrals.take_referral,)),
    "record_choice": Parts(
        before=(referrals.has_open_referral, referrals.has_this_side), after=(referrals.record_choice,)
    ),
    "return_referral": Parts(before=(referrals.has_open_referral,), after=(referrals.return_referral,)),
    "join_confirmation": Parts(
        before=(court_confirmation.may_be_asked_for,), after=(court_confirmation.join_confirmation,)
    ),
    "file_confirmation": Parts(
        before=(court_confirmation.in_time_and_together,), after=(court_confirmation.file_confirmation,)
    ),
    "court_accepts": Parts(before=(court_confirmation.was_filed,), after=(court_confirmation.court_accepts,)),
    "court_decides": Parts(before=(court_confirmation.was_filed,), after=(court_confirmation.court_decides,)),
    "issue_paper": Parts(before=(issue_paper.only_with_the_paper,)),
    "use_seal": Parts(before=(issue_paper.only_with_the_paper,)),
    "revoke_paper": Parts(after=(issue_paper.revoke_paper,)),
    "catalogue_material": Parts(before=(scans.of_this_case,), after=(volumes.catalogue_material,)),
    "compile_volume": Parts(before=(volumes.only_whole,)),
    "place_volume": Parts(before=(volumes.has_volume,), after=(volumes.place_volume,)),
    "lend_volume": Parts(before=(volumes.has_volume,), after=(volumes.lend_volume,)),
    "return_volume": Parts(before=(volumes.has_volume,), after=(volumes.return_volume,)),
    "hold_file": Parts(after=(volumes.hold_file,)),
    "lift_hold": Parts(after=(volumes.lift_hold,)),
    "answer_erasure": Parts(after=(data_requests.answer_erasure,)),
    "erase_party": Parts(before=(data_requests.only_in_its_time,), after=(data_requests.erase,)),
}
