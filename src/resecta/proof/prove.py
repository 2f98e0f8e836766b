"""Properties of a guideline for every possible patient: proved, or refuted by one who is read back and replayed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

import z3

from resecta.cql import literal
from resecta.cql.values import Quantity, Value
from resecta.cql.values.decimals import STEP
from resecta.guideline import Guideline, load
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.properties import (
    Always,
    Answered,
    AtMostOne,
    ClaimVisitor,
    Distinct,
    Monotone,
    Property,
    Reachable,
    Threshold,
    Unchanged,
)
from resecta.proof.checked import PROVED, CheckedClaim, CheckedProperty, Result
from resecta.proof.distinct import distinct
from resecta.proof.monotone import monotone
from resecta.proof.patient import AnyPatient, World
from resecta.proof.reachable import reachable
from resecta.proof.record import Described, case_file, value_of, values_of
from resecta.proof.sample import patients
from resecta.proof.smallest import smallest
from resecta.proof.solving import SECONDS, NoAnswerError, Solving
from resecta.proof.terms import both, differ, some

DRAWN = 400
"""Patients drawn at random before a solver is asked."""
COUNTEREXAMPLE = "counterexample"
"""What a case that refutes a property is called."""
Holds = Callable[[Described], bool]


def prove(guideline: Guideline, properties: Iterable[Property], seconds: float = SECONDS) -> Iterator[CheckedProperty]:
    """What becomes of each property, as it is found out. ``seconds``: how long one question may take."""
    prover = Prover(guideline, seconds)
    for property in properties:
        started = time.perf_counter()
        try:
            finding = prover.visit(property.claim)
        except NoAnswerError:
            finding = CheckedClaim(Result.UNKNOWN, (f"no answer within {seconds:g} s a question",))
        yield CheckedProperty(property, finding, time.perf_counter() - started)


class Prover(ClaimVisitor[CheckedClaim]):
    """Proves the claims of one guideline, over one patient of whom nothing is known."""

    def __init__(self, guideline: Guideline, seconds: float = SECONDS) -> None:
        self.guideline = guideline
        self.seconds = seconds
        self.world = World.new()
        self.patient = AnyPatient(guideline, self.world)
        self.solving = Solving([self.patient.formulas], self.patient.possible, seconds)

    @cached_property
    def drawn(self) -> tuple[tuple[Described, Mapping[str, Value]], ...]:
        """Patients drawn at random, with the value of every definition: for what one patient settles."""
        return tuple((one, values_of(self.guideline, one)) for one in patients(self.guideline, DRAWN))

    def refuted(self, wrong: z3.BoolRef, shows: Holds, *says: str) -> CheckedClaim | None:
        """A finding with the smallest patient of whom the formula holds; None where there is none."""

        found = smallest(self.solving, self.patient, wrong, lambda one: shows(one) and self.readable(one))
        if found is None:
            return None
        case = case_file(self.guideline, found, COUNTEREXAMPLE, says[0] if says else "")
        return CheckedClaim(Result.REFUTED, says, case)

    def readable(self, patient: Described) -> bool:
        """Whether a case file can describe this patient."""
        return case_file(self.guideline, patient, COUNTEREXAMPLE, "") is not None

    def visit_always(self, claim: Always) -> CheckedClaim:
        def wrong(patient: Described) -> bool:
            return value_of(self.guideline, patient, claim.holds) is not True

        found = self.refuted(
            z3.Not(self.patient.term(claim.holds).holds), wrong, "What must always hold does not hold."
        )
        return found or PROVED

    def visit_at_most_one(self, claim: AtMostOne) -> CheckedClaim:
        formulas = self.patient.formulas
        counted = [(formulas.is_word(define, claim.answer), 1) for define in claim.of]

        def wrong(patient: Described) -> bool:
            values = values_of(self.guideline, patient)
            return sum(values[define] == claim.answer for define in claim.of) > 1

        return self.refuted(z3.PbGe(counted, 2), wrong, f"More than one is {claim.answer}.") or PROVED

    def visit_threshold(self, claim: Threshold) -> CheckedClaim:
        for value, meant in ((claim.at, claim.true_at), (_beyond(claim), not claim.true_at)):
            found = self._side(claim, value, meant)
            if found is not None:
                return found
        return PROVED

    def _side(self, claim: Threshold, value: Value, meant: bool) -> CheckedClaim | None:
        """What is wrong on one side of a threshold, where the truth is meant to be this."""
        truth, fact = self.patient.formulas.definition(claim.truth), self.patient.facts[claim.of]
        element = self.guideline.element_ids[claim.of]
        there = both(fact.known, fact.value == fact.form.number(value))
        if claim.given is not None:
            there = both(there, self.patient.term(claim.given).holds)

        def shows(patient: Described) -> bool:
            if claim.given is not None and value_of(self.guideline, patient, claim.given) is not True:
                return False
            there = patient.facts.get(element) == value
            return there and values_of(self.guideline, patient)[claim.truth] is (not meant)

        otherwise = truth.fails if meant else truth.holds
        says = f"At {claim.of} {literal(value)}, {claim.truth} is {str(not meant).lower()}."
        found = self.refuted(both(there, otherwise), shows, says)
        if found is None and self.solving.model(there, truth.holds if meant else truth.fails) is None:
            return CheckedClaim(Result.REFUTED, (f"No patient with {claim.of} {literal(value)} shows it.",))
        return found

    def visit_answered(self, claim: Answered) -> CheckedClaim:
        formulas = self.patient.formulas
        truths = [formulas.definition(name).holds for name in claim.truths]
        words = [formulas.is_word(name, word) for name, listed in claim.words.items() for word in listed]
        asked = [z3.Not(self.patient.known(id)) for id in claim.asked]

        def wrong(patient: Described) -> bool:
            values = values_of(self.guideline, patient)
            told = any(values[name] is True for name in claim.truths)
            said = any(values[name] in listed for name, listed in claim.words.items())
            return not (told or said or any(id not in patient.facts for id in claim.asked))

        says = "There is no strategy, no notice and no question for this patient."
        return self.refuted(z3.Not(some((*truths, *words, *asked))), wrong, says) or PROVED

    def visit_monotone(self, claim: Monotone) -> CheckedClaim:
        return monotone(self, claim)

    def visit_reachable(self, claim: Reachable) -> CheckedClaim:
        return reachable(self, claim)

    def visit_distinct(self, claim: Distinct) -> CheckedClaim:
        return distinct(self, claim)

    def visit_unchanged(self, claim: Unchanged) -> CheckedClaim:
        shipped = load(self.guideline.path)
        other = AnyPatient(shipped, self.world, {**self.patient.facts, ASSESSED_ON: self.patient.day})
        self.solving.consider(other.formulas)

        def changed(define: str) -> z3.BoolRef:
            return differ(self.patient.formulas.definition(define), other.formulas.definition(define))

        def wrong(patient: Described) -> bool:
            before, after = values_of(shipped, patient.seen_by(shipped)), values_of(self.guideline, patient)
            return any(literal(before[define]) != literal(after[define]) for define in claim.of)

        return (
            self.refuted(some(map(changed, claim.of)), wrong, "The overlay changes what is concluded here.") or PROVED
        )


def _beyond(claim: Threshold) -> Value:
    """The next value that can be written on the other side."""
    larger = claim.above is not claim.true_at
    sign = 1 if larger else -1
    if isinstance(claim.at, Quantity):
        return Quantity(claim.at.value + sign * STEP, claim.at.unit)
    if isinstance(claim.at, Decimal):
        return claim.at + sign * STEP
    return claim.at + sign if isinstance(claim.at, int) else None
