"""Which verb may lead where, written from the rulebook's prose and not from its tables."""

from __future__ import annotations

ENDED = {"closed", "declined", "withdrawn", "merged", "archived"}
OPEN = {
    "registered",
    "accepted",
    "completing",
    "ruling",
    "assigned",
    "objecting",
    "handling",
    "reviewing",
    "reviewed",
}
STAYS = {
    **dict.fromkeys(
        ["start", "finish", "hand_over", "disclose", "invite_expert", "expert_answers"], {"handling"}
    ),
    **dict.fromkeys(["plan_session", "answer_invitation", "move_session", "cancel_session"], {"handling"}),
    **dict.fromkeys(("hold_session", "seal_note"), {"handling"}),
    **dict.fromkeys(("recuse", "choose_mediator", "consent", "refuse_mediation"), OPEN),
    **dict.fromkeys(("draft_agreement", "offer_agreement", "take_back_agreement"), {"handling"}),
    **dict.fromkeys(
        ("sign_on_paper", "sign_as_mediator", "seal_agreement"), {"handling", "reviewing", "reviewed"}
    ),
    "unconfirm": {"reviewed"},
    **dict.fromkeys(
        (
            "add_co",
            "drop_co",
            "grade",
            "assess",
            "suspend",
            "resume",
            "amend",
            "extend",
            "form_group",
            "meet",
            "end_group",
            "screen",
            "take_referral",
            "record_choice",
            "return_referral",
        ),
        OPEN,
    ),
    **dict.fromkeys(
        (
            "link",
            "unlink",
            "classify",
            "note",
            "attach",
            "reveal",
            "appeal",
            "assign_appeal",
            "answer_appeal",
            "own_clock",
            "urge",
            "supervise",
            "list_case",
            "put_leader",
            "drop_proposal",
            "answer_supervision",
            "return_answer",
            "lift",
            "correct",
            "reply_correction",
            "raise_correction",
            "end_correction",
            "book",
            "receive",
            "settle_promise",
            "do_duty",
            "join_confirmation",
            "file_confirmation",
            "court_accepts",
            "court_decides",
            "write_care_note",
            "set_safe_contact",
            "send_code",
            "print_code",
            "confirm_for_party",
            "report_term",
            "verify_term",
            "default_term",
            "audit_outcome",
            "issue_paper",
            "use_seal",
            "revoke_paper",
            "catalogue_material",
            "hold_file",
            "lift_hold",
            "answer_erasure",
            "erase_party",
        ),
        OPEN | ENDED,
    ),
    **dict.fromkeys(
        (
            "ask_review",
            "decide_review",
            "visit",
            "rate_for_party",
            "go_back",
            "compile_volume",
            "place_volume",
            "lend_volume",
            "return_volume",
        ),
        ENDED,
    ),
}
MOVES: dict[str, dict[str, set[str]]] = {
    "accept": {"registered": {"accepted"}},
    "dispatch": {"registered": {"assigned"}, "accepted": {"assigned"}},
    "decline": {"registered": {"declined"}, "accepted": {"declined"}},
    "send_back": {"registered": {"completing"}, "accepted": {"completing"}},
    "complete": {"completing": {"registered"}},
    "merge": dict.fromkeys(("registered", "accepted", "completing"), {"merged"}),
    "unmerge": {"merged": {"registered"}},
    "rule": {"ruling": {"assigned"}},
    "sign": {"assigned": {"handling"}},
    "forward": {"assigned": {"assigned"}, "handling": {"assigned"}},
    "return": {"assigned": {"registered", "ruling"}},
    "object": {"assigned": {"objecting", "ruling"}},
    "agree_objection": {"objecting": {"registered"}},
    "refuse_objection": {"objecting": {"assigned"}},
    "refer_up": dict.fromkeys(("assigned", "handling"), {"registered", "ruling"}),
    "escalate": dict.fromkeys(("assigned", "handling"), {"assigned"}),
    "record": {"handling": {"reviewing"}},
    "approve": {"reviewing": {"reviewed"}},
    "reject": {"reviewing": {"handling"}},
    "close": {"reviewed": {"closed"}},
    "reopen": dict.fromkeys(("closed", "declined", "withdrawn", "archived"), {"registered"}),
    "withdraw": dict.fromkeys(OPEN, {"withdrawn"}),
    "archive": dict.fromkeys(("closed", "declined", "withdrawn", "merged"), {"archived"}),
}


def check_move(verb: str, *, before: str, after: str) -> None:
    if verb in STAYS:
        assert before in STAYS[verb], f"{verb} from {before}"
        assert after == before, f"{verb} moved the case from {before} to {after}"
    else:
        assert after in MOVES[verb].get(before, set()), f"{verb} led from {before} to {after}"
