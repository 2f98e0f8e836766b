"""Does the window of no finding close before it opens, whatever the day it is counted from?

Judged are ends into which one date of the patient enters, or no fact at all, by working them out for days of months of
every length. Of ends that hang on two facts or more, or on a fact that is no date, nobody can tell before there is a
case.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from resecta.cql import Library, Value
from resecta.cql.core.lower import Lowering
from resecta.cql.evaluate import Evaluator
from resecta.cql.tree import nodes
from resecta.cql.tree.dependencies import needed, ordered
from resecta.cql.tree.walk import walk
from resecta.cql.values import Date
from resecta.document import Problem
from resecta.document.nodes import Spot
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import Finding, Window

_MONTHS = [datetime.date(year, month, 1) for year in (2023, 2024) for month in range(1, 13)]
_DAYS = [Date.of(day) for first in _MONTHS for day in (first, first - datetime.timedelta(days=1))]
"""The first and the last day of every month, February of a leap year among them."""


def check(manuscript: Manuscript, library: Library, settings: Mapping[str, Value]) -> Iterator[Problem]:
    """A problem for each such window. ``settings``: the values of the options in force."""
    places = {name: place for place, name in enumerate(ordered(library)[0])}
    for finding in manuscript.findings.values():
        for sooner, later, message in () if finding.window is None else _pairs(finding.window):
            names = getattr(finding.window, sooner), getattr(finding.window, later)
            behind = _behind(library, names)
            if behind is None or _hangs_on_itself(library, behind, places):
                continue  # or one is no definition, or does not check: that is said of it
            for day, (first, last) in _ends(library, settings, sorted(behind, key=places.__getitem__), names):
                if isinstance(first, Date) and isinstance(last, Date) and _is_after(first, last):
                    spot = _spot(manuscript, library, finding, (later, sooner))
                    counted = "" if day is None else f", counted from {day}"
                    said = f"{message}: {sooner} {first}, {later} {last}{counted}"
                    yield spot.problem(said, f"make {later} the later one")
                    break


def _pairs(window: Window) -> Iterator[tuple[str, str, str]]:
    """The keys of two ends that are not one, the sooner before the later, and what is wrong with them exchanged."""
    if window.latest is not None:
        if window.earliest not in (None, window.latest):
            yield "earliest", "latest", "the window closes before it opens"
        if window.caution_from not in (None, window.latest):
            yield "caution_from", "latest", "the window closes before its zone of caution begins"


def _behind(library: Library, names: tuple[str, str]) -> set[str] | None:
    """These definitions and all that they need; None where one is not there or does not check."""
    found: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        definition = library.definitions.get(name)
        if definition is None or str(definition.type) == "Any":
            return None
        found.add(name)
        ahead += (one.name for one in walk(definition.expression) if isinstance(one, nodes.DefinitionReference))
    return found


def _hangs_on_itself(library: Library, names: set[str], places: Mapping[str, int]) -> bool:
    return any(places[need] >= places[name] for name in names for need in needed(library, name))


def _ends(
    library: Library, settings: Mapping[str, Value], behind: list[str], names: tuple[str, str]
) -> Iterator[tuple[Date | None, tuple[Value, Value]]]:
    """Both ends, for each day that the one date can be; once where no fact enters them."""
    expressions = {name: library.definitions[name].expression for name in behind}
    used = {
        one.name for each in expressions.values() for one in walk(each) if isinstance(one, nodes.ParameterReference)
    }
    facts = [name for name in used if name not in settings]
    if len(facts) > 1 or any(str(library.parameters[name].type) != "Date" for name in facts):
        return
    lowering = Lowering({})
    lowered = {name: lowering.visit(each) for name, each in expressions.items()}
    days: list[Date | None] = [*_DAYS] if facts else [None]
    for day in days:
        evaluator = Evaluator({**settings, **dict.fromkeys(facts, day)})
        for name, node in lowered.items():
            evaluator.definitions[name] = evaluator.visit(node)
        yield day, (evaluator.definitions[names[0]], evaluator.definitions[names[1]])


def _is_after(first: Date, last: Date) -> bool:
    """Whether the first is surely the later one; of years and months alone that is nowhere said."""
    return None not in (first.day, last.day) and first.to_date() > last.to_date()


def _spot(manuscript: Manuscript, library: Library, finding: Finding, keys: tuple[str, str]) -> Spot:
    """Where it is mended: at the end that a site has named or defined, if one has; else at the first of them."""
    named: list[Spot] = [manuscript.node("finding", finding.id, "window", key).spot for key in keys]
    defined = [library.definitions[getattr(finding.window, key)].spot for key in keys]
    return next(filter(manuscript.is_of_a_site, [*named, *defined]), named[0])
