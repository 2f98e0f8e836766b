"""The files of a pack and the keys of their entries, as a table. The values are those of ``model.py``."""

from __future__ import annotations

from typing import Any

from resecta.guideline import model
from resecta.guideline.entry_kind import NUMBERED, EntryKind, read_entries
from resecta.guideline.fields import (
    IDENTIFIER,
    Field,
    amount,
    by,
    day,
    decimal,
    enumeration,
    flag,
    identifier,
    name_of,
    naming,
    one_of,
    optional,
    pattern,
    sentence,
    signatory,
    text,
    whole_number,
    written_day,
)
from resecta.guideline.fitting_takes import ElementRecord
from resecta.guideline.schedule.model import MOST_WEEKS
from resecta.guideline.schedule.records import ENTRY
from resecta.guideline.schema import Record, by_id, key_names, many, one, records, table, variant
from resecta.guideline.take_entries import TAKES

CITATION = "citation"
"""What is lost with an entry that says where it comes from."""
EPISODE = "episode"
"""What is lost with a key that tells an episode."""
MOST_LINES = 1_000_000
MOST_DAYS = 100_000
TYPES = ("Boolean", "Integer", "Decimal", "String", "Date", "Quantity")


def _truth() -> Field[str]:
    return name_of("definition", "Boolean")


def _day() -> Field[str]:
    return name_of("definition", "Date")


def _line() -> Field[Any]:
    """A line of the source document, counted from 1; 0 where absent."""
    return Field(whole_number(1, MOST_LINES).read, 0)


def _sources() -> dict[str, Field[Any]]:
    return {
        "statements": many(name_of("statement")).losing(CITATION),
        "readings": many(name_of("reading")).losing(CITATION),
    }


_NOTE = Record(model.Note, "a note", when=_truth().must(), text=sentence().must(), **_sources())

_HEAD = Record(
    model.Head,
    "a line above a list",
    line=_line().must(),
    quote=text().must(),
    references=many(name_of("source")),
)

_REVIEW = Record(model.Review, "a review", by=signatory().must(), on=day().must())

_STATEMENT = Record(
    model.Statement,
    "a statement",
    section=text().must(),
    kind=text().must(),
    line=_line(),
    head=optional(name_of("head")),
    quote=text().must(),
    says=text().must(),
    reading=text(),
    references=many(name_of("source")),
    review=one(_REVIEW),
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
    options=by_id(_OPTION).losing("setting"),
    default=optional(text()).decides(),
    choice=optional(text()).decides(),
    review=one(_REVIEW),
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
    above=amount().must(),
    below=amount().must(),
    times=amount().must(),
    mend=pattern("meant").must(),
)

ELEMENT = ElementRecord(
    model.Element,
    "an element",
    name=naming("element name").must().losing("element name"),
    type=one_of(TYPES, "a type").must(),
    unit=text().decides(),
    choices=many(text()).decides(),
    minimum=decimal(),
    maximum=decimal(),
    question=text().must(),
    noun=text(),
    says=table(pattern("value")).decides(),
    untold_where=table(text(), key_names("element")).decides(),
    help=text(),
    group=text(),
    discipline=text(),
    judgement=flag(),
    done=flag().decides(),
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
    type=one_of((*TYPES, model.SEGMENTS), "a type").must(),
    unit=text().decides(),
    choices=many(text()).decides(),
    minimum=decimal(),
    maximum=decimal(),
    required=flag(),
)

ACTIVITY = Record(
    model.Activity,
    "an activity",
    title=text().must(),
    lane=text().must(),
    course=flag().decides(),
    unmarked=enumeration(model.Unmarked, "an episode of what is not marked", model.Unmarked.ASKED),
    follows=many(name_of("activity")),
    fields=by_id(_EVENT_FIELD).decides(),
    says=many(text()),
)

_WINDOW = Record(
    model.Window,
    "a window",
    applies=_truth().must(),
    earliest=optional(_day()),
    latest=optional(_day()),
    actual=optional(_day()),
    caution_from=optional(_day()),
    missed_by_days=optional(name_of("definition", "Integer")),
    waived=optional(_truth()),
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
    hazards=records(_NOTE),
    window=one(_WINDOW),
    **_sources(),
)

NOTICE = Record(
    model.Notice,
    "a notice",
    title=text().must(),
    condition=_truth().must(),
    beyond_scope=flag(),
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
    if_disputed=optional(name_of("disputed")),
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
    barred=optional(_truth()).decides(),
    pending=optional(_truth()),
    preferred=optional(_truth()),
    arguments=records(_ARGUMENT),
    notes=records(_NOTE),
    activities=many(name_of("activity")),
    constraints=many(name_of("constraint")).decides(),
    **_sources(),
)

REGIMEN = Record(
    model.Regimen,
    "a regimen",
    title=text().must(),
    kind=text().must(),
    drugs=many(text()).must(),
    cycle_weeks=whole_number(1, MOST_WEEKS).must(),
    conditions=many(_truth()),
    contraindicated=optional(_truth()),
    blocked=optional(_truth()).decides(),
    blocked_word=optional(text()),
    waits_for=many(name_of("element")),
    preferred=optional(_truth()),
    if_disputed=optional(one_of(("blocked",), "a status that a dispute may give")),
    notes=records(_NOTE),
    **_sources(),
)

_CONTEXT_ROW = Record(
    model.ContextRow,
    "a row of the context",
    label=text().must(),
    above_verdict=flag(),
    asks=text(),
    needed=one_of(("listing", "signing"), "a step of the board that needs it"),
)
_INTENT = Record(model.Intent, "an intent", value=text().must(), condition=_truth().must())
_ASKED = Record(
    model.AskedWhile, "an element asked while", element=name_of("element").must(), condition=optional(_truth())
)

_ASKS_ONLY = Record(
    model.AsksOnly, "what an unknown asks for", define=_truth().must(), elements=many(name_of("element"))
)

GUIDELINE: Record[dict[str, Any]] = Record(
    dict,
    "the guideline",
    id=identifier().must(),
    title=text().must(),
    version=text().must(),
    date=written_day().must(),
    jurisdiction=text().must(),
    intended_use=text().must(),
    provenance=text(),
    sources=table(text()).losing("source"),
    heads=by_id(_HEAD).losing("head"),
    reading_groups=table(text()),
    statements=by(lambda node, gathering: read_entries(node, STATEMENTS, gathering), {}).losing("statement"),
    intent=records(_INTENT),
    disciplines_required=many(text()),
    always_asked=many(name_of("element")),
    stays=many(name_of("element")),
    asked_while=records(_ASKED),
    asks_only=records(_ASKS_ONLY),
    scope=_truth().must(),
    cap=_truth().must(),
    unfit=_truth().must(),
    criteria=many(name_of("finding")),
    verdict=name_of("finding").must(),
    episode_days=optional(name_of("setting", "Integer")).losing(EPISODE),
    episode_timing=optional(name_of("element")).losing(EPISODE),
    episode_current=optional(text()).losing(EPISODE),
    episode_apart=optional(text()).losing(EPISODE),
    old_after_days=whole_number(0, MOST_DAYS),
    emergency=optional(name_of("finding")),
    case_sentence=many(many(name_of("element"))),
    case_history=many(name_of("element")),
    closing_within_days=whole_number(0, MOST_DAYS),
    groups=table(text()),
    context=by_id(_CONTEXT_ROW),
)


STATEMENTS: EntryKind = EntryKind("statement", "guideline.yaml", _STATEMENT, NUMBERED)

KINDS: tuple[EntryKind, ...] = (
    EntryKind("reading", "settings.yaml", READING, NUMBERED, ("setting",)),
    EntryKind("element", "elements.yaml", ELEMENT, IDENTIFIER, ("element name",)),
    EntryKind("activity", "activities.yaml", ACTIVITY, IDENTIFIER),
    EntryKind("finding", "findings.yaml", FINDING, IDENTIFIER, (CITATION,)),
    EntryKind("notice", "notices.yaml", NOTICE, IDENTIFIER, (CITATION,)),
    EntryKind("recommendation", "recommendations.yaml", RECOMMENDATION, IDENTIFIER, (CITATION,)),
    EntryKind("strategy", "strategies.yaml", STRATEGY, IDENTIFIER, (CITATION,)),
    EntryKind("regimen", "regimens.yaml", REGIMEN, IDENTIFIER, (CITATION,)),
    EntryKind("constraint", "constraints.yaml", ENTRY, IDENTIFIER, ("tag", "day kind")),
)
