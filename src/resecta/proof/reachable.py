"""Does each conclusion come to each of its answers for some patient, and to the excepted ones for none?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import z3

from resecta.cql.values import Value
from resecta.proof.checked import PROVED, CheckedClaim, Result
from resecta.proof.conclusion import in_a_word, names_of_answers
from resecta.proof.record import Described, values_of
from resecta.proof.smallest import described
from resecta.proof.terms import Term, both, opposite, some

if TYPE_CHECKING:
    from resecta.guideline.properties import Reachable
    from resecta.proof.prove import Prover

Answer = tuple[str, Value]
"""A definition and one of its values."""


def reachable(prover: Prover, claim: Reachable) -> CheckedClaim:
    """One patient is asked for after another, each with an answer that none before had."""
    named = names_of_answers(prover.guideline)
    never = {(define, answer) for define, answers in claim.never.items() for answer in answers}
    for at in sorted(never, key=str):
        says = f"{named[at[0]]} comes to {in_a_word(at[1])}, which is said never to be."
        found = prover.refuted(_is(prover, at), partial(_has, prover, at), says)
        if found is not None:
            return found
    left = {(define, answer) for define, answers in claim.answers.items() for answer in answers} - never
    for patient, values in prover.drawn:
        reached = _reached(values, left)
        if reached and prover.readable(patient):
            left -= reached
    while left:
        model = prover.solving.model(some(_is(prover, at) for at in sorted(left, key=str)))
        if model is None:
            unmet = [f"{named[define]} never comes to {in_a_word(answer)}." for define, answer in sorted(left, key=str)]
            return CheckedClaim(Result.REFUTED, tuple(unmet))
        left -= _reached(values_of(prover.guideline, described(prover.patient, model)), left)
    return PROVED


def _reached(values: Mapping[str, Value], wanted: set[Answer]) -> set[Answer]:
    return {(define, answer) for define, answer in wanted if _same(values[define], answer)}


def _is(prover: Prover, at: Answer) -> z3.BoolRef:
    define, answer = at
    formulas = prover.patient.formulas
    term: Term = formulas.definition(define)
    if isinstance(answer, str):
        return formulas.is_word(define, answer)
    if answer is None:
        return opposite(term.known)
    return both(term.known, term.value if answer else opposite(term.value))


def _has(prover: Prover, at: Answer, patient: Described) -> bool:
    define, answer = at
    return _same(values_of(prover.guideline, patient)[define], answer)


def _same(value: Value, answer: Value) -> bool:
    return value is answer if isinstance(answer, bool | None) else value == answer
