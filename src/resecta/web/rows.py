"""What a patient has several of: events, lesions, sites outside the liver. The form of each kind, and what it posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from resecta.board.entry import Entry, EntrySubject
from resecta.case.lesions import BASELINE, MARGINS, NOW, PLANS
from resecta.case.nodes_from_python import to_plain
from resecta.cql.values import Date
from resecta.draw.speech import Speech
from resecta.draw.values import shown, spoken
from resecta.guideline.model import SEGMENTS, EventField
from resecta.guideline.takes import Disease, RegisterTake, WorstSite
from resecta.interview.answer import answer_node
from resecta.lazy_dataclass import dataclass
from resecta.web.forms import Control, FieldOption, FormField, event_field

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class RowForm:
    """The form of one kind of row. ``sort``: which activity an event is, "" for the other kinds."""

    kind: EntrySubject
    sort: str
    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it stands: its entry, its form with what is in the fields, and the row in words."""

    entry: Entry
    form: RowForm
    typed: Mapping[str, str]
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in the form of a row and could not be taken. ``key``: the standing row that it would change, ""
    where it would be a new one.
    """

    form: RowForm
    key: str
    fields: Mapping[str, str]

    def is_of(self, form: RowForm, key: str) -> bool:
        """Whether it was typed in this form of the page."""
        return (form.kind, form.sort, key) == (self.form.kind, self.form.sort, self.key)

    @property
    def prefix(self) -> str:
        """What the ids of this form's fields begin with."""
        return prefix_of(self.form, self.key)


def prefix_of(form: RowForm, key: str) -> str:
    """What the ids of the fields of a row's form begin with: a page has many of them."""
    return f"{key or form.sort or form.kind}-"


def row_forms(guideline: Guideline) -> tuple[RowForm, ...]:
    """Every form that a patient of this guideline can need."""
    return (*_event_forms(guideline), *_lesion_forms(guideline), *_site_forms(guideline))


def shown_rows(guideline: Guideline, entries: tuple[Entry, ...]) -> tuple[Shown, ...]:
    """The rows that stand, events in the order of their days."""
    forms = {(form.kind, form.sort): form for form in row_forms(guideline)}
    found = [row for entry in entries if (row := _shown(guideline, entry, forms)) is not None]
    return tuple(sorted(found, key=lambda row: row.typed.get("start") or row.typed.get("date") or ""))


def posted_row(form: RowForm, posted: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as the row of a case file; what was left empty is not in it."""
    row: dict[str, Any] = {"activity": form.sort} if form.sort else {}
    for field in form.fields:
        text = posted.get(field.id, "").strip()
        if not text:
            continue
        if field.control is Control.LIST:
            row[field.id] = [part.strip() for part in text.split(",") if part.strip()]
        elif field.control is Control.NUMBER:
            asked = EventField(field.id, "Quantity" if field.unit else "Decimal", unit=field.unit)
            row[field.id] = to_plain(answer_node(text, asked))
        else:
            row[field.id] = {"true": True, "false": False}.get(text, text)
    return row


def _event_forms(guideline: Guideline) -> Iterator[RowForm]:
    for activity in guideline.activities.values():
        days = _COURSE if activity.course else _DAY
        fields = tuple(_event_row_field(field, guideline) for field in activity.fields)
        yield RowForm(EntrySubject.EVENT, activity.id, activity.title, (*days, *fields))


def _event_row_field(field: EventField, guideline: Guideline) -> FormField:
    if field.type == SEGMENTS:
        return _field(field.id, "Segments", Control.LIST, help="With commas, as 2, 3, IVa")
    return event_field(field, guideline)


def _lesion_forms(guideline: Guideline) -> Iterator[RowForm]:
    takes = [element for element in guideline.elements.values() if isinstance(element.derive, RegisterTake)]
    if takes:
        unit = next((element.unit for element in takes if element.type == "Quantity"), "mm")
        yield RowForm(EntrySubject.LESION, "", "Lesion of the liver", _lesion_fields(unit))


def _site_forms(guideline: Guideline) -> Iterator[RowForm]:
    if not any(isinstance(element.derive, WorstSite) for element in guideline.elements.values()):
        return
    yield RowForm(
        EntrySubject.EXTRAHEPATIC,
        "",
        "Site outside the liver",
        (
            _field("site", "Where", Control.TEXT),
            _field("disease", "Disease there", Control.CHOICE, tuple(Disease)),
            _field("date", "As of", Control.DATE),
        ),
    )


def _lesion_fields(unit: str) -> tuple[FormField, ...]:
    return (
        _field("id", "Name of the lesion", Control.TEXT, help="As in the scan’s report, for example L1"),
        _field("segments", "Segments", Control.LIST, help="With commas, as 6, 7 or IVa"),
        _field("size", "Size", Control.NUMBER, unit=unit),
        _field("baseline", "At baseline", Control.CHOICE, BASELINE),
        _field("now", "Now", Control.CHOICE, NOW),
        _field("near", "Near which vessels", Control.LIST, help="With commas"),
        _field("plan", "Plan", Control.CHOICE, PLANS),
        _field("margin", "Margin", Control.CHOICE, MARGINS),
    )


def _field(
    id: str, label: str, control: Control, choices: tuple[str, ...] = (), *, unit: str = "", help: str = ""
) -> FormField:
    options = tuple(FieldOption(choice, choice.capitalize() if choice.islower() else choice) for choice in choices)
    return FormField(id, label, control, options, unit, "", help)


_DAY = (_field("date", "Day", Control.DATE),)
_COURSE = (
    _field("start", "First day", Control.DATE),
    _field("end", "Last day", Control.DATE, help="Empty: it goes on"),
)


def _shown(guideline: Guideline, entry: Entry, forms: Mapping[tuple[EntrySubject, str], RowForm]) -> Shown | None:
    if not isinstance(entry.content, Mapping):
        return None
    sort = str(entry.content.get("activity", "")) if entry.kind is EntrySubject.EVENT else ""
    form = forms.get((entry.kind, sort))
    if form is None:
        return None
    typed = {field.id: typed_of(entry.content.get(field.id)) for field in form.fields}
    if "date" in entry.content and "start" in typed:  # a course whose one day is all that is known
        typed["start"] = typed["end"] = typed_of(entry.content["date"])
    title = (
        form.title
        if entry.kind is EntrySubject.EVENT
        else str(entry.content.get("id") or entry.content.get("site") or "")
    )
    return Shown(entry, form, typed, title, _words(Speech(guideline), form, typed))


def typed_of(value: Any) -> str:
    """A part of a row as its field posts it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return f"{value.get('value')} {value.get('unit', '')}".strip()
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


def _words(speech: Speech, form: RowForm, typed: Mapping[str, str]) -> str:
    """The row in words, days first; what is not said is not told."""
    told = []
    for field in form.fields:
        text = typed.get(field.id, "")
        if not text or field.id in ("id", "site"):
            continue
        label = next((option.label for option in field.options if option.value == text), speech.regimen(text))
        with_unit = f"{label} {field.unit}" if field.unit and label.replace(".", "").isdigit() else label
        told.append(
            spoken(_day_words(with_unit)) if field.control is Control.DATE else f"{field.label.lower()}: {with_unit}"
        )
    return "; ".join(told)


def _day_words(text: str) -> str:
    """A day, or only its month, in words."""
    parts = text.split("-")
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        return shown(Date(int(parts[0]), int(parts[1])))
    return text
