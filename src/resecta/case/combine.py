"""What is stated and what follows, put together: one fact where all agree or the board has settled it, a dispute where
they differ. Nobody but the board decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from resecta.case.answer import Answer
from resecta.case.model import About, Dispute, Fact, Side, Stated
from resecta.cql.values import Date, Value

Known = Fact | Dispute | None


def combine(id: str, stated: Stated | None, derived: Sequence[Answer]) -> Known:
    """The fact or the dispute of an element; None where nobody speaks."""
    if stated is not None and stated.settled and stated.value is not None:
        return Fact(id, stated.value, stated.source, stated.date, stated.opinions, settled=True)
    if stated is None and not derived:
        return None
    sides = said(stated, derived)
    if not sides:
        return None
    opinions = stated.opinions if stated is not None else ()
    if len(sides) > 1:
        return Dispute(id, sides, opinions)
    return Fact(id, sides[0].taken, "; ".join(sides[0].sources), _date(stated, derived), opinions)


def said(stated: Stated | None, derived: Sequence[Answer]) -> tuple[Side, ...]:
    """Each value that is stated or follows, with everybody who says it."""
    return sides_of(_said(stated, derived))


def sides_of(said: Sequence[Side]) -> tuple[Side, ...]:
    """Each value once, in the order of the first who says it, with everybody who does."""
    sides: dict[Value, Side] = {}
    sources: dict[Value, dict[str, None]] = {}
    for side in said:
        sides.setdefault(side.value, side)
        sources.setdefault(side.value, {}).update(dict.fromkeys(side.sources))
    return tuple(
        side if len(side.sources) == len(sources[value]) else replace(side, sources=tuple(sources[value]))
        for value, side in sides.items()
    )


def _said(stated: Stated | None, derived: Sequence[Answer]) -> list[Side]:
    said: list[Side] = []
    if stated is not None and stated.value is not None:
        said.append(_agreed(stated, derived))
    if stated is not None:
        said.extend(Side(opinion.value, (opinion.by,)) for opinion in stated.opinions if opinion.value is not None)
    for answer in derived:
        agrees = stated is not None and stated.value is not None and answer.agrees_with(stated.value, stated.about)
        side = _side(answer.value, answer.source, answer.about)
        said.append(replace(said[0], sources=side.sources) if agrees else side)
    return said


def _agreed(stated: Stated, derived: Sequence[Answer]) -> Side:
    """The stated value; of a date known roughly, what follows and tells it more exactly."""
    finer = None if stated.about is None else next((one for one in derived if one.tells(stated.about)), None)
    if finer is None:
        return _side(stated.value, stated.source, stated.about)
    return _side(finer.value, stated.source, finer.about)


def _side(value: Value, source: str, about: About | None) -> Side:
    """What one source says; a date that can be one day only is that day."""
    if about is None or about.first == about.last or not isinstance(value, Date):
        return Side(value, (source,))
    return Side(about.written, (source,), about, value)


def _date(stated: Stated | None, derived: Sequence[Answer]) -> Date | None:
    if stated is not None and stated.date is not None:
        return stated.date
    if stated is not None and stated.opinions:
        days = [opinion.date for opinion in stated.opinions if opinion.date is not None]
        return max(days, key=str) if days else None
    return next((answer.date for answer in derived if answer.date is not None), None)
