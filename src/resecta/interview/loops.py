"""The stages that ask for several of a kind: treatment so far, and the lesions of the liver. An empty line ends each.

What is typed is read by the rules of a case file, so an event or lesion that the file would refuse is refused here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from resecta.case.lesions import NOW, PLANS
from resecta.case.nodes_from_python import to_node
from resecta.case.segments import read_segments
from resecta.case.value import read_value, wanted_of_field
from resecta.document import Collector, InputError, Node, as_mapping, as_text
from resecta.guideline.model import SEGMENTS, EventField
from resecta.guideline.takes import RegisterTake
from resecta.interview.answer import answer_node, choices_of
from resecta.interview.draft import put
from resecta.interview.talk import DATE, SKIPS, Command, Talk, numbered
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline import Guideline
    from resecta.guideline.model import Activity
    from resecta.interview.draft import Draft

_FIELD_HELP = f"{SKIPS}: what is not said is not recorded. back leaves this one out."


class _Left(Exception):  # noqa: N818 - a turn of the talk, not an error
    """The person goes back or stops in the middle of a list; ``within`` an item that is half said."""

    def __init__(self, command: Literal[Command.BACK, Command.STOP], *, within: bool) -> None:
        self.command = command
        self.within = within


@dataclass(frozen=True, slots=True)
class Past:
    """Treatment so far, event by event."""

    guideline: Guideline

    def pending(self, draft: Draft) -> bool:
        return bool(self.guideline.activities) and not draft.has("events")

    def hold(self, draft: Draft, talk: Talk) -> Draft | Literal[Command.BACK, Command.STOP]:
        activities = tuple(self.guideline.activities.values())
        titles = EventField("activity", "String", choices=tuple(each.title for each in activities))
        listed = "   ".join(numbered(titles.choices))
        assessed_on = draft.case(self.guideline).assessed_on
        day = None if assessed_on is None else assessed_on.to_date()

        def ask(number: int) -> Node | None:
            talk.say("")
            talk.tell("What has been done so far?" if number == 1 else "What else has been done?")
            talk.tell(f"{listed}. {SKIPS if number == 1 else 'Enter ends the list'}", "  ")
            text = _listen(talk, "Treatments and results with their days: many facts follow from them.", within=False)
            if not text:
                return None
            chosen = as_text(answer_node(text, titles))
            known = next((each for each in activities if chosen in (each.title, each.id)), None)
            return _item({"activity": to_node(chosen, "activity")}) if known is None else _event(known, talk, day)

        return _several(self.guideline, "events", ask, draft, talk)


def _event(activity: Activity, talk: Talk, day: datetime.date | None) -> Node:
    """The event, as far as it is said. ``day``: the day of the assessment."""
    entries = {"activity": to_node(activity.id, "activity")}
    if activity.course:
        entries |= _field(talk, EventField("start", "Date", required=True), "Its first day?", DATE, day)
        entries |= _field(talk, EventField("end", "Date"), "Its last day?", f"{DATE}. Enter: it goes on", day)
    else:
        entries |= _field(talk, EventField("date", "Date", required=True), "On which day?", DATE, day)
    for field in activity.fields:
        entries |= _field(talk, field, f"{field.id.replace('_', ' ').capitalize()}?", _allowed(field), day)
    return _item(entries)


def _item(entries: Mapping[str, Node]) -> Node:
    item = as_mapping(to_node({}, "item"))
    for key, value in entries.items():
        item = put(item, key, value)
    return item


@dataclass(frozen=True, slots=True)
class Register:
    """The lesions of the liver, one by one."""

    guideline: Guideline

    def pending(self, draft: Draft) -> bool:
        told = any(isinstance(element.derive, RegisterTake) for element in self.guideline.elements.values())
        return told and not draft.has("lesions")

    def hold(self, draft: Draft, talk: Talk) -> Draft | Literal[Command.BACK, Command.STOP]:
        def ask(number: int) -> Node | None:
            talk.say("")
            talk.tell(f"Liver lesion {number}: in which segments?")
            talk.tell(f"Such as 6, 7 or IVa. {SKIPS if number == 1 else 'Enter ends the list'}", "  ")
            text = _listen(talk, "Every site of the baseline scan and every new one, each with its plan.", within=False)
            if not text:
                return None
            entries = {"id": to_node(f"L{number}", "id"), "segments": _segments(text)}
            for field, words in _LESION:
                entries |= _field(talk, field, words, _allowed(field), None)
            return _item(entries)

        return _several(self.guideline, "lesions", ask, draft, talk)


_LESION = (
    (EventField("size", "Quantity", unit="mm"), "Its largest diameter?"),
    (EventField("now", "String", choices=tuple(NOW)), "What has become of it?"),
    (EventField("plan", "String", choices=tuple(PLANS)), "What is planned for it?"),
)


def _several(
    guideline: Guideline, key: str, ask: Callable[[int], Node | None], draft: Draft, talk: Talk
) -> Draft | Literal[Command.BACK, Command.STOP]:
    """Ask for one after another until none is given. ``back`` takes the last one out again, as long as it was given in
    this round.
    """
    before: list[Draft] = []
    while True:
        try:
            item = ask(draft.count(key) + 1)
            if item is None:
                return draft
            longer = draft.with_item(key, item)
            longer.case(guideline)
        except InputError as error:
            talk.refuse(error)
            talk.tell("This one is left out.")
        except _Left as left:
            if left.command is Command.STOP or not (left.within or before):
                return left.command
            if not left.within:
                draft = before.pop()
                talk.keep(draft)
        else:
            before.append(draft)
            draft = longer
            talk.keep(draft)


def _listen(talk: Talk, help: str, *, within: bool) -> str:
    """What is typed, "" for nothing and for unknown."""
    reply = talk.choose(help)
    if reply is Command.STOP or reply is Command.BACK:
        raise _Left(reply, within=within)
    return "" if reply is Command.UNKNOWN else str(reply)


def _field(talk: Talk, field: EventField, words: str, allowed: str, day: datetime.date | None) -> dict[str, Node]:
    """One field of an item, or none where it is skipped. What it cannot be is asked again, and costs nothing else."""
    talk.tell(words)
    talk.tell(allowed, "  ")
    while True:
        text = _listen(talk, _FIELD_HELP, within=True)
        if not text and field.required:
            talk.tell("This one is needed; back leaves the whole entry out.")
        elif not text:
            return {}
        else:
            try:
                return {field.id: _read(text, field, day)}
            except InputError as error:
                talk.refuse(error)


def _read(text: str, field: EventField, day: datetime.date | None) -> Node:
    """What was typed as it will stand in the case file. Raises InputError with what is wrong and the mend."""
    if field.type == SEGMENTS:
        node, problems = _segments(text), Collector()
        read_segments(node, problems)
        problems.raise_if_any()
    else:
        node = answer_node(text, field)
        read_value(node, wanted_of_field(field), day)
    return node


def _segments(text: str) -> Node:
    return to_node(text.replace(",", " ").split(), "segments")


def _allowed(field: EventField) -> str:
    """What a field takes."""
    choices = choices_of(field)
    if choices:
        return "   ".join([*numbered(choices), SKIPS])
    kinds = {"Date": DATE, "Integer": "Whole number", "String": "Text", SEGMENTS: "Such as 6, 7 or IVa"}
    kind = kinds.get(field.type, f"Number{f' in {field.unit}' if field.unit else ''}")
    return kind if field.required else f"{kind}. {SKIPS}"
