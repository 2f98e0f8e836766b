"""A case in a few sentences: what the guideline wants told of it, what has been done, and what nobody has recorded.

Every word is the guideline's (``says`` of elements and activities, ``case_sentence``); only the grammar is here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from resecta.draw.speech import Speech
from resecta.draw.values import date, inside, sentence, shown
from resecta.draw.wording import wording
from resecta.guideline.speech import FIELD

if TYPE_CHECKING:
    from resecta.case.model import Case, Event
    from resecta.guideline.pack import Guideline


MOST_DONE = 12
"""What has been done, told in one sentence at most: the latest; the rest stands with the treatment as dated."""


def case_sentence(guideline: Guideline, case: Case) -> str:
    """The case, told; "" where the guideline names nothing to tell."""
    sentences = [_joined([_fact(guideline, case, id) for id in ids]) for ids in guideline.case_sentence]
    history = [id for id in guideline.case_history if id in case.recorded.stated or not case.events]
    sentences.append(_joined([*(_fact(guideline, case, id) for id in history), *_done(guideline, case.events)]))
    return " ".join(each for each in sentences if each)


def _joined(parts: Sequence[str]) -> str:
    return sentence(", ".join(part for part in parts if part))


def _fact(guideline: Guideline, case: Case, id: str) -> str:
    """One fact in words; of a disputed one, how many answers there are."""
    speech = Speech(guideline)
    dispute = next((dispute for dispute in case.disputes if dispute.element == id), None)
    if dispute is not None:
        return wording().dispute["case"].format(noun=speech.noun(id), count=wording().count(len(dispute.sides)))
    fact = case.facts.get(id)
    if fact is None and _passed_over(guideline, case, id):
        return ""
    return speech.told(id, None if fact is None else fact.value)


def _passed_over(guideline: Guideline, case: Case, id: str) -> bool:
    """Whether it goes without saying that a fact is not recorded: another one leaves nothing of it to ask."""
    where = guideline.elements[id].untold_where
    known = {other: case.facts[other].value for other in where if other in case.facts}
    return any(known.get(other) == value for other, value in where.items())


def _done(guideline: Guideline, events: Sequence[Event]) -> Iterator[str]:
    """What has been done, in the order of its first day; what was done often is told once, with its last day."""
    by_activity: dict[str, list[Event]] = {}
    for place, event in enumerate(sorted(events, key=lambda one: one.start)):
        key = event.activity if _only_dated(event) else f"{event.activity} {place}"
        by_activity.setdefault(key, []).append(event)
    words = wording().done
    told = list(by_activity.values())
    if len(told) > MOST_DONE:
        yield words["earlier"].format(count=sum(map(len, told[:-MOST_DONE])))
    for same in told[-MOST_DONE:]:
        last = same[-1]
        title, count, day = _told(guideline, last), len(same), _day(last, "start")
        if not last.course:
            key = ("several" if count > 1 else "day") + ("" if _knows_its_day(last) else "_of_a_month")
            yield words[key].format(what=title, count=count, day=day)
        elif last.end is None and "end" not in last.about:
            yield words["since"].format(what=title, day=day)
        else:
            yield words["until"].format(what=title, first=day, day=_day(last, "end"))


def _only_dated(event: Event) -> bool:
    return not event.course and not event.fields


def _told(guideline: Guideline, event: Event) -> str:
    activity = guideline.activities[event.activity]
    fields = {name: _field(guideline, event, name) for name in event.fields}
    text = next((text for text in activity.says if all(place[1] in fields for place in FIELD.finditer(text))), None)
    return inside(activity.title) if text is None else FIELD.sub(lambda place: _filled(place, fields), text)


def _filled(place: re.Match[str], fields: Mapping[str, str]) -> str:
    """A field or, where its place offers two words, the one for its number."""
    value = fields[place[1]]
    if place[2] is None:
        return value
    return place[2] if value == "1" else place[3]


def _field(guideline: Guideline, event: Event, name: str) -> str:
    value = event.about[name].written if name in event.about else event.fields[name]
    return Speech(guideline).regimen(shown(value))


def _knows_its_day(event: Event) -> bool:
    return "start" not in event.about


def _day(event: Event, end: str) -> str:
    if end in event.about:
        return shown(event.about[end].written)
    days: Mapping[str, datetime.date | None] = {"start": event.start, "end": event.end}
    return date(days[end])
