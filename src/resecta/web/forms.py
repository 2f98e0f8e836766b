"""The form of a guideline: elements and what is known of a patient in, fields grouped by discipline out.

Nothing of a guideline stands here: question, unit, choices, help and discipline are the pack's; *not known* is a choice
of every field. What moves the verdict comes first (``Advice.missing``), then what is disputed, then as in the pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from resecta.cql.values import Date, Quantity, Value
from resecta.draw.summary import MissingRow
from resecta.draw.values import shown, with_unit
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.case.model import Case, Dispute, Fact
    from resecta.guideline.model import Element, EventField
    from resecta.guideline.pack import Guideline

UNKNOWN = ""
"""What a field posts while nothing is known: never a "no"."""


class Control(StrEnum):
    """How a value is entered."""

    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    LIST = "list"
    """Several names, typed with commas between."""


@dataclass(frozen=True, slots=True)
class FieldOption:
    """One value that can be chosen: as posted, and in words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing to fill in. ``unit`` stands beside a number; ``span`` says what it may be ("0 to 120")."""

    id: str
    label: str
    control: Control
    options: tuple[FieldOption, ...]
    unit: str
    span: str
    help: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """An element with its field and what is known of it.

    ``typed``: the value as the field would post it, "" where nothing is stated. ``weight``: why it is asked for, ""
    where the advice does not ask.
    """

    element: Element
    field: FormField
    fact: Fact | None
    dispute: Dispute | None
    typed: str
    words: str
    weight: str

    @property
    def open(self) -> bool:
        """Whether somebody still has to say something."""
        return bool(self.weight) or self.dispute is not None


@dataclass(frozen=True, slots=True)
class FormGroup:
    """The rows of one discipline; ``open`` counts those that wait for an answer."""

    discipline: str
    rows: tuple[FormRow, ...]

    @property
    def open(self) -> int:
        """How many rows wait for an answer."""
        return sum(row.open for row in self.rows)


def form(guideline: Guideline, case: Case, missing: tuple[MissingRow, ...]) -> tuple[FormGroup, ...]:
    """Every element of the guideline by discipline; the discipline whose answers move most comes first."""
    asked = {row.element: (place, row.weight) for place, row in enumerate(missing)}
    disputes = {dispute.element: dispute for dispute in case.disputes}
    ranked: list[tuple[tuple[int, int], FormRow]] = []
    for order, element in enumerate(guideline.elements.values()):
        place, weight = asked.get(element.id, (len(asked), ""))
        rank = place if weight else len(asked) + (element.id not in disputes)
        ranked.append(((rank, order), _row(element, case.facts.get(element.id), disputes.get(element.id), weight)))
    groups: dict[str, list[FormRow]] = {}
    for _, row in sorted(ranked, key=lambda each: each[0]):
        groups.setdefault(row.element.discipline, []).append(row)
    return tuple(FormGroup(discipline, tuple(rows)) for discipline, rows in groups.items())


def disciplines(guideline: Guideline) -> tuple[str, ...]:
    """Every discipline that the guideline asks, those that must decide first."""
    named = dict.fromkeys(guideline.disciplines_required)
    named.update(dict.fromkeys(element.discipline for element in guideline.elements.values()))
    return tuple(name for name in named if name)


def field_of(element: Element) -> FormField:
    """The field of an element."""
    return FormField(
        element.id,
        element.question,
        _control(element.type, element.choices),
        _options(element),
        element.unit,
        _span(element.minimum, element.maximum),
        element.help,
    )


def event_field(field: EventField, guideline: Guideline) -> FormField:
    """A field of an event. One whose id names a kind of the guideline's own entries ("regimen") offers those."""
    kinds: Mapping[str, Mapping[str, object]] = {"regimen": guideline.regimens}
    offered = tuple(FieldOption(id, str(getattr(one, "title", id))) for id, one in kinds.get(field.id, {}).items())
    options = offered or tuple(FieldOption(value, shown(value).capitalize()) for value in field.choices)
    if field.type == "Boolean":
        options = _YES_NO
    control = Control.CHOICE if options else _control(field.type, field.choices)
    label = field.id.replace("_", " ").capitalize()
    return FormField(field.id, label, control, options, field.unit, _span(field.minimum, field.maximum), "")


def typed(value: Value) -> str:
    """A value as its field posts it."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "true" if value else "false"
        case Quantity():
            return format(value.value.normalize(), "f")
        case Date():
            return str(value)
        case _:
            return str(value)


_YES_NO = (FieldOption("true", "Yes"), FieldOption("false", "No"))


def _row(element: Element, fact: Fact | None, dispute: Dispute | None, weight: str) -> FormRow:
    value = None if fact is None else fact.value
    words = "" if value is None else with_unit(value, element)
    return FormRow(element, field_of(element), fact, dispute, typed(value), words, weight)


def _control(type: str, choices: tuple[str, ...]) -> Control:
    if choices or type == "Boolean":
        return Control.CHOICE
    return {"Integer": Control.NUMBER, "Decimal": Control.NUMBER, "Quantity": Control.NUMBER, "Date": Control.DATE}.get(
        type, Control.TEXT
    )


def _options(element: Element) -> tuple[FieldOption, ...]:
    if element.type == "Boolean":
        return _YES_NO
    return tuple(FieldOption(choice, _worded(choice)) for choice in element.choices)


def _worded(choice: str) -> str:
    """A choice with a capital, unless it is an abbreviation ("T4a", "cT2")."""
    return choice.capitalize() if choice.islower() else choice


def _span(minimum: object, maximum: object) -> str:
    if minimum is not None and maximum is not None:
        return f"{minimum} to {maximum}"
    if minimum is not None:
        return f"{minimum} or more"
    return f"up to {maximum}" if maximum is not None else ""
