"""The permission table as queries: what a list shows and what a page opens come from the same rows."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from jiefen.domain.case.actor import Actor, Held
from jiefen.domain.case.permissions import Relation, allowed, granted
from jiefen.domain.common.words import Confidentiality
from jiefen.store.common.prepared import Param, Prepared
from jiefen.store.models.centre import Unit
from jiefen.store.models.people import Assignment

if TYPE_CHECKING:
    from jiefen.store.models.case import Case
else:
    Case = Any

# Written out, since SQLite uses the index of flagged cases only for a condition without a parameter.
FLAGGED = Func(F("flags"), template="%(expressions)s > ''", output_field=BooleanField())
_LEVELS = frozenset(Confidentiality)


def _related(relation: Relation, *, post: Held, user_id: int) -> Q | None:
    """Cases standing in this relation to a post, as a condition; None when no case list ever uses it."""
    if relation is Relation.OWN:
        return Q(handler_id=user_id)
    if relation is Relation.UNIT:
        return Q(holder_id=post.unit_id)
    if relation is Relation.BELOW:
        return Q(
            holder_id__in=Unit.objects.filter(path__startswith=post.path)
            .exclude(pk=post.unit_id)
            .values("pk")
        )
    if relation is Relation.CO:
        co = Assignment.objects.filter(unit_id=post.unit_id, lead=False, until__isnull=True)
        return Q(pk__in=co.values("case_id"))
    if relation is Relation.ORIGIN:
        return Q(registered_by_id=user_id) | Q(origin_id=post.unit_id)
    return None


@lru_cache(maxsize=500)
def scope(actor: Actor, *, action: str) -> Q:
    """Condition for the cases on which the actor may do `action`; matches nothing when there are none."""
    terms = [term for post in actor.posts for term in _terms(post, actor=actor, action=action)]
    return reduce(or_, terms) if terms else Q(pk__in=())


def _terms(post: Held, *, actor: Actor, action: str) -> list[Q]:
    levels: dict[Relation, set[Confidentiality]] = {}
    for level in _LEVELS:
        for relation in granted(action, role=post.role, confidentiality=level):
            levels.setdefault(relation, set()).add(level)
    terms = []
    for relation in Relation:
        related = _related(relation, post=post, user_id=actor.user_id) if relation in levels else None
        if related is not None:
            whole = levels[relation] == _LEVELS
            terms.append(
                related if whole else related & Q(confidentiality__in=sorted(map(str, levels[relation])))
            )
    if actor.glass:
        for relation in granted(
            action, role=post.role, confidentiality=Confidentiality.SPECIAL, broken_glass=True
        ):
            related = _related(relation, post=post, user_id=actor.user_id)
            if related is not None:
                terms.append(related & Q(pk__in=actor.glass))
    return terms


def relations(
    case: Case, *, post: Held, user_id: int, co_units: frozenset[int], holder_path: str
) -> set[Relation]:
    """How a case stands to one post. `co_units`: units with an open co-handling; `holder_path`: the holder's path."""
    relations: set[Relation] = set()
    if case.handler_id == user_id:
        relations.add(Relation.OWN)
    if case.holder_id == post.unit_id:
        relations.add(Relation.UNIT)
    elif holder_path.startswith(post.path):
        relations.add(Relation.BELOW)
    elif post.path.startswith(holder_path):
        relations.add(Relation.ABOVE)
    elif holder_path.rsplit("/", 2)[0] == post.path.rsplit("/", 2)[0]:
        relations.add(Relation.BESIDE)
    if post.unit_id in co_units:
        relations.add(Relation.CO)
    if case.registered_by_id == user_id or case.origin_id == post.unit_id:
        relations.add(Relation.ORIGIN)
    return relations or {Relation.STRANGER}


def can(actor: Actor, *, action: str, case: Case) -> bool:
    """Whether the actor may do `action` on this case."""
    return action in possible(actor, case=case, actions=(action,))


def _open_co() -> QuerySet[Any, Any]:
    return Assignment.objects.filter(case=Param("case"), lead=False, until__isnull=True).values_list(
        "unit_id"
    )


_CO_UNITS = Prepared(_open_co)


def possible(actor: Actor, *, case: Case, actions: tuple[str, ...]) -> frozenset[str]:
    """Which of these actions the actor may do on this case. Co-handling only adds to what one may: asked last."""
    answer = _allowed(actor, case=case, actions=actions, co_units=frozenset())
    if len(answer) < len(actions):
        co_units = frozenset(unit for (unit,) in _CO_UNITS.rows(case=case.pk))
        if not co_units.isdisjoint(post.unit_id for post in actor.posts):
            answer = _allowed(actor, case=case, actions=actions, co_units=co_units)
    return answer


def _allowed(
    actor: Actor, *, case: Case, actions: tuple[str, ...], co_units: frozenset[int]
) -> frozenset[str]:
    path = case.holder.path
    level = Confidentiality(case.confidentiality)
    glass = case.pk in actor.glass
    answer: set[str] = set()
    for post in actor.posts:
        standing = relations(case, post=post, user_id=actor.user_id, co_units=co_units, holder_path=path)
        answer.update(
            action
            for action in actions
            if allowed(action, role=post.role, relations=standing, confidentiality=level, broken_glass=glass)
        )
    return frozenset(answer)


def on_one_of(cases: CaseQuery) -> Exists:
    """For rows that hang on a case, as a condition asked of each: they are few, and the cases many."""
    return Exists(cases.filter(pk=OuterRef("case_id")))


class CaseQuery(QuerySet["Case"]):
    """Cases with domain words. Outside `actions` and `reports` nobody starts from anything but `visible_to`."""

    def visible_to(self, actor: Actor, *, action: str = "see") -> CaseQuery:
        return self.filter(scope(actor, action=action))

    def by_way_of(self, *conditions: Any, **more: Any) -> CaseQuery:
        """These rows under further conditions, looked up by those: a few ids, a span of them, a rare flag.

        SQLite would rather go through an index for each part of the scope, and read all that a person may ever see;
        so it is told to. PostgreSQL knows better from its statistics.
        """
        if connections[self.db].vendor != "sqlite":
            return self.filter(*conditions, **more)
        seen = Exists(self.filter(pk=OuterRef("pk")))
        return self.model._default_manager.filter(seen, *conditions, **more)

    def with_names(self) -> CaseQuery:
        """Rows ready for a list: holder, place and handler in one query."""
        return self.select_related("holder", "place", "handler")
