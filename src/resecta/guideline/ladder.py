"""Statuses as logic: the order in which a conclusion gets its answer, as one ``case`` of the language per conclusion.

A ladder is read from the top down: the first rung that holds gives the answer. A rung that is unknown does not hold; it
says in ``unknown`` why going on is right, or a rung below it catches what is unknown. ``load`` adds each ladder to the
library under its key ("strategy:liver_first"), so that every reader of definitions reads statuses with no code of its
own. docs/decisions/statuses.md shows them as tables and is made from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from resecta.cql import Library
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.operators import ComparisonOperator, Distance, Precision
from resecta.cql.types import DATE, INTEGER
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.places import places_needed
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline import model
    from resecta.guideline.pack import Guideline

UNDECIDED_INTENT = "undetermined"

NOT_KNOWN_OUTSIDE = "whoever is not known to lie outside the guideline is assessed by it; what would tell is asked for"
NOT_KNOWN_UNFIT = "fitness that nobody has assessed closes nothing"
NOT_KNOWN_FIRST = "what is not known to come first is an option"
NOT_KNOWN_SILENT = "a silence is told once it is known to concern this patient"
NOT_KNOWN_INTENT = "an intent is named once it is known to hold"
NOT_KNOWN_ASKED = "what is asked for only in one situation is asked once that is known"


@dataclass(frozen=True, slots=True)
class Rung:
    """``answer`` where ``when`` is true and no rung above it was.

    ``waits``: the definitions whose unknown facts are told at this rung. ``asks``: the elements that it waits for.
    ``unknown``: why an unknown ``when`` may be passed over; None where it cannot be unknown, or is caught below.
    """

    answer: Status | str | bool
    when: nodes.Expression
    waits: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rungs of one conclusion, from the top down, and the answer where none holds."""

    key: str
    rungs: tuple[Rung, ...]
    otherwise: Status | str | bool

    @property
    def definition(self) -> Definition:
        """The ladder as a definition of the language."""
        items = tuple(nodes.CaseItem(rung.when, nodes.Literal(_plain(rung.answer))) for rung in self.rungs)
        otherwise = nodes.Literal(_plain(self.otherwise))
        if not items:
            return Definition(self.key, otherwise)
        return Definition(self.key, nodes.Case(None, items, otherwise))


class Stand(NamedTuple):
    """What the rungs of one answer wait for: the definitions whose unknown facts are told, and elements."""

    waits: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


def stands(ladder: Ladder) -> Mapping[object, Stand]:
    """Each answer that a rung gives, as the ladder's definition says it, with what its rungs wait for."""
    found: dict[object, Stand] = {}
    for rung in ladder.rungs:
        answer = _plain(rung.answer)
        waits, asks = found.get(answer, Stand())
        found[answer] = Stand((*waits, *rung.waits), (*asks, *rung.asks))
    return found


def answer_in_words(answer: Status | str | bool) -> str:
    """What a rung answers, as the head of a line."""
    if isinstance(answer, bool):
        return "Shown" if answer else "Not shown"
    return str(answer).replace("-", " ").capitalize()


def ladders(guideline: Guideline) -> dict[str, Ladder]:
    """Every ladder of a guideline by its key: intent, strategies, regimens, recommendations, notices, what is asked."""
    return {ladder.key: ladder for ladder in _ladders(guideline)}


MADE = ("strategy", "regimen", "recommendation", "notice", "asked", "window", "bar")
"""What stands before the first colon of the name of a definition that is made of a guideline."""


def is_made(name: str) -> bool:
    """Whether a definition of that name is made of a guideline, and so cannot be written by its author."""
    return name == "intent" or (":" in name and name.partition(":")[0] in MADE)


def with_ladders(library: Library, made: Iterable[Definition]) -> Library:
    """The library with these definitions, typed like any other, in place of those of the same names."""
    from resecta.cql.types.check import check_expression  # not needed where a guideline was found sound before

    named = {definition.name: definition for definition in made}
    definitions = {name: one for name, one in library.definitions.items() if name not in named}
    types = {name: parameter.type for name, parameter in library.parameters.items()}
    types |= {name: definition.type for name, definition in definitions.items()}
    for name, written in named.items():
        expression, _ = check_expression(written.expression, types)
        definitions[name] = replace(written, expression=expression, type=expression.type)
    return replace(library, definitions=definitions)


def made_definitions(guideline: Guideline) -> tuple[Definition, ...]:
    """What is added to a guideline's own definitions: its ladders, for each window by how much it was missed, and for
    each bar that a board may clear whether it stands whatever the board says.
    """
    windows = ((item.id, item.window) for item in guideline.findings.values())
    missed = (_missed(id, one) for id, one in windows if one is not None and one.missed_by_days is None)
    bars = (_standing(item) for item in guideline.strategies.values())
    return (
        *(ladder.definition for ladder in guideline.ladders.values()),
        *missed,
        *(bar for bar in bars if bar is not None),
    )


def _ladders(guideline: Guideline) -> Iterator[Ladder]:
    yield _intent(guideline)
    yield from (_strategy(guideline, item) for item in guideline.strategies.values())
    yield from (_regimen(guideline, item) for item in guideline.regimens.values())
    yield from (_recommendation(guideline, item) for item in guideline.recommendations.values())
    yield from (_notice(guideline, item) for item in guideline.notices.values())
    for place, item in enumerate(guideline.asked_while):
        asked = () if item.condition is None else (Rung(True, _ref(item.condition), unknown=NOT_KNOWN_ASKED),)
        key = asked_key(item, place)
        yield Ladder(key, (_outside(guideline, answer=False), *asked), otherwise=item.condition is None)


def asked_key(item: model.AskedWhile, place: int) -> str:
    """The key of the ladder that tells whether an element is asked for; ``place`` among all that may be."""
    return f"asked:{place}:{item.element}"


def _outside(guideline: Guideline, answer: Status | str | bool) -> Rung:
    return Rung(answer, _ref(guideline.scope), unknown=NOT_KNOWN_OUTSIDE)


def _intent(guideline: Guideline) -> Ladder:
    rungs = (Rung(item.value, _ref(item.condition), unknown=NOT_KNOWN_INTENT) for item in guideline.intents)
    return Ladder("intent", (_outside(guideline, UNDECIDED_INTENT), *rungs), UNDECIDED_INTENT)


def _strategy(guideline: Guideline, item: model.Strategy) -> Ladder:
    met = _all(item.conditions)
    settled = met if item.barred is None else nodes.And(met, nodes.Not(_ref(item.barred)))
    waits = item.conditions if item.barred is None else (*item.conditions, item.barred)
    rungs = [_outside(guideline, Status.CONDITION_NOT_MET)]
    if item.barred is not None:
        rungs.append(Rung(Status.CONTRAINDICATED, _ref(item.barred)))
    rungs.append(Rung(Status.CONDITION_NOT_MET, nodes.Not(met)))
    if item.operation:
        rungs.append(Rung(Status.CONDITION_NOT_MET, _ref(guideline.unfit), unknown=NOT_KNOWN_UNFIT))
    rungs.append(Rung(Status.UNDETERMINED, nodes.IsNull(settled), waits))
    if item.preferred is not None:
        rungs.append(Rung(Status.PREFERRED, _first(guideline, item, item.preferred), unknown=NOT_KNOWN_FIRST))
    return Ladder(f"strategy:{item.id}", tuple(rungs), Status.OPTION)


def _first(guideline: Guideline, item: model.Strategy, preferred: str) -> nodes.Expression:
    """What puts a strategy first: no operation while fitness is in question."""
    if not item.operation:
        return _ref(preferred)
    return nodes.And(_ref(preferred), nodes.IsTrue(_ref(guideline.cap), negated=True))


def _regimen(guideline: Guideline, item: model.Regimen) -> Ladder:
    rungs = [_outside(guideline, Status.CONDITION_NOT_MET)]
    open_: list[nodes.Expression] = []
    if item.contraindicated is not None:
        rungs.append(Rung(Status.CONTRAINDICATED, _ref(item.contraindicated)))
        open_.append(nodes.Not(_ref(item.contraindicated)))
    if item.conditions:
        rungs.append(Rung(Status.CONDITION_NOT_MET, nodes.Not(_all(item.conditions))))
        open_.append(_all(item.conditions))
    if item.blocked is not None:
        rungs.append(Rung(Status.BLOCKED, _ref(item.blocked), asks=item.waits_for))
        open_.append(nodes.Not(_ref(item.blocked)))
    if open_:
        named = (item.contraindicated, *item.conditions, item.blocked)
        waits = tuple(name for name in named if name is not None)
        rungs.append(Rung(Status.UNDETERMINED, nodes.IsNull(reduce(nodes.And, open_)), waits))
    if item.preferred is not None:
        rungs.append(Rung(Status.PREFERRED, _ref(item.preferred), unknown=NOT_KNOWN_FIRST))
    return Ladder(f"regimen:{item.id}", tuple(rungs), Status.OPTION)


def _recommendation(guideline: Guideline, item: model.Recommendation) -> Ladder:
    outside = () if item.beyond_scope else (_outside(guideline, Status.NOT_APPLICABLE),)
    held = _ref(item.condition)
    unsaid = tuple(dict.fromkeys(places_needed(item.text)))
    unspoken = () if not unsaid else (_unspoken(guideline, held, unsaid),)
    rungs = (
        *unspoken,
        Rung(Status.APPLIES, held),
        Rung(Status.NOT_APPLICABLE, nodes.Not(held)),
        Rung(Status.UNDETERMINED, nodes.IsNull(held), (item.condition,)),
    )
    return Ladder(f"recommendation:{item.id}", (*outside, *rungs), Status.UNDETERMINED)


def _unspoken(guideline: Guideline, held: nodes.Expression, places: tuple[str, ...]) -> Rung:
    """A sentence that applies and lacks the value of one of its places cannot be said."""
    tests: list[nodes.Expression] = [nodes.IsNull(_value(guideline, place)) for place in places]
    absent = reduce(nodes.Or, tests)
    return Rung(Status.UNDETERMINED, nodes.And(held, absent), places)


def _value(guideline: Guideline, name: str) -> nodes.Expression:
    return _ref(name) if name in guideline.library.definitions else nodes.ParameterReference(name)


def _notice(guideline: Guideline, item: model.Notice) -> Ladder:
    outside = () if item.beyond_scope else (_outside(guideline, answer=False),)
    held = Rung(True, _ref(item.condition), unknown=NOT_KNOWN_SILENT)
    return Ladder(f"notice:{item.id}", (*outside, held), otherwise=False)


def _all(names: tuple[str, ...]) -> nodes.Expression:
    return reduce(nodes.And, map(_ref, names))


def _ref(name: str) -> nodes.Expression:
    return nodes.DefinitionReference(name)


def _plain(answer: Status | str | bool) -> str | bool:
    return answer if isinstance(answer, bool) else str(answer)


def missed_by(finding: str) -> str:
    """The name of the definition that says by how many days a finding's window was missed."""
    return f"window:{finding}:missed by days"


def _missed(finding: str, window: model.Window) -> Definition:
    """0 inside, negative before the earliest day, positive after the latest; nothing done and the window past: counted
    to the day of assessment; nothing done and not past: null.
    """
    day = nodes.ParameterReference(ASSESSED_ON)
    actual = nodes.As(nodes.Null(), DATE) if window.actual is None else _ref(window.actual)
    inside: nodes.Expression = nodes.Literal(0)
    overdue: nodes.Expression = nodes.As(nodes.Null(), INTEGER)
    if window.latest is not None:
        latest = _ref(window.latest)
        late = nodes.Comparison(ComparisonOperator.GREATER, actual, latest)
        inside = nodes.If(late, _days(latest, actual), inside)
        past = nodes.Comparison(ComparisonOperator.GREATER, day, latest)
        overdue = nodes.If(past, _days(latest, day), overdue)
    if window.earliest is not None:
        earliest = _ref(window.earliest)
        early = nodes.Comparison(ComparisonOperator.LESS, actual, earliest)
        inside = nodes.If(early, _days(earliest, actual), inside)
    counted = nodes.If(nodes.IsNull(actual), overdue, inside)
    return Definition(missed_by(finding), counted)


def standing_bar(strategy: str) -> str:
    """The name of the definition that says whether a strategy is barred by what no board may clear."""
    return f"bar:{strategy}:stands"


def _standing(item: model.Strategy) -> Definition | None:
    if item.barred is None or item.pending is None:
        return None
    return Definition(standing_bar(item.id), nodes.And(_ref(item.barred), nodes.Not(_ref(item.pending))))


def _days(start: nodes.Expression, end: nodes.Expression) -> nodes.Expression:
    return nodes.DateDistance(Distance.DIFFERENCE, Precision.DAY, start, end)
