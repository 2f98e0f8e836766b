"""How the entries of ``constraints.yaml`` are written: a record for each kind, as for any other file."""

from __future__ import annotations

import re
from typing import Any

from resecta import document
from resecta.document import Node
from resecta.guideline.fields import Field, by, flag, name_of, naming, one_of, optional, pattern, text, whole_number
from resecta.guideline.gathering import Gathering
from resecta.guideline.schedule import model
from resecta.guideline.schedule.duration import WHOLE, Duration, span_of
from resecta.guideline.schedule.reference import (
    At,
    Before,
    Cycles,
    Every,
    First,
    Last,
    Reference,
    Rest,
    Through,
    reference_of,
)
from resecta.guideline.schedule.sentences import Sentences, usual
from resecta.guideline.schema import Kinds, Record, key_names, many, one, records, table, words_by

_MOST_DIGITS = 9
"""Of the count of a length: what has more is too long whatever they are."""
_WRITTEN = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) *([a-z]+?)s?\Z", re.ASCII)


def length() -> Field[Any]:
    """A length written out ("6 weeks"), or the name of a definition or setting that gives one."""

    def read(node: Node, gathering: Gathering) -> Duration | str | None:
        words = gathering.problems.read(document.as_text, node)
        written = None if words is None else _WRITTEN.match(words)
        if words is None or written is None:
            if words is not None:
                gathering.mention("length", words, node.spot, "Quantity")
            return words
        count, unit = written.groups()
        if count.isdecimal():
            count = count[-_MOST_DIGITS:] if not count[:-_MOST_DIGITS].strip("0") else "9" * _MOST_DIGITS
        span = span_of(int(count), unit) if count.isdecimal() else None
        if span is None:
            message = f"{document.quote(words)} is no length of time that a plan can count"
            gathering.problems.add(node, message, f"a plan counts {WHOLE}")
        elif span.fault:
            gathering.problems.add(node, f"{document.quote(words)} is too long: {span.fault}", "write a shorter one")
            return None
        return span

    return Field(read, None)


def reference(kind: str = "point") -> Field[Any]:
    """A day of the plan. ``kind``: a "point" of a step, or an "event", as the end of cycles also is."""

    def read(node: Node, gathering: Gathering) -> Reference | None:
        words = gathering.problems.read(document.as_text, node)
        return None if words is None else _mentioned(words, node, gathering, kind)

    return Field(read, None)


def _mentioned(words: str, node: Node, gathering: Gathering, kind: str) -> Reference:
    meant = reference_of(words)
    if isinstance(meant, At):
        gathering.mention(kind, words, node.spot)
    else:
        gathering.mention("tag", meant.tag, node.spot)
    return meant


def _point_of_step(node: Node, gathering: Gathering) -> At | None:
    meant = reference().read(node, gathering)
    if isinstance(meant, First | Last | Every):
        gathering.problems.add(node, f"{document.quote(str(meant))} is not one step", "write step, or step.point")
        return None
    return meant if isinstance(meant, At) else None


def _cycles(node: Node, gathering: Gathering) -> Cycles | None:
    words = gathering.problems.read(document.as_text, node)
    if words is None:
        return None
    word, _, rest = words.partition(" ")
    if word == "rest" and not rest:
        return Rest()
    if word in ("before", "through") and rest:
        meant = _mentioned(rest, node, gathering, "point")
        return Before(meant) if word == "before" else Through(meant)
    mend = "write before DAY, through DAY (as in before first operation) or rest"
    gathering.problems.add(node, f"{document.quote(words)} says nothing of cycles", mend)
    return None


def _while(node: Node, gathering: Gathering) -> str | model.Never | None:
    if isinstance(node, document.Scalar) and node.text == "never":
        return model.Never()
    return _condition().read(node, gathering)


def _condition() -> Field[Any]:
    return optional(name_of("definition", "Boolean")).under("while")


def _weekdays(node: Node, gathering: Gathering) -> tuple[str, ...] | None:
    days = many(Field(_weekday, "")).read(node, gathering)
    if days == () and isinstance(node, document.Sequence) and not node.items:
        gathering.problems.add(node, "no day of the week is named", f"known: {', '.join(model.WEEKDAYS)}")
    return days


def _weekday(node: Node, gathering: Gathering) -> str | None:
    if isinstance(node, document.Scalar):
        node = document.Scalar(node.text.lower(), node.quoted, node.spot)
    return one_of(model.WEEKDAYS, "a day of the week").read(node, gathering)


def _words(node: Node, gathering: Gathering) -> str | None:
    return gathering.problems.read(document.as_text, node) or None


def _day_kind(scalar: document.Scalar, gathering: Gathering) -> None:
    gathering.name("day kind", scalar.text)


def _sources() -> dict[str, Field[Any]]:
    return {"statements": many(name_of("statement")), "readings": many(name_of("reading"))}


def _between(*places: str, label: tuple[str, ...] | None = None) -> dict[str, Field[Any]]:
    """The keys of every bound; its text and label have these places."""
    return {
        "start": reference().must().under("from"),
        "end": reference().must().under("to"),
        "when": _condition(),
        "label": optional(pattern(*(places if label is None else label))),
        "text": pattern(*places).must(),
        **_sources(),
    }


_PLANNED = Record(model.Planned, "a planned date", fact=name_of("fact", "Date").must(), name=optional(text()))

_STEP = Record(
    model.Step,
    "a step",
    activity=name_of("activity").must(),
    also=many(name_of("activity")),
    labels=words_by(
        "labels",
        day=pattern("number"),
        start=pattern("number"),
        end=pattern(),
        cycle=pattern("number"),
        undated=pattern(),
        last=pattern(),
        informs=pattern("number"),
        beside=pattern("cycle"),
        assumed=pattern("given", "length"),
        unmeasured=pattern("given", "length", "regimens"),
        length=pattern("length"),
        gap_alone=pattern("days", "in_place", "start", "end"),
        gap=pattern("days", "in_place", "start", "end", "other_days", "other_in_place"),
        given=pattern("at_least", "first", "last", "date"),
        none=pattern("at_least"),
        always=pattern(),
    ).decides(),
    names=words_by("names", **{point: text() for point in model.POINTS}),
    tags=many(naming("tag")).losing("tag"),
    when=by(_while, None).under("while"),
    over_once=reference(),
    recorded=words_by("recorded", **{point: name_of("fact", "Date") for point in model.POINTS}),
    recorded_while=table(text(), key_names("fact", "String")).decides(),
    recorded_when=optional(name_of("definition", "Boolean")),
    begun=optional(name_of("definition", "Boolean")),
    planned=one(_PLANNED),
    cycles=by(_cycles, None).decides(),
    given=optional(name_of("fact", "number")),
    weeks_in_a_month=whole_number(1, model.MOST_ROUNDS).decides(),
    beside=optional(name_of("activity")).under("with").decides(),
    sittings=whole_number(1, model.MOST_ROUNDS).decides(),
    days=name_of("day kind").must(),
    today=flag(),
    **_sources(),
)

_MINIMUM = Record(
    model.Minimum,
    "a minimum",
    **_between("at_least"),
    at_least=length().must(),
    unless_planned=optional(name_of("definition", "Boolean")),
    otherwise=optional(pattern("at_least", "date")),
)
_WINDOW = Record(
    model.Window,
    "a window",
    **_between("at_least", "at_most", "window", "latest_date", label=("at_least", "at_most", "window")),
    at_least=length().must(),
    at_most=length().must(),
)
_TARGET = Record(model.Target, "a target", **_between("about"), about=length().must(), back=flag())
_LIMIT = Record(
    model.Limit,
    "a limit",
    **_between("safe_to", "at_most", "zone", "safe_date", "latest_date", label=("safe_to", "at_most", "zone")),
    safe_to=length().must(),
    at_most=length().must(),
)
_PRECEDENCE = Record(
    model.Precedence, "a precedence", **_between("at_least"), at_least=Field(length().read, Duration(days=1))
)
_RECURRENCE = Record(
    model.Recurrence,
    "a recurrence",
    **_between("every", "tolerance", label=("every",)),
    every=length().must(),
    tolerance=length().must(),
    times=whole_number(1, model.MOST_ROUNDS).must(),
)
_TOTAL = Record(
    model.Total,
    "a total",
    start=name_of("step").must().under("from"),
    end=name_of("step").must().under("to"),
    when=_condition(),
    months=name_of("number", "number").must(),
    label=optional(pattern()),
    text=pattern("months", "given", "all", "before", "rest").must(),
    **_sources(),
)
_SPACING = Record(
    model.Spacing,
    "a spacing",
    tag=name_of("tag").must(),
    at_least=length().must(),
    text=pattern("at_least").must(),
    otherwise=pattern("first", "second", "days", "at_least").must(),
    readings=many(name_of("reading")),
)
_DECAY = Record(
    model.Decay,
    "a decay",
    start=by(_point_of_step, None).must().under("from"),
    end=reference().must().under("to"),
    half_life=name_of("number", "number").must(),
    shortest=name_of("number", "number").must(),
    longest=name_of("number", "number").must(),
    text=pattern("left", "least", "most", "date").must(),
    **_sources(),
)
_OMISSION = Record(
    model.Omission,
    "an omission",
    when=name_of("definition", "Boolean").must().under("while"),
    label=text().must(),
    text=pattern().must(),
    **_sources(),
)
_PATH = Record(model.Path, "a path", label=text().must(), parts=many(name_of("part")))
_DELAY = Record(
    model.Delay, "a delay", when=_condition(), text=text().must(), paths=records(_PATH).must(), **_sources()
)
_MEASURE: Kinds[model.Measure] = Kinds(
    "a row",
    "measure",
    length=Record(model.Course, "a row", label=text().must()),
    wait=Record(model.Wait, "a row", label=text().must(), end=reference("event").must().under("to")),
    day=Record(model.DayOf, "a row", label=text().must(), end=reference("event").must().under("to")),
    gap=Record(
        model.Gap,
        "a row",
        label=text().must(),
        start=reference("event").must().under("from"),
        end=reference("event").must().under("to"),
    ),
)
_COMPARISON = Record(model.PlanMeasures, "a comparison", rows=records(_MEASURE).must())
_COMMON = Record(model.Common, "what is common", title=text().must(), constraints=many(name_of("constraint")).must())
_CALENDAR = Record(
    model.Calendar,
    "a calendar",
    country=Field(_words, None),
    region=Field(_words, None),
    days=table(by(_weekdays, ()), _day_kind).must().losing("day kind"),
)


def _said(name: str, *places: str) -> Field[str]:
    """A sentence of a plan; the usual one where the guideline has none of its own."""
    return pattern(*places).otherwise(getattr(usual(), name))


_SENTENCES = Record(
    Sentences,
    "sentences",
    left_out=_said("left_out", "facts", "parts"),
    no_date=_said("no_date", "facts", "steps"),
    no_day=_said("no_day", "dates", "steps"),
    known_roughly=_said("known_roughly", "what", "date"),
    set_roughly=_said("set_roughly", "name", "date"),
    some_days=_said("some_days", "dates", "said"),
    every_day=_said("every_day", "dates", "said"),
    ends=_said("ends", "dates", "said"),
    given=_said("given", "step"),
    given_roughly=_said("given_roughly", "step", "date"),
    not_again=_said("not_again", "step"),
    squeezed=_said("squeezed", "steps", "dates"),
    eased=_said("eased", "bound"),
    fixed_on=_said("fixed_on", "name", "date"),
    fixed_in=_said("fixed_in", "name", "date"),
    elsewhere=_said("elsewhere", "date"),
    elsewhere_in=_said("elsewhere_in", "date"),
    which_step=_said("which_step", "date", "facts"),
    set_off_day=_said("set_off_day", "step", "weekday", "date", "days"),
    held_off_day=_said("held_off_day", "step", "weekday", "date", "days"),
    under_way=_said("under_way", "step"),
    no_cycle=_said("no_cycle", "step"),
    unbegun=_said("unbegun", "steps"),
    unbound=_said("unbound", "step"),
    open_number=_said("open_number"),
    last_dose=_said("last_dose", "date", "at_least", "operation"),
    overlap=_said("overlap", "first", "second"),
    misfit=_said("misfit", "course", "cycles", "length"),
)

ENTRY: Kinds[model.Entry] = Kinds(
    "a constraint",
    "kind",
    step=_STEP,
    minimum=_MINIMUM,
    window=_WINDOW,
    target=_TARGET,
    limit=_LIMIT,
    precedence=_PRECEDENCE,
    recurrence=_RECURRENCE,
    total=_TOTAL,
    spacing=_SPACING,
    decay=_DECAY,
    omission=_OMISSION,
    delay=_DELAY,
    comparison=_COMPARISON,
    common=_COMMON,
    calendar=_CALENDAR,
    sentences=_SENTENCES,
)
