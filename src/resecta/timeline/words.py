"""Dates, lengths and collisions in words. The names of things come from the guideline; only the grammar is here."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from resecta.cql.words import say
from resecta.guideline.schedule.model import Bound, Spacing
from resecta.timeline.course import TODAY, Course, Point, Tie
from resecta.timeline.length import Length
from resecta.timeline.situation import Situation

if TYPE_CHECKING:
    from resecta.timeline.collision import Collision, Link

FIXED = {"planned": "is planned on", "what if": "is set on", "done": "was on"}
NO_DATE, NO_DATES = "a date not set yet", "dates not set yet"
PLANNED_FOR = "is planned for"
_WORD = re.compile(r"\d{1,2} [A-Z][a-z]+\b(?: \d{4}\b)?[.,;:)]*|\S+")
"""A word of a sentence; a date is one."""


def date_of(day: int | None) -> datetime.date | None:
    """A day number as a date."""
    return None if day is None else datetime.date.fromordinal(day)


@lru_cache(maxsize=4096)
def spoken_day(day: int, today: int) -> str:
    """A date as it is spoken: "25 May", with the year where it is not today's."""
    date, now = datetime.date.fromordinal(day), datetime.date.fromordinal(today)
    return f"{date.day} {date:%B}" if date.year == now.year else f"{date.day} {date:%B} {date.year}"


def count(days: int, unit: str = "day") -> str:
    """A number of days: "1 day", "12 days"."""
    return f"{days} {unit}" if abs(days) == 1 else f"{days} {unit}s"


def cited(sources: Iterable[str]) -> str:
    """Statements or readings behind what they support: " (S36)"."""
    listed = ", ".join(sources)
    return f" ({listed})" if listed else ""


def filled(text: str, places: Mapping[str, object]) -> str:
    """A text of the guideline with its places filled; a place nobody fills stays as it stands."""
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text.replace(f"{NO_DATE} to {NO_DATE}", NO_DATES)


def lengths_of(tie: Tie) -> dict[str, object]:
    """The lengths of a bound by the places they fill in its text; ``window`` and ``zone`` are two of them in one."""
    by_key = {"at_least": tie.least, "at_most": tie.most, "about": tie.about, "safe_to": tie.safe, "every": tie.about}
    return _places({key: length for key, length in by_key.items() if length is not None})


def bound_in_words(situation: Situation, bound: Bound | Spacing) -> str:
    """The sentence of a bound that is not laid out: its lengths where they are known, and no date."""
    found: dict[str, Length] = {}
    for key in ("at_least", "at_most", "about", "safe_to", "every", "tolerance"):
        length = situation.length(getattr(bound, key)) if hasattr(bound, key) else None
        if length is not None:
            found[key] = length
    dates = dict.fromkeys(("safe_date", "latest_date"), NO_DATE)
    unknown = dict.fromkeys(("window", "zone", "at_least", "at_most", "about", "safe_to", "every"), "an unknown time")
    return filled(filled(bound.text, {**_places(found), **dates}), unknown)


def _places(lengths: Mapping[str, Length]) -> dict[str, object]:
    places: dict[str, object] = {key: str(length) for key, length in lengths.items()}
    if "at_least" in lengths and "at_most" in lengths:
        places["window"] = _range(lengths["at_least"], lengths["at_most"])
    if "safe_to" in lengths and "at_most" in lengths:
        places["zone"] = _range(lengths["safe_to"], lengths["at_most"])
    return places


def _range(least: Length, most: Length) -> str:
    """Two lengths in one unit: "11 to 18 days"."""
    first, _, unit = str(least).partition(" ")
    last, _, other = str(most).partition(" ")
    return f"{first} to {last} {other}" if unit.rstrip("s") == other.rstrip("s") else f"{least} to {most}"


def name_of(point: Point) -> str:
    """What a sentence calls a point."""
    return point.step.names.get(point.name) or point.step.labels.get(point.name) or point.id


def collision_in_words(course: Course, collision: Collision) -> str:
    """The sentence that says which dates and statements leave no plan."""
    chains = ((collision.later, True), (collision.sooner, False))
    # what is counted comes before what it is held against
    ordered = sorted((chain for chain in chains if chain[0]), key=lambda chain: len(chain[0]) == 1)
    said = [_chain(course, links, rising=rising) for links, rising in ordered]
    if not said:
        texts = (
            filled(tie.bound.text, lengths_of(tie)).rstrip(".") + cited(tie.bound.statements)
            for tie in _ties(course, collision)
        )
        return "No dates keep all of these: " + "; ".join(dict.fromkeys(texts)) + "."
    text = "; ".join([capital(said[0]), *said[1:]])
    if all(len(links) > 1 for links, _ in ordered):
        text += f": no day is left for the {name_of(course.laid_points[collision.event])}"
    return f"{text}."


def _ties(course: Course, collision: Collision) -> list[Tie]:
    return [tie for tie in course.laid_ties if tie.name in collision.sources]


def _chain(course: Course, links: tuple[Link, ...], *, rising: bool) -> str:
    """One side of a collision: "Last bevacizumab 25 May + 6 weeks (S36) is 6 July", or a single dated fact."""
    if not links:
        return ""
    today = course.situation.today
    points = course.laid_points
    anchor, steps = links[0], links[1:]
    if not steps:
        return _fact(course, points[anchor.event], anchor.source, anchor.day)
    not_before = "not before " if anchor.source == TODAY else _within_its_month(course, points[anchor.event], rising)
    subject = f"{name_of(points[anchor.event])} {not_before}{spoken_day(anchor.day, today)}"
    parts = [subject, *(_step(course, link, points, rising=rising) for link in steps)]
    limit = "" if rising else " at the latest"
    return f"{' '.join(parts)} is {spoken_day(links[-1].day, today)}{limit}"


def _within_its_month(course: Course, point: Point, rising: bool) -> str:
    """Before the first or the last day of what is set for a month."""
    if point.id not in course.months_set:
        return ""
    return "not before " if rising else "not after "


def _fact(course: Course, point: Point, source: str, day: int) -> str:
    when = spoken_day(day, course.situation.today)
    if source == TODAY:
        return f"nothing new is planned before {when}"
    planned = None if point.step.planned is None or point.by != "planned" else point.step.planned.name
    name = name_of(point) if planned is None else planned
    if point.id in course.months_set:
        return f"the {name} {PLANNED_FOR} {say(course.months_set[point.id])}"
    return f"the {name} {FIXED[point.by or 'done']} {when}"


def _step(course: Course, link: Link, points: Sequence[Point], *, rising: bool) -> str:
    """One bound of a chain: "+ 6 weeks (S36)"."""
    for tie in course.laid_ties:
        if tie.name == link.source:
            forward = link.start == tie.start.index
            length = tie.least if rising == forward else tie.most
            return f"{'+' if forward else '−'} {length}{cited(tie.bound.statements)}"
    step = points[link.event].step
    assert step.sittings is not None  # noqa: S101 - what ties two points and is no bound is a course
    sign = "+" if points[link.event].name == "end" else "−"
    return f"{sign} {count(step.sittings, 'sitting')}{cited(step.statements)}"


def dates_of(laid_day: int | None, today: int) -> str:
    """A date in a sentence, or that it is not set yet."""
    return NO_DATE if laid_day is None else spoken_day(laid_day, today)


def bounds_in_words(earliest: int | None, latest: int | None, today: int) -> str:
    """A window: "17 March to 24 March", "from 6 July", "to 6 September"."""
    if earliest is not None and latest is not None:
        if earliest == latest:
            return spoken_day(earliest, today)
        return f"{spoken_day(earliest, today)} to {spoken_day(latest, today)}"
    if earliest is not None:
        return f"from {spoken_day(earliest, today)}"
    return f"to {spoken_day(latest, today)}" if latest is not None else "at any time"


def either(texts: Iterable[str]) -> str:
    """Sentences that differ in a part, as one: "3 or 5 before the operation", "from 6 July, or 17 July, on"."""
    told = list(dict.fromkeys(texts))
    rows = [_WORD.findall(text) for text in told]
    if len(told) == 1:
        return told[0]
    if len({len(row) for row in rows}) > 1:
        return " Or: ".join(told)
    apart = [place for place, column in enumerate(zip(*rows, strict=True)) if len(set(column)) > 1]
    if all(later - earlier > 1 for earlier, later in pairwise(apart)):
        return " ".join(_joined(dict.fromkeys(column), " or ") for column in zip(*rows, strict=True))
    first, last = apart[0], apart[-1] + 1
    if last - first > len(apart):
        return " Or: ".join(told)  # one long choice of words would leave it open which of them belong together
    return " ".join([*rows[0][:first], _joined([" ".join(row[first:last]) for row in rows], ", or "), *rows[0][last:]])


def _joined(parts: Iterable[str], word: str) -> str:
    """Parts with a word between them; the stop or comma that ends each of them stands once."""
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    stop = listed[0][-1] if listed[0][-1] in ".,;:" and all(part[-1] == listed[0][-1] for part in listed) else ""
    return word.join(part.removesuffix(stop) if stop else part for part in listed) + stop


def number(value: Decimal) -> str:
    """A number without needless zeros."""
    return f"{value.normalize():f}"


def capital(text: str) -> str:
    """A sentence with its first letter large."""
    return text[:1].upper() + text[1:]
