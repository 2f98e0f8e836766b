"""Can a plan count with the lengths of a schedule, and does no window close before it opens?

What is known before any case is judged: lengths written out, and those of definitions and settings that no fact enters.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from resecta.cql import Library, Quantity, Value, literal
from resecta.document import Problem, quote
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.schedule.model import (
    Decay,
    Length,
    Limit,
    Minimum,
    Precedence,
    Recurrence,
    Spacing,
    Target,
    Total,
    Window,
)
from resecta.guideline.schedule.span import WHOLE, Span
from resecta.guideline.timing.constants import Constants, counted

FOUR_YEARS = range(datetime.date(2023, 1, 1).toordinal(), datetime.date(2027, 1, 1).toordinal())
"""Every month with every length it can have."""


def check(manuscript: Manuscript, library: Library, constants: Constants) -> Iterator[Problem]:
    """A problem for each length that cannot be counted, and each pair of lengths that leaves no day."""
    yield from _check_values(manuscript, library, constants)
    for id, entry in manuscript.schedule.entries.items():
        known = {key: constants.span(length) for key, length in _lengths(entry).items()}
        spans = {key: span for key, span in known.items() if span is not None}
        for key, message, mend in _judged(entry, spans):
            yield manuscript.node("constraint", id, key).problem(message, mend)


def _lengths(entry: object) -> dict[str, Length]:
    match entry:
        case Minimum() | Precedence() | Spacing():
            return {"at_least": entry.at_least}
        case Window():
            return {"at_least": entry.at_least, "at_most": entry.at_most}
        case Target():
            return {"about": entry.about}
        case Limit():
            return {"safe_to": entry.safe_to, "at_most": entry.at_most}
        case Recurrence():
            return {"every": entry.every, "tolerance": entry.tolerance}
        case _:
            return {}


def _numbers(entry: object) -> dict[str, str]:
    match entry:
        case Total():
            return {"months": entry.months}
        case Decay():
            return {"half_life": entry.half_life, "shortest": entry.shortest, "longest": entry.longest}
        case _:
            return {}


def _check_values(manuscript: Manuscript, library: Library, constants: Constants) -> Iterator[Problem]:
    """Each name once, however many constraints use it: where it is a definition, in the logic, where it is mended."""
    told: set[str] = set()
    for id, entry in manuscript.schedule.entries.items():
        for key, name in (*_lengths(entry).items(), *_numbers(entry).items()):
            if not isinstance(name, str) or name in told:
                continue
            message, mend = _fault_of(name, constants.value(name))
            if not message:
                continue
            told.add(name)
            definition = library.definitions.get(name)
            if definition is None:
                yield manuscript.node("constraint", id, key).problem(message, mend)
            else:
                message = f"{message}, and {id} counts with it"
                yield definition.spot.problem(message, mend)


def _fault_of(name: str, value: Value) -> tuple[str, str]:
    """What is wrong with a value known before any case, and the mend; nothing for one that is not."""
    if isinstance(value, Quantity):
        if counted(value) is None:
            return (
                f"{quote(name)} is {literal(value)}: no length of time that a plan can count",
                f"a plan counts {WHOLE}",
            )
        if value.value < 0:
            return f"{quote(name)} is {literal(value)}: a length of time is not negative", "write it without the sign"
    elif isinstance(value, int | Decimal) and value <= 0:
        return f"{quote(name)} is {literal(value)}: a number above zero is wanted", "write one above zero"
    return "", ""


def _judged(entry: object, spans: dict[str, Span]) -> Iterator[tuple[str, str, str]]:
    """Key, message and mend for each length that its kind of constraint cannot have."""
    match entry:
        case Minimum() | Spacing() if spans.get("at_least") == Span():
            yield "at_least", "an interval of no length keeps nothing apart", "write a length, or leave the entry out"
        case Window():
            yield from _order(spans, "at_least", "at_most", "the window closes before it opens")
        case Limit():
            yield from _order(spans, "safe_to", "at_most", "what is safe goes beyond the limit")
        case Recurrence():
            if spans.get("every") == Span():
                yield "every", "an interval of no length never comes to an end", "write a length"
            tolerance = spans.get("tolerance")
            if tolerance is not None and tolerance.months:
                yield "tolerance", f"a tolerance of {tolerance} is not counted", "write it in days or weeks"
            elif "every" in spans and spans["every"] != Span():
                yield from _order(spans, "tolerance", "every", "the tolerance is longer than the interval")
        case _:
            pass


def _order(spans: dict[str, Span], shorter: str, longer: str, message: str) -> Iterator[tuple[str, str, str]]:
    if shorter not in spans or longer not in spans:
        return
    first, second = spans[shorter], spans[longer]
    if _exceeds(first, second):
        yield longer, f"{message}: {shorter} {first}, {longer} {second}", f"make {longer} the longer one"


def _exceeds(first: Span, second: Span) -> bool:
    """Whether the first is longer, counted from any day."""
    if first.months == second.months:
        return first.days > second.days
    if first.days == second.days:
        return first.months > second.months
    return any(first.after(day) > second.after(day) for day in FOUR_YEARS)
