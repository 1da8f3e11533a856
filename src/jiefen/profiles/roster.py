"""Mediators, their seats, and rooms in the text of a centre."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiefen.domain.mediation.words import MediatorKind, MediatorTitle, SeatPosition


@dataclass(frozen=True)
class MediatorRow:
    """`user`: the sign-in of somebody of this text, or ''. `seat`: their place on the unit's committee, since `since`."""

    name: str
    user: str
    unit: str
    kind: MediatorKind
    title: MediatorTitle
    studio: str
    specialities: tuple[str, ...]
    woman: bool
    seat: SeatPosition | None
    since: date


@dataclass(frozen=True)
class RoomRow:
    unit: str
    name: str
    seats: int


def mediators(table: Mapping[str, Any]) -> Iterator[MediatorRow]:
    for row in table.get("mediator", []):
        yield MediatorRow(
            name=row["name"],
            user=row.get("user", ""),
            unit=row["unit"],
            kind=MediatorKind(row["kind"]),
            title=MediatorTitle(row.get("title", "")),
            studio=row.get("studio", ""),
            specialities=tuple(row.get("specialities", ())),
            woman=row.get("woman", False),
            seat=SeatPosition(row["seat"]) if "seat" in row else None,
            since=row["since"],
        )


def rooms(table: Mapping[str, Any]) -> Iterator[RoomRow]:
    for row in table.get("room", []):
        yield RoomRow(unit=row["unit"], name=row["name"], seats=row["seats"])


def problems(
    found: Collection[MediatorRow],
    *,
    rooms: Collection[RoomRow],
    units: Collection[str],
    users: Collection[str],
) -> Iterator[str]:
    for row in found:
        if row.unit not in units:
            yield f"调解员 {row.name} 的单位 {row.unit} 不存在。"
        if row.user and row.user not in users:
            yield f"调解员 {row.name} 的登录名 {row.user} 不存在。"
    for room in rooms:
        if room.unit not in units:
            yield f"调解室 {room.name} 的单位 {room.unit} 不存在。"
