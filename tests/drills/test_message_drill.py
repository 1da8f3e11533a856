"""Messages with workers doubled, killed and late: n due, n sent, none twice, none early. The large count: `jiefen drill messages`."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.jobs.drilling.messages import doubled, messages
from jiefen.jobs.drilling.site import Site


def test_every_due_moment_is_sent_once_whatever_happens_to_the_workers(site: Callable[..., Site]) -> None:
    good, figures = messages(site(), 80)
    print(figures)
    assert good, figures


def test_a_worker_that_sends_again_what_another_is_sending_is_found_out(site: Callable[..., Site]) -> None:
    wrong = site(bug="eager")
    wrong.make()
    wrong.ask("drilling.message_rows", "fill", "80", "1.5", "0")
    figures = doubled(wrong, seconds=1.5)
    print(figures)
    assert figures["duplicates"] > 0, figures
