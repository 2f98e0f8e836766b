"""Does every ``derive:`` of a pack give what its element holds? Types, fields, choices, episodes, and no circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from resecta.cql.values.units import comparable, unit
from resecta.document import Node, Problem, did_you_mean, quote
from resecta.guideline.entries import EPISODE
from resecta.guideline.fitting_takes import unfit, wrong_type
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import Activity, Element, EventField
from resecta.guideline.takes import BothLobes, FieldTake, Take

EPISODE_KEYS = ("episode_days", "episode_timing", "episode_current", "episode_apart")


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each derivation that cannot give a value of its element."""
    for element in manuscript.elements.values():
        problem = unfit(manuscript.node("element", element.id))
        if problem is not None:
            yield problem
        if element.derive is not None:
            yield from _Derivation(manuscript, element, element.derive).problems()
        yield from _check_zero(manuscript, element)
    yield from _circles(manuscript)
    yield from _check_episodes(manuscript)


class _Derivation:
    """One element, how it follows, and the nodes that say so."""

    def __init__(self, manuscript: Manuscript, element: Element, take: Take) -> None:
        self._manuscript, self._element, self._take = manuscript, element, take

    def problems(self) -> Iterator[Problem]:
        """Everything wrong with it."""
        if isinstance(self._take, FieldTake):
            yield from self._check_field(self._take)
        yield from self._check_fields_asked()
        yield from self._check_words()
        yield from self._check_elements()
        if isinstance(self._take, BothLobes):
            yield from self._check_lobes(self._take)

    def _node(self, key: str) -> Node:
        node: Node = self._manuscript.node("element", self._element.id, "derive", key)
        return node

    def _check_field(self, take: FieldTake) -> Iterator[Problem]:
        yield from self._check_there("of", take.of, take.events)
        for activity in (self._manuscript.activities[id] for id in take.events if id in self._manuscript.activities):
            fields = fields_of(activity)
            if take.of not in fields:
                continue
            field, what = fields[take.of], f"{quote(take.of)} of {quote(activity.id)}"
            if field.type != self._element.type:
                yield wrong_type(self._node("of"), what, field.type, self._element.name, self._element.type)
            elif field.type == "Quantity" and _apart(field.unit, self._element.unit):
                message = f"{what} is in {field.unit}, and {quote(self._element.name)} in {self._element.unit}"
                yield self._node("of").problem(message, "give both in units that can be converted")
            elif self._element.choices and (other := _outside(field.choices, self._element.choices)):
                message = f"{what} may be {other}, which is not a choice of {quote(self._element.name)}"
                yield self._node("of").problem(message, "give both the same choices")

    def _check_there(self, key: str, field: str, events: Iterable[str]) -> Iterator[Problem]:
        """One problem for a field that some of the events do not have."""
        known = self._manuscript.activities
        lacking = [id for id in events if id in known and field not in fields_of(known[id])]
        if lacking:
            fields = dict.fromkeys(name for id in lacking for name in fields_of(known[id]))
            mend = did_you_mean(field, fields) or f"known: {', '.join(fields)}"
            named = ", nor one ".join(map(quote, lacking))
            yield self._node(key).problem(f"an event {named} has no {quote(field)}", mend)

    def _check_lobes(self, take: BothLobes) -> Iterator[Problem]:
        both = sorted({*take.left} & {*take.right})
        if both:
            message = f"{', '.join(map(str, both))} lies on either side"
            yield self._node("right").problem(message, "name each segment on one side")

    def _check_fields_asked(self) -> Iterator[Problem]:
        asking = self._take.fields_asked
        for key, field in dict.fromkeys((asked.key, asked.field) for asked in asking):
            events = [asked.activity for asked in asking if (asked.key, asked.field) == (key, field)]
            yield from self._check_there(key, field, events)
        for asked in asking:
            activity = self._manuscript.activities.get(asked.activity)
            fields = {} if activity is None else fields_of(activity)
            if asked.field in fields and fields[asked.field].type != asked.type:
                what = f"{quote(asked.field)} of {quote(asked.activity)} is {fields[asked.field].type}"
                yield self._node(asked.key).problem(
                    f"{what}; take: {self._take.name} wants {asked.type}", f"name a field of the type {asked.type}"
                )

    def _check_words(self) -> Iterator[Problem]:
        choices = self._element.choices
        for key, word in self._take.words:
            if choices and word not in choices:
                mend = did_you_mean(word, choices) or f"choices: {', '.join(choices)}"
                yield self._node(key).problem(f"{quote(word)} is not a choice of {quote(self._element.name)}", mend)

    def _check_elements(self) -> Iterator[Problem]:
        """Those that count days must be dates; an unknown name is told elsewhere."""
        for key, id in self._take.rests_on.items():
            named = self._manuscript.elements.get(id)
            wanted = self._take.types_asked.get(key)
            if named is not None and wanted is not None and named.type != wanted:
                message = f"{key}: names {quote(named.name)}, which is {named.type}"
                yield self._node(key).problem(message, f"name an element of type {wanted}")
            elif wanted == "Quantity" and named is not None and (other := self._other_unit(named)):
                message = f"{key}: names {quote(named.name)}, which is in {named.unit}, beside one in {other}"
                yield self._node(key).problem(message, "name elements of one unit")

    def _other_unit(self, named: Element) -> str:
        """The unit of another quantity that this take sets against it; "" where all are in one."""
        others = [self._manuscript.elements.get(id) for id in self._take.rests_on.values()]
        return next((other.unit for other in others if other is not None and other.unit != named.unit), "")


def _apart(one: str, other: str) -> bool:
    """Whether the two never compare; a unit that is none is a problem of its own."""
    return unit(one) is not None and unit(other) is not None and not comparable(one, other)


def _outside(given: tuple[str, ...], allowed: tuple[str, ...]) -> str:
    """The first word that may be given and is not allowed; "" where there is none."""
    return next((quote(word) for word in given if word not in allowed), "") if given else "any text"


def _check_zero(manuscript: Manuscript, element: Element) -> Iterator[Problem]:
    if element.zero_denies and element.type not in ("Integer", "Decimal"):
        node = manuscript.node("element", element.id, "zero_denies")
        yield node.problem(f"{quote(element.name)} is {element.type}, which has no 0", "leave zero_denies out")


def fields_of(activity: Activity) -> Mapping[str, EventField]:
    """What can be taken of an event, by name: its days and its own fields."""
    days = ("start", "end") if activity.course else ("date",)
    return {**{day: EventField(day, "Date") for day in days}, **{field.id: field for field in activity.fields}}


def _circles(manuscript: Manuscript) -> Iterator[Problem]:
    """One problem for each circle of elements that follow from each other."""
    after = {
        id: (*(() if element.derive is None else _asked(manuscript, element.derive)), *element.zero_denies)
        for id, element in manuscript.elements.items()
        if element.derive is not None or element.zero_denies
    }
    told: set[str] = set()
    for id in after:
        path = _path_back(id, after)
        if path and not told & {*path}:
            told.update(path)
            chain = " → ".join(manuscript.elements[step].name for step in (*path, id))
            element = manuscript.elements[id]
            node = manuscript.node("element", id, "derive" if element.derive is not None else "zero_denies")
            yield node.problem(f"{quote(element.name)} follows from itself: {chain}", "break the circle")


def _asked(manuscript: Manuscript, take: Take) -> tuple[str, ...]:
    timing = manuscript.header.get("episode_timing") if take.needs_episodes else None
    return (*take.rests_on.values(), *(() if timing is None else (timing,)))


def _path_back(start: str, after: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A way from an element to itself, or nothing."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for step in after.get(way[-1], ()):
            if step == start:
                return way
            if step not in seen:
                seen.add(step)
                ways.append([*way, step])
    return []


def _check_episodes(manuscript: Manuscript) -> Iterator[Problem]:
    """What tells an episode is all there where one is asked for, and its values are choices of the element that holds
    the timing.
    """
    asking = [one for one in manuscript.elements.values() if one.derive is not None and one.derive.needs_episodes]
    missing = [key for key in EPISODE_KEYS if manuscript.header.get(key) is None]
    if asking and missing and EPISODE not in manuscript.unread:
        message = "this asks for the episode of an event, and guideline.yaml does not say how it is told"
        others = f"; so do {', '.join(one.name for one in asking[1:])}" if asking[1:] else ""
        node = manuscript.node("element", asking[0].id, "derive", "episode")
        yield node.problem(message + others, f"add {', '.join(missing)} to guideline.yaml")
    timing = manuscript.elements.get(manuscript.header.get("episode_timing") or "")
    root = manuscript.documents["guideline.yaml"]
    for key in ("episode_current", "episode_apart"):
        word = manuscript.header.get(key)
        if timing is not None and word is not None and word not in timing.choices:
            mend = did_you_mean(word, timing.choices) or f"choices: {', '.join(timing.choices)}"
            yield root[key].problem(f"{quote(word)} is not a choice of {quote(timing.name)}", mend)
