"""A guideline's entries in, parts for a reader out. One function per kind of entry; the words are the guideline's
own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath

from resecta.authoring.derived import DerivedInWords
from resecta.authoring.part import Condition, LabelledSentence, Part
from resecta.authoring.times import said_of, title_of
from resecta.authoring.uses import gives_intent
from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.walk import walk
from resecta.cql.words import clause, in_words
from resecta.document import Place
from resecta.guideline import Guideline, model
from resecta.guideline.ladder import Rung, answer_in_words
from resecta.guideline.schedule.model import Entry


def parts_of(guideline: Guideline) -> Iterator[Part]:
    """Every part of a guideline, in the order in which a reader meets them. Uses and cases are filled in elsewhere."""
    logic = _Logic(guideline)
    yield from _intent(guideline, logic)
    yield from (_statement(guideline, one) for one in guideline.statements.values())
    yield from (_finding(one, logic) for one in guideline.findings.values())
    yield from (_strategy(one, logic) for one in guideline.strategies.values())
    yield from (_regimen(one, logic) for one in guideline.regimens.values())
    yield from (_recommendation(one, logic) for one in guideline.recommendations.values())
    yield from (_notice(one, logic) for one in guideline.notices.values())
    yield from (_reading(one) for one in guideline.readings.values())
    yield from (_element(one) for one in guideline.elements.values())
    yield from (_activity(one) for one in guideline.activities.values())
    yield from (_constraint(one) for one in guideline.schedule.entries.values())
    for definition in guideline.own_definitions.values():
        place = _where(Place(definition.spot.source.file, definition.spot.line))
        lines = _lines(("Comment", definition.comment))
        conditions = (logic.condition("is", definition.name),)
        yield Part(
            "definition",
            definition.name,
            definition.name,
            lines,
            conditions,
            definition.statements,
            definition.readings,
            place,
        )


class _Logic:
    """Definitions by name, in words and as CQL."""

    def __init__(self, guideline: Guideline) -> None:
        self._library = guideline.library
        self._settings = guideline.settings_values
        self._ladders = guideline.ladders

    def condition(self, role: str, name: str) -> Condition:
        expression = self._library.definitions[name].expression
        return Condition(role, name, in_words(expression, self._library, self._settings), to_cql(expression))

    def conditions(self, *roles: tuple[str, str | None]) -> tuple[Condition, ...]:
        """One per role that the entry fills."""
        return tuple(self.condition(role, name) for role, name in roles if name is not None)

    def rungs(self, key: str) -> tuple[LabelledSentence, ...]:
        """A ladder in words, from the top down: the first line that holds decides."""
        ladder = self._ladders[key]
        told = [LabelledSentence(f"{answer_in_words(rung.answer)} if", self._rung(rung)) for rung in ladder.rungs]
        return (*told, LabelledSentence("Otherwise", answer_in_words(ladder.otherwise).lower()))

    def _rung(self, rung: Rung) -> str:
        words = clause(rung.when, self._library, self._settings)
        return words if rung.unknown is None else f"{words}. If that is not known, read on: {rung.unknown}"

    def named(self, key: str) -> tuple[Condition, ...]:
        """The definitions that a ladder names, each once, in its order."""
        walked = (node for rung in self._ladders[key].rungs for node in walk(rung.when))
        names = dict.fromkeys(node.name for node in walked if isinstance(node, nodes.DefinitionReference))
        return tuple(self.condition("names", name) for name in names)


def _where(place: Place) -> str:
    """The file and line: the guideline is one folder, so its name is enough."""
    return f"{PurePath(place.file).name}:{place.line}"


def _lines(*labelled: tuple[str, str]) -> tuple[LabelledSentence, ...]:
    """The labelled texts that are not empty."""
    return tuple(LabelledSentence(label, text) for label, text in labelled if text)


def _links(label: str, keys: tuple[str, ...]) -> tuple[LabelledSentence, ...]:
    return (LabelledSentence(label, "", links=keys),) if keys else ()


def reviewed(review: model.Review | None) -> str:
    """Who stands by an entry and since when; said where nobody does."""
    return "nobody yet, on: –" if review is None else f"{review.by}, on: {review.on.isoformat()}"


def _notes(notes: Iterable[model.Note]) -> tuple[LabelledSentence, ...]:
    return tuple(LabelledSentence("Added", note.text, note.when) for note in notes)


def _statement(guideline: Guideline, one: model.Statement) -> Part:
    lines = _lines(
        ("The source says", guideline.quoted(one)),
        ("Where", f"{one.section}, line {one.line}"),
        ("Kind", one.kind),
        ("How it is computed", one.reading),
        ("References of the source", ", ".join(one.references)),
        ("Reviewed by", reviewed(one.review)),
    )
    return Part("statement", one.id, one.says, lines, (), (), (), _where(one.place))


def _finding(one: model.Finding, logic: _Logic) -> Part:
    lines = _lines(("If true", one.if_true), ("If false", one.if_false), ("If unknown", one.if_unknown))
    window = one.window
    days = (
        ()
        if window is None
        else (
            ("has a window while", window.applies),
            ("earliest day", window.earliest),
            ("latest day", window.latest),
            ("day it took place", window.actual),
            ("caution from", window.caution_from),
            ("days by which it is missed", window.missed_by_days),
            ("warns and does not bind while", window.waived),
        )
    )
    conditions = logic.conditions(("is true while", one.define), *days)
    return _part("finding", one, one.title, (*lines, *_notes(one.notes)), conditions)


def _intent(guideline: Guideline, logic: _Logic) -> Iterator[Part]:
    """The intent, with the sources of the conditions that give it; none where the guideline names no intent."""
    if not guideline.intents:
        return
    own = [guideline.own_definitions[one.condition] for one in guideline.intents]
    written = next(mention for mention in guideline.mentions if gives_intent(mention))
    yield Part(
        "intent",
        "intent",
        "Intent",
        (),
        logic.conditions(*((f"{one.value} while", one.condition) for one in guideline.intents)),
        tuple(dict.fromkeys(id for definition in own for id in definition.statements)),
        tuple(dict.fromkeys(id for definition in own for id in definition.readings)),
        _where(written.spot.place),
        rungs=logic.rungs("intent"),
    )


def _strategy(one: model.Strategy, logic: _Logic) -> Part:
    arguments = tuple(
        LabelledSentence(argument.side.capitalize(), argument.text, argument.holds) for argument in one.arguments
    )
    activities = _links("Activities", tuple(f"activity:{id}" for id in one.activities))
    times = _links("Times", tuple(f"constraint:{id}" for id in one.constraints))
    lines = (*_lines(("What it is", one.summary)), *arguments, *_notes(one.notes), *activities, *times)
    return _concluded(f"strategy:{one.id}", one, one.title, lines, logic)


def _regimen(one: model.Regimen, logic: _Logic) -> Part:
    lines = (
        *_lines(("Kind", one.kind), ("Drugs", ", ".join(one.drugs)), ("Cycle", f"{one.cycle_weeks} weeks")),
        *_notes(one.notes),
    )
    return _concluded(f"regimen:{one.id}", one, one.title, lines, logic)


def _recommendation(one: model.Recommendation, logic: _Logic) -> Part:
    lines = (*_lines(("Force", str(one.direction))), *_links("Toward", (one.target,)), *_notes(one.notes))
    return _concluded(f"recommendation:{one.id}", one, one.text, lines, logic)


def _notice(one: model.Notice, logic: _Logic) -> Part:
    return _concluded(f"notice:{one.id}", one, one.title, _lines(("Says", one.text)), logic)


def _reading(one: model.Reading) -> Part:
    options = tuple(
        LabelledSentence(
            "Option" if option.id != one.choice else "Option in force",
            f"{option.text}{' (the default)' if option.id == one.default else ''}",
        )
        for option in one.options
    )
    said = _lines(("Reading", one.text), ("To be recorded", one.asks))
    lines = (*said, *options, *_lines(("Why", one.why)), LabelledSentence("Reviewed by", reviewed(one.review)))
    return Part("reading", one.id, one.title, lines, (), one.statements, (), _where(one.place))


def _element(one: model.Element) -> Part:
    limits = [
        f"from {one.minimum}" if one.minimum is not None else "",
        f"to {one.maximum}" if one.maximum is not None else "",
    ]
    kind = " ".join(part for part in (one.type, f"in {one.unit}" if one.unit else "", *limits) if part)
    lines = _lines(
        ("Question", one.question),
        ("Help", one.help),
        ("Type", "" if one.choices else kind),
        ("Choices", ", ".join(one.choices)),
        ("Not recorded", one.unrecorded),
        ("Judgement", f"of {one.discipline}" if one.judgement else ""),
        ("Asked of", one.discipline if not one.judgement else ""),
        ("Derived", "" if one.derive is None else DerivedInWords().visit(one.derive)),
        ("Codes", "; ".join(f"{code.system} {code.code}{_stands_for(code)}" for code in one.codes)),
    )
    return _part("element", one, one.name, lines, ())


def _stands_for(code: model.Code) -> str:
    marks = {"V": "verified", "S": "seen", "R": "recalled"}
    return f" ({f'{code.value}, ' if code.value is not None else ''}{marks[code.mark]})"


def _activity(one: model.Activity) -> Part:
    fields = ", ".join(
        " ".join(part for part in (field.id, field.unit, *field.choices) if part) for field in one.fields
    )
    lines = _lines(("Lane", one.lane), ("Time", "start and end" if one.course else "one day"), ("Fields", fields))
    return Part("activity", one.id, one.title, lines, (), (), (), _where(one.place))


def _constraint(one: Entry) -> Part:
    statements, readings = getattr(one, "statements", ()), getattr(one, "readings", ())
    return Part("constraint", one.id, title_of(one), _lines(*said_of(one)), (), statements, readings, _where(one.place))


_Concluded = model.Strategy | model.Regimen | model.Recommendation | model.Notice
_Sourced = model.Finding | model.Strategy | model.Regimen | model.Recommendation | model.Notice | model.Element


def _part(
    kind: str, one: _Sourced, title: str, lines: tuple[LabelledSentence, ...], conditions: tuple[Condition, ...]
) -> Part:
    """A part with every statement and reading that it or something in it names."""
    inner = [*getattr(one, "notes", ()), *getattr(one, "arguments", ())]
    statements = dict.fromkeys(id for owner in (one, *inner) for id in owner.statements)
    readings = dict.fromkeys(id for owner in (one, *inner) for id in owner.readings)
    return Part(kind, one.id, title, lines, conditions, tuple(statements), tuple(readings), _where(one.place))


def _concluded(key: str, one: _Concluded, title: str, lines: tuple[LabelledSentence, ...], logic: _Logic) -> Part:
    """A part whose answer a ladder gives."""
    part = _part(key.partition(":")[0], one, title, lines, logic.named(key))
    return replace(part, rungs=logic.rungs(key))
