"""What is stated and what follows, put together: one fact where all agree or the board has settled it, a dispute where
they differ. Nobody but the board decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from resecta.case.answer import Answer
from resecta.case.model import Dispute, Fact, Side, Stated
from resecta.cql.values import Date, Value

Known = Fact | Dispute | None


def combine(id: str, stated: Stated | None, derived: Sequence[Answer]) -> Known:
    """The fact or the dispute of an element; None where nobody speaks."""
    if stated is not None and stated.settled and stated.value is not None:
        return Fact(id, stated.value, stated.source, stated.date, stated.opinions, settled=True)
    if stated is None and not derived:
        return None
    sides = sides_of(_said(stated, derived))
    if not sides:
        return None
    opinions = stated.opinions if stated is not None else ()
    if len(sides) > 1:
        return Dispute(id, sides, opinions)
    return Fact(id, sides[0].value, "; ".join(sides[0].sources), _date(stated, derived), opinions)


def sides_of(said: Sequence[tuple[Value, str]]) -> tuple[Side, ...]:
    """Each value once, in the order of the first who says it, with everybody who does."""
    sides: dict[Value, dict[str, None]] = {}
    for value, source in said:
        sides.setdefault(value, {})[source] = None
    return tuple(Side(value, tuple(sources)) for value, sources in sides.items())


def _said(stated: Stated | None, derived: Sequence[Answer]) -> list[tuple[Value, str]]:
    said: list[tuple[Value, str]] = []
    if stated is not None and stated.value is not None:
        said.append((_agreed(stated, derived), stated.source))
    if stated is not None:
        said.extend((opinion.value, opinion.by) for opinion in stated.opinions if opinion.value is not None)
    for answer in derived:
        agrees = stated is not None and stated.value is not None and answer.agrees_with(stated.value)
        said.append((said[0][0] if agrees else answer.value, answer.source))
    return said


def _agreed(stated: Stated, derived: Sequence[Answer]) -> Value:
    """The stated value; of a date known roughly, the day that follows and that it may be."""
    if stated.about is None:
        return stated.value
    days = [answer.value for answer in derived if isinstance(answer.value, Date)]
    return next((day for day in days if day.to_date() in stated.about), stated.value)


def _date(stated: Stated | None, derived: Sequence[Answer]) -> Date | None:
    if stated is not None and stated.date is not None:
        return stated.date
    if stated is not None and stated.opinions:
        days = [opinion.date for opinion in stated.opinions if opinion.date is not None]
        return max(days, key=str) if days else None
    day: datetime.date | None = next((answer.date for answer in derived if answer.date is not None), None)
    return None if day is None else Date.of(day)
