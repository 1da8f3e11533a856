"""What a day brings besides limits: a promise that should have been kept, a checklist to be gone through. Told once each."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.messages.notices import tell
from jiefen.actions.oversight.checklists import KEEPERS
from jiefen.domain.clocks.warnings import is_quiet
from jiefen.domain.oversight.words import PromiseState
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Checklist, Promise
from jiefen.store.people.able import who_handles
from jiefen.store.people.in_office import in_office


def remind(*, at: datetime) -> int:
    """Idempotent: an event and a person have one notice. Answers how many things are due today; none in quiet hours."""
    days = snapshot().calendar
    if is_quiet(at, calendar=days):
        return 0
    today = days.local(at).date()
    promises = Promise.objects.filter(state=PromiseState.OPEN, due_on__lt=today)
    for promise in promises.select_related("case", "booking"):
        people = {promise.booking.by_id} | who_handles(promise.case, now=at)
        text = f"接访承诺到期，请问过当事人后登记是否兑现：{promise.text[:120]}"
        tell(people, event=f"promise:{promise.pk}", case=promise.case, text=text, at=at)
    lists = Checklist.objects.filter(closed_at=None, next_on__lte=today)
    for row in lists:
        posts = in_office(*KEEPERS).filter(unit_id=row.unit_id)
        keepers = {row.by_id, *posts.values_list("user_id", flat=True)}
        text = f"清单“{row.title}”今天该调度了。"
        tell(keepers, event=f"checklist:{row.pk}:{row.next_on}", case=None, text=text, at=at)
    return len(promises) + len(lists)
