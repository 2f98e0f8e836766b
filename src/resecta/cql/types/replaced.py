"""Whether a definition gives what the one gave in whose place it stands: its type, and what that is measured in."""

from __future__ import annotations

from resecta.cql.tree.library import Definition
from resecta.cql.types import ANY, Type
from resecta.cql.types.fitting import widens, with_article
from resecta.cql.types.measures import are_lengths_of_time, measured_in, moves_dates, never_compare
from resecta.document.problem import Problem


def unlike(definition: Definition, shipped: Definition) -> Problem | None:
    """The problem of a definition that gives something else than the shipped one; None where it may stand for it."""
    have, want = definition.type, shipped.type
    if not _stands_for(have, want):
        message = f'"{definition.name}" is {have}, and the shipped one is {want}'
        return definition.spot.problem(message, f"give it {with_article(want)}, or define it under a name of its own")
    if moves_dates(want) and not moves_dates(have):
        message = f'"{definition.name}" is in {measured_in(have)}, which moves no date, and the shipped one does'
        return definition.spot.problem(message, "give it in days, weeks, months or years, as words without quotes")
    # Days and months never compare, and yet either moves a date: whether they fit is for each use to say.
    if never_compare(have, want) and not are_lengths_of_time((have, want)):
        unit = measured_in(want)
        message = f'"{definition.name}" is in {measured_in(have)}, and the shipped one in {unit}: the two never compare'
        return definition.spot.problem(message, f"give it in {unit}")
    return None


def _stands_for(have: Type, want: Type) -> bool:
    return ANY in (have, want) or have == want or widens(have, want)
