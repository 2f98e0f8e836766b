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
from resecta.guideline.schedule.duration import LONGEST_YEARS, WHOLE, Duration
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
from resecta.guideline.timing.constants import Constants, counted
from resecta.guideline.timing.whence import Whence

FOUR_YEARS = range(datetime.date(2023, 1, 1).toordinal(), datetime.date(2027, 1, 1).toordinal())
"""Every month with every length it can have."""


def check(manuscript: Manuscript, library: Library, constants: Constants, whence: Whence) -> Iterator[Problem]:
    """A problem for each length that cannot be counted, and each pair of lengths that leaves no day."""
    yield from _check_values(manuscript, library, constants, whence)
    for id, entry in manuscript.schedule.entries.items():
        lengths = _lengths(entry)
        known = {key: constants.span(length) for key, length in lengths.items()}
        spans = {key: span for key, span in known.items() if span is not None}
        for keys, message, mend in _judged(entry, spans):
            yield whence.problem(id, {key: lengths[key] for key in keys}, message, mend)
        if isinstance(entry, Decay):
            yield from _check_range(entry, constants, whence)


def _check_range(decay: Decay, constants: Constants, whence: Whence) -> Iterator[Problem]:
    """The half-life lies in its own range."""
    names = _numbers(decay)
    values = {key: constants.value(name) for key, name in names.items()}
    known = {key: value for key, value in values.items() if isinstance(value, int | Decimal)}
    for shorter, longer in (("shortest", "half_life"), ("half_life", "longest")):
        if shorter in known and longer in known and known[shorter] > known[longer]:
            said = f"{shorter} {known[shorter]}, {longer} {known[longer]}"
            keys = {longer: names[longer], shorter: names[shorter]}
            yield whence.problem(
                decay.id, keys, f"the half-life is outside its range: {said}", f"make {longer} the longer one"
            )


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


def _check_values(manuscript: Manuscript, library: Library, constants: Constants, whence: Whence) -> Iterator[Problem]:
    """Each name once, however many constraints use it, where it is mended: its definition, or the option in force."""
    told: set[str] = set()
    for id, entry in manuscript.schedule.entries.items():
        lengths = _lengths(entry)
        for key, name in (*lengths.items(), *_numbers(entry).items()):
            if not isinstance(name, str) or name in told:
                continue
            possible = constants.possible(name)
            if possible is None and key in lengths and name in library.definitions:
                message, mend = f"{quote(name)} {_RECKONED}", _CHOOSE
            else:
                faults = [_fault_of(name, value, key) for value in possible or ()]
                faults += _sometimes_nothing(entry, key, name, possible or ())
                message, mend = next((fault for fault in faults if fault[0]), ("", ""))
            if not message:
                continue
            told.add(name)
            spot = whence.of_name(name)
            if spot is None:
                yield manuscript.node("constraint", id, key).problem(message, mend)
            else:
                yield spot.problem(f"{message}, and {id} counts with it", mend)


def _sometimes_nothing(entry: object, key: str, name: str, possible: tuple[Value, ...]) -> Iterator[tuple[str, str]]:
    """A length that some patients do not have; one that nobody has is told where it is used."""
    keeps_apart = key == "every" or (key == "at_least" and isinstance(entry, Minimum | Spacing))
    lengths = {counted(value) for value in possible if isinstance(value, Quantity)}
    if keeps_apart and Duration() in lengths and len(lengths) > 1:
        yield f"{quote(name)} is no length at all for some patients", "write a length in each case"


_RECKONED = "reckons with facts of the patient, and may give a length that a plan cannot count"
_CHOOSE = "choose between lengths with if, case or Coalesce, and write each of them out"
_IN_WORDS = {"d": "days", "wk": "weeks", "mo": "months", "a": "years"}
"""What a plan counts for a unit of UCUM, of which a month and a year are no days of the calendar."""
_MOST_MONTHS = 12 * LONGEST_YEARS


def _fault_of(name: str, value: Value, key: str) -> tuple[str, str]:
    """What is wrong with a value known before any case, and the mend; nothing for one that is not."""
    if isinstance(value, Quantity):
        span = counted(value)
        if span is None:
            meant = _IN_WORDS.get(value.unit) if value.value == value.value.to_integral_value() else None
            mend = f"a plan counts {WHOLE}" if meant is None else f"write {value.value.normalize():f} {meant}"
            return f"{quote(name)} is {literal(value)}: no length of time that a plan can count", mend
        if span.fault:
            mend = "write it without the sign" if value.value < 0 else "write a shorter one"
            return f"{quote(name)} is {literal(value)}: {span.fault}", mend
    elif key == "months" and isinstance(value, int | Decimal) and value > _MOST_MONTHS:
        return f"{quote(name)} is {literal(value)}: {Duration(months=_MOST_MONTHS + 1).fault}", "write fewer months"
    elif isinstance(value, int | Decimal) and value <= 0:
        return f"{quote(name)} is {literal(value)}: a number above zero is wanted", "write one above zero"
    return "", ""


def _judged(entry: object, spans: dict[str, Duration]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Keys, message and mend for each length, or pair of lengths, that its kind of constraint cannot have."""
    match entry:
        case Minimum() | Spacing() if spans.get("at_least") == Duration():
            yield (
                ("at_least",),
                "an interval of no length keeps nothing apart",
                "write a length, or leave the entry out",
            )
        case Window():
            yield from _order(spans, "at_least", "at_most", "the window closes before it opens")
        case Limit():
            yield from _order(spans, "safe_to", "at_most", "what is safe goes beyond the limit")
        case Recurrence():
            if spans.get("every") == Duration():
                yield ("every",), "an interval of no length never comes to an end", "write a length"
            tolerance = spans.get("tolerance")
            if tolerance is not None and tolerance.months:
                yield ("tolerance",), f"a tolerance of {tolerance} is not counted", "write it in days or weeks"
            elif "every" in spans and spans["every"] != Duration():
                yield from _order(spans, "tolerance", "every", "the tolerance is longer than the interval")
        case _:
            pass


def _order(
    spans: dict[str, Duration], shorter: str, longer: str, message: str
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if shorter not in spans or longer not in spans:
        return
    first, second = spans[shorter], spans[longer]
    if _exceeds(first, second):
        yield (longer, shorter), f"{message}: {shorter} {first}, {longer} {second}", f"make {longer} the longer one"


def _exceeds(first: Duration, second: Duration) -> bool:
    """Whether the first is longer, counted from any day."""
    if first.months == second.months:
        return first.days > second.days
    if first.days == second.days:
        return first.months > second.months
    return any(first.after(day) > second.after(day) for day in FOUR_YEARS)
