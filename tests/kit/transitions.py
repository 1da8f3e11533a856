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
MOVES: dict[str, dict[str, set[str]]] = {
    "accept": {"registered": {"accepted"}},
    "dispatch": {"registered": {"assigned"}, "accepted": {"assigned"}},
    "take_back": dict.fromkeys(("assigned", "handling"), {"accepted"}),
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
    if verb in MOVES:
        assert after in MOVES[verb].get(before, set()), f"{verb} led from {before} to {after}"
    else:
        assert after == before, f"{verb} moved the case from {before} to {after}"
