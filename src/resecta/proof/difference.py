"""Two guidelines held against one another: for whom does which conclusion change, and for nobody else?

Both see the same patient. Each change (this conclusion, from this answer to that) is shown on one patient; that there
is no other change is proved.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import z3

from resecta.cql.values import Value
from resecta.guideline import Guideline
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass
from resecta.proof.affected import CommonTrait, Region, region
from resecta.proof.checked import Result
from resecta.proof.conclusion import in_a_word
from resecta.proof.edited import edited
from resecta.proof.patient import AnyPatient, World
from resecta.proof.record import Described, case_file, values_of
from resecta.proof.sample import patients
from resecta.proof.smallest import DAY, described, fewer, rounder
from resecta.proof.solving import SECONDS, NoAnswerError, Solving
from resecta.proof.terms import Term, both, differ, is_false, opposite, some
from resecta.proof.uninterpreted import has_value

DRAWN = 250
"""Patients drawn among those affected before a solver is asked for more."""
At = tuple[ConclusionKind, str, Value, Value]
"""A conclusion by kind and id, what it was, and what it becomes."""
NOBODY = Region((), exactly=False)
"""Where no conclusion changes, and as long as nobody is found for whom one does."""
EXAMPLE = "example"
"""What the case of a change is called."""


@dataclass(frozen=True, slots=True)
class WitnessedChange:
    """A conclusion that comes out otherwise, and a case file of a patient for whom it does."""

    kind: ConclusionKind
    id: str
    before: Value
    after: Value
    case: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change between two guidelines. ``result``: proved where there is no other, else unknown.

    ``who``: what holds of everybody for whom anything changes; ``exactly``: of nobody else. ``only``: conclusions that
    one of the two does not have.
    """

    changes: tuple[WitnessedChange, ...]
    result: Result
    who: tuple[CommonTrait, ...]
    exactly: bool
    only: tuple[tuple[str, str], ...]


def difference(old: Guideline, new: Guideline, seconds: float = SECONDS) -> Difference:
    """What changes from one guideline to the other. ``seconds``: how long one question may take."""
    return GuidelinePair(old, new, seconds).difference()


class GuidelinePair:
    """Two guidelines over one patient."""

    def __init__(self, old: Guideline, new: Guideline, seconds: float = SECONDS) -> None:
        self.old, self.new = old, new
        world = World.new()
        self.before = AnyPatient(old, world)
        self.after = AnyPatient(new, world, _shared(self.before, new))
        self.solving = Solving(
            [self.before.formulas, self.after.formulas], (*self.before.possible, *self.after.possible), seconds
        )

    @cached_property
    def parted(self) -> z3.BoolRef:
        """That the two part at all; where they do not, no conclusion changes."""
        renamed = (formula for row, formula in self.changed.items() if self.rows[row][0] != self.rows[row][1])
        names = edited(self.old, self.new, [new for _, new in self.rows.values()])
        pairs = ((self.before.formulas.definition(one), self.after.formulas.definition(one)) for one in names)
        return some((*renamed, *(differ(one, other) for one, other in pairs)))

    @cached_property
    def changed(self) -> Mapping[tuple[ConclusionKind, str], z3.BoolRef]:
        """That a conclusion changes, of each that is not the same formula on both sides."""
        formulas = {row: differ(*self._terms(row)) for row in self.rows}
        return {row: formula for row, formula in formulas.items() if not is_false(formula)}

    @cached_property
    def rows(self) -> Mapping[tuple[ConclusionKind, str], tuple[str, str]]:
        """Kind and id of every conclusion that both have, with the definition of each side."""
        defines = {(kind, id): define for kind, id, define in self.new.answers}
        return {
            (kind, id): (define, defines[kind, id]) for kind, id, define in self.old.answers if (kind, id) in defines
        }

    def difference(self) -> Difference:
        """Patients drawn among those affected show many changes; the solver finds the others, or that there is none."""
        changes: dict[At, WitnessedChange] = {}
        affected = NOBODY
        result = Result.PROVED
        try:
            affected = region(self.solving, self.before, self.parted, some(self.changed.values()))
            with self.solving.supposing(self.parted):
                for found in itertools.chain(self._drawn(affected), self._asked_for(changes)):
                    self._keep(found, changes)
            affected = affected if changes else NOBODY
        except NoAnswerError:
            result = Result.UNKNOWN
        order = {row: place for place, row in enumerate(self.rows)}
        told = sorted(changes.values(), key=lambda one: order[one.kind, one.id])
        return Difference(tuple(told), result, affected.conditions, affected.exactly, tuple(self._only()))

    def _keep(self, found: Described, changes: dict[At, WitnessedChange]) -> None:
        """Keep each change that a patient is the first to show, on a patient made as small as can be."""
        while True:
            new = [at for at in self._changes_of(found) if at not in changes]
            if not new:
                return
            small = self._small(found, new[0])
            if small is None:
                return
            changes.update((at, self._change(at, small)) for at in self._changes_of(small) if at not in changes)

    def _drawn(self, affected: Region) -> Iterator[Described]:
        """Patients drawn at random, each with what holds of everybody affected."""
        if not affected.conditions:
            return
        chance = random.Random(0)  # noqa: S311 - a search, no secret
        for one in patients(self.old, DRAWN):
            facts = dict(one.facts)
            for condition in affected.conditions:
                if condition.values:
                    facts[condition.element] = chance.choice(condition.values)
            yield Described({id: value for id, value in facts.items() if value is not None}, one.day)

    def _asked_for(self, known: Mapping[At, WitnessedChange]) -> Iterator[Described]:
        """Patients of the solver, each with a change that is not ``known`` when it is asked for: conclusion by
        conclusion, for a question about one is far smaller than one about any.
        """
        for row in self.changed:
            passed_over: list[z3.BoolRef] = []
            while True:
                left = self._unlike(row, [at[2:] for at in known if at[:2] == row])
                model = self._model(left, *passed_over)
                if model is None:
                    break
                before = len(known)
                yield described(self.before, model, self.after)
                if len(known) == before:
                    passed_over.append(opposite(self.before.is_in(model)))

    def _model(self, *wanted: z3.BoolRef) -> z3.ModelRef | None:
        """A model of those that part, on the usual day if there is one."""
        model = self.solving.model(*wanted)
        if model is None:
            return None
        on_the_day = self.solving.model(*wanted, self.before.day.value == DAY.toordinal())
        return model if on_the_day is None else on_the_day

    def _unlike(self, row: tuple[ConclusionKind, str], known: Iterable[tuple[Value, Value]]) -> z3.BoolRef:
        """That a conclusion changes, and in none of the ways that are known."""
        old, new = self._terms(row)
        shown = some(both(has_value(old, one), has_value(new, other)) for one, other in known)
        return both(self.changed[row], opposite(shown))

    def _terms(self, row: tuple[ConclusionKind, str]) -> tuple[Term, Term]:
        old, new = self.rows[row]
        return self.before.formulas.definition(old), self.after.formulas.definition(new)

    def _changes_of(self, patient: Described) -> list[At]:
        """What changes for one patient, by the interpreter."""
        before, after = (
            values_of(self.old, _seen_by(self.old, patient)),
            values_of(self.new, _seen_by(self.new, patient)),
        )
        found = [(kind, id, before[old], after[new]) for (kind, id), (old, new) in self.rows.items()]
        return [at for at in found if at[2] is not at[3] and at[2] != at[3]]

    def _readable(self, patient: Described) -> bool:
        sides = (self.old, self.new)
        return all(case_file(side, _seen_by(side, patient), EXAMPLE, "") is not None for side in sides)

    def _small(self, found: Described, change: At) -> Described | None:
        """The patient with no more than shows the change; None where no case file can describe them."""

        def shows(patient: Described) -> bool:
            return change in self._changes_of(patient)

        small = rounder(fewer(found, shows), shows)
        if self._readable(small):
            return small
        if not self._readable(found):
            return None
        return fewer(found, lambda patient: shows(patient) and self._readable(patient))

    def _change(self, at: At, patient: Described) -> WitnessedChange:
        kind, id, before, after = at
        title = f"{id}: {in_a_word(before)} becomes {in_a_word(after)}"
        side = self.new if set(patient.facts) <= set(self.new.elements) else self.old
        case = case_file(side, _seen_by(side, patient), EXAMPLE, title)
        return WitnessedChange(kind, id, before, after, case or {})

    def _only(self) -> Iterator[tuple[str, str]]:
        """Conclusions that one side does not have, with the word for that side."""
        for word, one, other in (("old", self.old, self.new), ("new", self.new, self.old)):
            there = {(kind, id) for kind, id, _ in other.answers}
            yield from ((word, f"{kind}:{id}") for kind, id, _ in one.answers if (kind, id) not in there)


def as_data(found: Difference) -> dict[str, Any]:
    """As ``resecta guideline diff --json`` prints it."""
    return {
        "result": str(found.result),
        "changes": [
            {"kind": str(one.kind), "id": one.id, "from": one.before, "to": one.after, "case": one.case}
            for one in found.changes
        ],
        "who": [{"element": one.element, "text": one.text} for one in found.who],
        "exactly": found.exactly,
        "only": [{"in": side, "id": id} for side, id in found.only],
    }


def _shared(patient: AnyPatient, guideline: Guideline) -> dict[str, Term]:
    """The facts that another guideline has too, written alike."""
    shared = {ASSESSED_ON: patient.day}
    for element in guideline.elements.values():
        term = patient.facts.get(element.name)
        if term is not None and term.form.key == patient.form_of(element).key:
            shared[element.name] = term
    return shared


def _seen_by(guideline: Guideline, patient: Described) -> Described:
    """What a guideline asks of the patient."""
    facts = {id: value for id, value in patient.facts.items() if id in guideline.elements}
    return Described(facts, patient.day)
