"""The files of a pack and the keys of their entries, as a table. The values are those of ``model.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from resecta.document import Mapping, as_mapping, quote
from resecta.guideline import model
from resecta.guideline.schema import (
    Field,
    Reading,
    Record,
    by_id,
    decimal,
    enumeration,
    flag,
    integer,
    key_names,
    many,
    name_of,
    one,
    one_of,
    optional,
    records,
    sentence,
    table,
    text,
    variant,
)
from resecta.guideline.take_entries import TAKES

SEGMENTS = "Segments"
"""The type of a field that lists liver segments: shown, and read by no rule."""
TYPES = ("Boolean", "Integer", "Decimal", "String", "Date", "Quantity")


def _truth() -> Field[str]:
    return name_of("definition", "Boolean")


def _day() -> Field[str]:
    return name_of("definition", "Date")


def _sources() -> dict[str, Field[Any]]:
    return {"statements": many(name_of("statement")), "readings": many(name_of("reading"))}


_NOTE = Record(model.Note, "a note", when=_truth().must(), text=sentence().must(), **_sources())

_STATEMENT = Record(
    model.Statement,
    "a statement",
    section=text().must(),
    kind=text().must(),
    line=integer(),
    quote=text().must(),
    says=text().must(),
    reading=text(),
    references=many(name_of("source")),
)

_OPTION = Record(model.Option, "an option", text=text().must(), values=table(text(), key_names("setting")))

READING = Record(
    model.Reading,
    "a reading",
    title=text().must(),
    text=text().must(),
    asks=text(),
    why=text(),
    statements=many(name_of("statement")),
    options=by_id(_OPTION),
    default=optional(text()),
    choice=optional(text()),
)

_CODE = Record(
    model.Code,
    "a code",
    system=text().must(),
    code=text().must(),
    mark=one_of(("V", "S", "R"), "a mark of a code (V verified, S seen, R recalled)").must(),
    value=optional(text()),
)

_IMPLAUSIBLE = Record(
    model.Implausible,
    "an implausible range",
    above=decimal().must(),
    below=decimal().must(),
    times=decimal().must(),
    mend=text().must(),
)

ELEMENT = Record(
    model.Element,
    "an element",
    name=text().must(),
    type=one_of(TYPES, "a type").must(),
    unit=text(),
    choices=many(text()),
    minimum=decimal(),
    maximum=decimal(),
    question=text().must(),
    help=text(),
    group=text(),
    discipline=text(),
    judgement=flag(),
    done=flag(),
    unrecorded=text(),
    codes=records(_CODE),
    lasting=flag(),
    band=flag(),
    zero_denies=many(name_of("element")),
    derive=variant("take", TAKES, "a way to derive"),
    implausible=one(_IMPLAUSIBLE),
    **_sources(),
)

_EVENT_FIELD = Record(
    model.EventField,
    "a field of an event",
    type=one_of((*TYPES, SEGMENTS), "a type").must(),
    unit=text(),
    choices=many(text()),
    minimum=decimal(),
    maximum=decimal(),
    required=flag(),
)

ACTIVITY = Record(
    model.Activity,
    "an activity",
    title=text().must(),
    lane=text().must(),
    course=flag(),
    unmarked=enumeration(model.Unmarked, "an episode of what is not marked", model.Unmarked.ASKED),
    follows=many(name_of("activity")),
    fields=by_id(_EVENT_FIELD),
)

_WINDOW = Record(
    model.Window,
    "a window",
    applies=_truth().must(),
    earliest=_day(),
    latest=_day(),
    actual=_day(),
    caution_from=_day(),
)

FINDING = Record(
    model.Finding,
    "a finding",
    title=text().must(),
    define=_truth().must(),
    if_true=sentence().must(),
    if_false=sentence().must(),
    if_unknown=sentence().must(),
    notes=records(_NOTE),
    window=one(_WINDOW),
    **_sources(),
)

NOTICE = Record(
    model.Notice,
    "a notice",
    title=text().must(),
    condition=_truth().must(),
    text=sentence().must(),
    above_verdict=flag(),
    **_sources(),
)

RECOMMENDATION = Record(
    model.Recommendation,
    "a recommendation",
    text=sentence().must(),
    direction=enumeration(model.Direction, "a direction").must(),
    target=name_of("target").must(),
    condition=_truth().must(),
    notes=records(_NOTE),
    beyond_scope=flag(),
    if_disputed=name_of("disputed"),
    **_sources(),
)

_ARGUMENT = Record(
    model.Argument,
    "an argument",
    side=one_of(("for", "against"), "a side").must(),
    text=sentence().must(),
    holds=_truth().must(),
    **_sources(),
)

STRATEGY = Record(
    model.Strategy,
    "a strategy",
    title=text().must(),
    summary=sentence().must(),
    operation=flag(),
    conditions=many(_truth()).must(),
    barred=_truth(),
    preferred=_truth(),
    arguments=records(_ARGUMENT),
    notes=records(_NOTE),
    activities=many(name_of("activity")),
    constraints=many(name_of("constraint")),
    **_sources(),
)

REGIMEN = Record(
    model.Regimen,
    "a regimen",
    title=text().must(),
    kind=text().must(),
    drugs=many(text()).must(),
    cycle_weeks=integer().must(),
    contraindicated=_truth(),
    blocked=_truth(),
    waits_for=many(name_of("element")),
    preferred=_truth(),
    if_disputed=one_of(("blocked", "contraindicated"), "a status that a dispute may give"),
    notes=records(_NOTE),
    **_sources(),
)

_CONTEXT_ROW = Record(model.ContextRow, "a row of the context", label=text().must(), above_verdict=flag())
_INTENT = Record(model.Intent, "an intent", value=text().must(), condition=_truth().must())
_ASKED = Record(model.AskedWhile, "an element asked while", element=name_of("element").must(), condition=_truth())

GUIDELINE: Record[dict[str, Any]] = Record(
    dict,
    "the guideline",
    id=text().must(),
    title=text().must(),
    version=text().must(),
    date=text().must(),
    jurisdiction=text().must(),
    intended_use=text().must(),
    sources=table(text()),
    statements=Field(lambda node, reading: read_entries(node, STATEMENTS, reading), {}),
    intent=records(_INTENT),
    disciplines_required=many(text()),
    always_asked=many(name_of("element")),
    asked_while=records(_ASKED),
    scope=_truth().must(),
    cap=_truth().must(),
    unfit=_truth().must(),
    verdict=name_of("finding").must(),
    episode_days=optional(name_of("setting")),
    episode_timing=optional(name_of("element")),
    episode_current=optional(text()),
    episode_apart=optional(text()),
    old_after_days=optional(integer()),
    context=by_id(_CONTEXT_ROW),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: what its entries are called in ``kind:id``, the file that holds them, how one is read."""

    name: str
    file: str
    record: Record[Any]
    id: re.Pattern[str]


_WORDS = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z", re.ASCII)
STATEMENTS: Kind = Kind("statement", "guideline.yaml", _STATEMENT, re.compile(r"[A-Z][0-9]{2,3}\Z", re.ASCII))

KINDS: tuple[Kind, ...] = (
    Kind("reading", "settings.yaml", READING, re.compile(r"[A-Z][0-9]{2,3}\Z", re.ASCII)),
    Kind("element", "elements.yaml", ELEMENT, _WORDS),
    Kind("activity", "activities.yaml", ACTIVITY, _WORDS),
    Kind("finding", "findings.yaml", FINDING, _WORDS),
    Kind("notice", "notices.yaml", NOTICE, _WORDS),
    Kind("recommendation", "recommendations.yaml", RECOMMENDATION, _WORDS),
    Kind("strategy", "strategies.yaml", STRATEGY, _WORDS),
    Kind("regimen", "regimens.yaml", REGIMEN, _WORDS),
)


def read_entries(node: Any, kind: Kind, reading: Reading) -> dict[str, Any]:
    """A mapping from ids to entries of one kind. Those refused are left out; their problems are noted."""
    mapping = reading.problems.read(as_mapping, node)
    entries: dict[str, Any] = {}
    if mapping is None:
        return entries
    outer = reading.by, reading.key
    for id, entry in mapping.items():
        _check_id(mapping, id, kind, reading)
        reading.by, reading.key = f"{kind.name}:{id}", ""
        value = kind.record.read(entry, reading, id=id, place=mapping.keys[id].place)
        if value is not None:
            entries[id] = value
    reading.by, reading.key = outer
    return entries


def _check_id(mapping: Mapping, id: str, kind: Kind, reading: Reading) -> None:
    if not kind.id.match(id):
        shape = (
            "a capital and two digits, as S01" if kind.id is not _WORDS else "lower case words joined by underscores"
        )
        reading.problems.add(mapping.keys[id], f"{quote(id)} cannot be the id of {kind.record.what}", f"write {shape}")
