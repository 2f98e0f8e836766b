"""``properties.yaml`` of a pack and of its overlays: the file in, sound properties out, or every problem at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resecta.cql import evaluate_expression, parse_expression
from resecta.cql.core.lower import Lowering
from resecta.cql.core.nodes import Node as CoreNode
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.document import InputError, Node, Place, Problem, as_mapping, as_text, quote, read_document
from resecta.guideline.fields import Field, by, one_of, text
from resecta.guideline.gathering import Gathering
from resecta.guideline.overlay import merge
from resecta.guideline.properties.claims import (
    Always,
    Answered,
    AtMostOne,
    Claim,
    Distinct,
    KnownException,
    Monotone,
    Property,
    Reachable,
    Threshold,
    Unchanged,
)
from resecta.guideline.properties.possible import never_any, strays_of
from resecta.guideline.properties.thresholds import in_the_form_of
from resecta.guideline.schema import Kinds, Record, many
from resecta.guideline.status import ConclusionKind, Status

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

FILE = "properties.yaml"


def read_properties(guideline: Guideline, overlays: Iterable[str | os.PathLike[str]] = ()) -> tuple[Property, ...]:
    """The properties of a guideline, those of its overlays laid over them. Raises InputError with every problem.

    A guideline without the file has none.
    """
    root: Node | None = None
    for folder in (guideline.path, *map(Path, overlays)):
        if (folder / FILE).is_file():
            found = read_document(folder / FILE)
            root = found if root is None else merge(root, found, FILE)[0]
    if root is None:
        return ()
    gathering = Gathering()
    properties = _Reader(guideline).properties(root, gathering)
    gathering.problems.raise_if_any()
    return properties


class _Reader:
    """Reads the properties of one guideline: every name in them must be one of its own."""

    def __init__(self, guideline: Guideline) -> None:
        self._guideline = guideline
        library = guideline.library
        self._parameters = {name: parameter.type for name, parameter in library.parameters.items()}
        self._definitions = {name: definition.type for name, definition in library.definitions.items()}
        self._keys = {_key(kind, id): (kind, define) for kind, id, define in guideline.answers}
        self._by_kind: dict[str, list[str]] = {kind: [] for kind in ConclusionKind}
        for kind, _, define in guideline.answers:
            self._by_kind[kind].append(define)

    def properties(self, root: Node, gathering: Gathering) -> tuple[Property, ...]:
        """Every property of the file, with its place."""
        mapping = gathering.problems.read(as_mapping, root)
        if mapping is None:
            return ()
        kinds = self._kinds()
        found = [
            self._fitting(kinds.read(entry, gathering, id=id, place=mapping.keys[id].place), entry, gathering)
            for id, entry in mapping.items()
        ]
        return tuple(one for one in found if one is not None)

    def _fitting(self, property: Property | None, entry: Node, gathering: Gathering) -> Property | None:
        """The property, the number of a threshold as its fact has it; None where what it speaks of can never be."""
        if property is None:
            return None
        claim: Claim | Problem = property.claim
        if isinstance(claim, Threshold):
            element = self._guideline.elements[self._guideline.element_ids[claim.of]]
            claim = in_the_form_of(element, claim, as_mapping(entry))
        elif isinstance(claim, AtMostOne):
            claim = never_any(self._guideline, claim, as_mapping(entry)) or claim
        if isinstance(claim, Problem):
            gathering.problems.note(claim)
            return None
        return replace(property, claim=claim)

    def _kinds(self) -> Kinds[Property]:
        kind = one_of(tuple(ConclusionKind), "a kind of conclusion")
        truth, word = self._definition("Boolean"), one_of(tuple(Status), "a status")
        name = self._definition()
        return Kinds(
            "a property",
            "claim",
            always=self._record(Always, holds=by(self._truth, None).must()),
            **{"at most one": self._record(self._at_most_one, of=kind.must(), status=word.must())},
            monotone=self._record(
                self._monotone, of=many(kind).must(), but=many(self._conclusion()), exceptions=self._exceptions()
            ),
            reachable=self._record(self._reachable, never=self._never()),
            distinct=self._record(self._distinct, alike=many(many(name))),
            threshold=self._record(
                self._threshold,
                given=by(self._truth, None),
                truth=truth.must(),
                of=self._fact().must(),
                at=by(self._value, None).must(),
                true_where=one_of(("above", "at or above", "below", "at or below"), "a side of a threshold").must(),
            ),
            answered=self._record(self._answered),
            unchanged=self._record(self._unchanged, of=many(kind).must()),
        )

    def _record(self, claim: Callable[..., Claim], **fields: Field[Any]) -> Record[Any]:
        def make(
            id: str, place: Place, title: str, statements: tuple[str, ...], readings: tuple[str, ...], **given: Any
        ) -> Property:
            return Property(id, title, statements, readings, claim(**given), place)

        guideline = self._guideline
        statement = one_of(tuple(guideline.statements), "a statement of guideline.yaml")
        reading = one_of(tuple(guideline.readings), "a reading of settings.yaml")
        sources = {"statements": many(statement), "readings": many(reading)}
        return Record(make, "a property", title=text().must(), **sources, **fields)

    # ------------------------------------------------------------------ values of the fields

    def _truth(self, node: Node, gathering: Gathering) -> CoreNode | None:
        """A Boolean expression over the names of the guideline."""
        written = gathering.problems.read(as_text, node)
        if written is None:
            return None
        try:
            expression = parse_expression(written, "property", self._parameters, self._definitions)
        except InputError as error:
            for problem in error.problems:
                gathering.problems.add(node, problem.message, problem.mend)
            return None
        if expression.type != BOOLEAN:
            gathering.problems.add(node, f"this is of type {expression.type}, not Boolean", "write what must hold")
            return None
        for message, mend in strays_of(self._guideline, expression):
            gathering.problems.add(node, message, mend)
        return Lowering(self._guideline.logic.definitions).visit(expression)

    def _value(self, node: Node, gathering: Gathering) -> Value:
        written = gathering.problems.read(as_text, node)
        if written is None:
            return None
        try:
            value = evaluate_expression(parse_expression(written))
        except InputError as error:
            problem = error.problems[0]
            gathering.problems.add(node, f"{quote(written)} is not a CQL value: {problem.message}", problem.mend)
            return None
        if value is None:
            gathering.problems.add(node, f"{quote(written)} is no value", "write the value")
        return value

    def _definition(self, type: str = "") -> Field[str]:
        names = tuple(name for name, kind in self._definitions.items() if type in ("", kind.name))
        return one_of(names, f"a definition{f' of type {type}' if type else ''} of logic.cql")

    def _fact(self) -> Field[str]:
        return one_of(tuple(self._guideline.element_ids), "a fact (the name of an element)")

    def _element(self) -> Field[str]:
        return one_of(tuple(self._guideline.elements), "an element of elements.yaml")

    def _conclusion(self) -> Field[str]:
        return one_of(tuple(self._keys), "a conclusion (kind:id)")

    def _exceptions(self) -> Field[Any]:
        record = Record(
            KnownException,
            "an exception",
            element=self._element().must(),
            why=text().must(),
            only_if=by(self._truth, None),
        )
        return many(by(record.read, None))

    def _never(self) -> Field[Any]:
        def read(node: Node, gathering: Gathering) -> Mapping[str, tuple[Value, ...]] | None:
            mapping = gathering.problems.mapping(node, self._keys, "the conclusions of this guideline (kind:id)")
            if mapping is None:
                return None
            found: dict[str, tuple[Value, ...]] = {}
            for key, value in mapping.items():
                if key in self._keys:
                    kind, define = self._keys[key]
                    possible = {_word(answer): answer for answer in self._answers(kind, define)}
                    words = many(one_of(tuple(possible), f"an answer of {key}")).read(value, gathering) or ()
                    found[define] = tuple(possible[word] for word in words)
            return found

        return Field(read, {})

    # ------------------------------------------------------------------ claims

    def _at_most_one(self, of: str, status: str) -> Claim:
        return AtMostOne(tuple(self._by_kind[of]), status)

    def _monotone(self, of: tuple[str, ...], but: tuple[str, ...], exceptions: tuple[KnownException, ...]) -> Claim:
        left_out = {self._keys[key][1] for key in but}
        truths, ways = (
            tuple(
                define
                for kind in of
                for define in self._by_kind[kind]
                if define not in left_out and (self._definitions[define] == BOOLEAN) is boolean
            )
            for boolean in (True, False)
        )
        return Monotone(truths, ways, exceptions)

    def _reachable(self, never: Mapping[str, tuple[Value, ...]]) -> Claim:
        answers = {define: self._answers(kind, define) for kind, define in self._keys.values()}
        return Reachable(answers, never)

    def _answers(self, kind: str, define: str) -> tuple[Value, ...]:
        """What a conclusion can come to by its form: its rungs, or the three truths."""
        if kind == ConclusionKind.FINDING:
            return (True, False, None)
        ladder = self._guideline.ladders[define]
        answers = (*(rung.answer for rung in ladder.rungs), ladder.otherwise)
        return tuple(dict.fromkeys(answer if isinstance(answer, bool) else str(answer) for answer in answers))

    def _distinct(self, alike: tuple[tuple[str, ...], ...]) -> Claim:
        return Distinct(tuple(self._guideline.own_definitions), alike)

    def _threshold(self, given: CoreNode | None, truth: str, of: str, at: Value, true_where: str) -> Claim:
        return Threshold(given, truth, of, at, true_at="at" in true_where, above="above" in true_where)

    def _answered(self) -> Claim:
        asked = tuple(key for key in self._definitions if key.startswith("asked:"))
        waiting = (Status.UNDETERMINED,)
        words: dict[str, tuple[str, ...]] = {}
        words |= dict.fromkeys(self._by_kind[ConclusionKind.STRATEGY], (Status.PREFERRED, Status.OPTION, *waiting))
        words |= dict.fromkeys(self._by_kind[ConclusionKind.RECOMMENDATION], waiting)
        words |= dict.fromkeys(self._by_kind[ConclusionKind.REGIMEN], (Status.BLOCKED,))
        return Answered((*self._by_kind[ConclusionKind.SILENT], *asked), words, self._guideline.always_asked)

    def _unchanged(self, of: tuple[str, ...]) -> Claim:
        return Unchanged(tuple(define for kind in of for define in self._by_kind[kind]))


def _key(kind: ConclusionKind, id: str) -> str:
    return "intent" if kind is ConclusionKind.INTENT else f"{kind}:{id}"


def _word(answer: Value) -> str:
    """An answer as ``never`` writes it."""
    return answer if isinstance(answer, str) else _TRUTHS[answer is True, answer is False]


_TRUTHS = {(True, False): "true", (False, True): "false", (False, False): "unknown"}
