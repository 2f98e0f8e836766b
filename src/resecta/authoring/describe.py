"""A guideline's entries in, parts for a reader out. One function per kind of entry; the words are the guideline's
own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from resecta.authoring.derived import DerivedInWords
from resecta.authoring.part import Condition, Line, Part
from resecta.cql.format import to_cql
from resecta.cql.words import in_words
from resecta.document import Mapping, Node, Place, Scalar, Sequence
from resecta.guideline import Guideline, model
from resecta.guideline.plain import in_one_line


def parts_of(guideline: Guideline) -> Iterator[Part]:
    """Every part of a guideline, in the order in which a reader meets them. Uses and cases are filled in elsewhere."""
    logic = _Logic(guideline)
    yield from (_statement(one) for one in guideline.statements.values())
    yield from (_finding(one, logic) for one in guideline.findings.values())
    yield from (_strategy(one, logic) for one in guideline.strategies.values())
    yield from (_regimen(one, logic) for one in guideline.regimens.values())
    yield from (_recommendation(one, logic) for one in guideline.recommendations.values())
    yield from (_notice(one, logic) for one in guideline.notices.values())
    yield from (_reading(one) for one in guideline.readings.values())
    yield from (_element(one) for one in guideline.elements.values())
    yield from (_activity(one) for one in guideline.activities.values())
    yield from (_constraint(id, node) for id, node in guideline.constraints.items())
    for definition in guideline.library.definitions.values():
        place = _where(Place(definition.file, definition.span.line))
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

    def condition(self, role: str, name: str) -> Condition:
        expression = self._library.definitions[name].expression
        return Condition(role, name, in_words(expression, self._library, self._settings), to_cql(expression))

    def conditions(self, *roles: tuple[str, str]) -> tuple[Condition, ...]:
        """One per role that the entry fills."""
        return tuple(self.condition(role, name) for role, name in roles if name)


def _where(place: Place) -> str:
    """The file and line: the guideline is one folder, so its name is enough."""
    return f"{PurePath(place.file).name}:{place.line}"


def _lines(*labelled: tuple[str, str]) -> tuple[Line, ...]:
    """The labelled texts that are not empty."""
    return tuple(Line(label, text) for label, text in labelled if text)


def _links(label: str, keys: tuple[str, ...]) -> tuple[Line, ...]:
    return (Line(label, "", links=keys),) if keys else ()


def _notes(notes: Iterable[model.Note]) -> tuple[Line, ...]:
    return tuple(Line("Added", note.text, note.when) for note in notes)


def _statement(one: model.Statement) -> Part:
    lines = _lines(
        ("The source says", one.quote),
        ("Where", f"{one.section}, line {one.line}"),
        ("Kind", one.kind),
        ("How it is computed", one.reading),
        ("References of the source", ", ".join(one.references)),
    )
    return Part("statement", one.id, one.says, lines, (), (), (), _where(one.place))


def _finding(one: model.Finding, logic: _Logic) -> Part:
    lines = _lines(("If true", one.if_true), ("If false", one.if_false), ("If unknown", one.if_unknown))
    window = one.window or model.Window("")
    conditions = logic.conditions(
        ("is true while", one.define),
        ("has a window while", window.applies),
        ("earliest day", window.earliest),
        ("latest day", window.latest),
        ("day it took place", window.actual),
        ("caution from", window.caution_from),
    )
    return _part("finding", one, one.title, (*lines, *_notes(one.notes)), conditions)


def _strategy(one: model.Strategy, logic: _Logic) -> Part:
    arguments = tuple(Line(argument.side.capitalize(), argument.text, argument.holds) for argument in one.arguments)
    activities = _links("Activities", tuple(f"activity:{id}" for id in one.activities))
    times = _links("Times", tuple(f"constraint:{id}" for id in one.constraints))
    lines = (*_lines(("What it is", one.summary)), *arguments, *_notes(one.notes), *activities, *times)
    conditions = logic.conditions(
        *(("needs", name) for name in one.conditions),
        ("is contraindicated while", one.barred),
        ("is preferred while", one.preferred),
    )
    return _part("strategy", one, one.title, lines, conditions)


def _regimen(one: model.Regimen, logic: _Logic) -> Part:
    lines = (
        *_lines(("Kind", one.kind), ("Drugs", ", ".join(one.drugs)), ("Cycle", f"{one.cycle_weeks} weeks")),
        *_notes(one.notes),
    )
    conditions = logic.conditions(
        ("is contraindicated while", one.contraindicated),
        ("is blocked while", one.blocked),
        ("is preferred while", one.preferred),
    )
    return _part("regimen", one, one.title, lines, conditions)


def _recommendation(one: model.Recommendation, logic: _Logic) -> Part:
    lines = (
        *_lines(("Force", str(one.direction))),
        *_links("Toward", (one.target,)),
        *_notes(one.notes),
        *_lines(("Outside the guideline", "still stands" if one.beyond_scope else "")),
    )
    return _part("recommendation", one, one.text, lines, logic.conditions(("applies while", one.condition)))


def _notice(one: model.Notice, logic: _Logic) -> Part:
    return _part(
        "notice", one, one.title, _lines(("Says", one.text)), logic.conditions(("is shown while", one.condition))
    )


def _reading(one: model.Reading) -> Part:
    options = tuple(
        Line("Option" if option.id != one.choice else "Option in force", f"{option.id}: {option.text}")
        for option in one.options
    )
    lines = (
        *_lines(("Reading", one.text), ("Asks", one.asks)),
        *options,
        *_lines(("Default", one.default or ""), ("Why", one.why)),
    )
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
        ("Type", kind),
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


def _constraint(id: str, node: Mapping) -> Part:
    said = {key: in_one_line(value) for key, value in node.items()}
    title = said.pop("text", "") or said.pop("labels", "") or id.replace("_", " ").capitalize()
    statements, readings = (_listed(node.get(key)) for key in ("statements", "readings"))
    lines = _lines(*((key.replace("_", " ").capitalize(), text) for key, text in said.items() if key not in _CITING))
    return Part("constraint", id, title, lines, (), statements, readings, _where(node.place))


def _listed(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, as the loader has checked it."""
    return tuple(item.text for item in node if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()


_CITING = ("statements", "readings")
_Sourced = model.Finding | model.Strategy | model.Regimen | model.Recommendation | model.Notice | model.Element


def _part(kind: str, one: _Sourced, title: str, lines: tuple[Line, ...], conditions: tuple[Condition, ...]) -> Part:
    """A part with every statement and reading that it or something in it names."""
    inner = [*getattr(one, "notes", ()), *getattr(one, "arguments", ())]
    statements = dict.fromkeys(id for owner in (one, *inner) for id in owner.statements)
    readings = dict.fromkeys(id for owner in (one, *inner) for id in owner.readings)
    return Part(kind, one.id, title, lines, conditions, tuple(statements), tuple(readings), _where(one.place))
