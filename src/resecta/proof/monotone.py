"""Does more knowledge ever turn what is settled? Two patients, of whom one fact more is known of the second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import z3

from resecta.cql import literal
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.properties import KnownException, Monotone
from resecta.guideline.status import Status
from resecta.proof.checked import PROVED, CheckedClaim, Result
from resecta.proof.conclusion import in_a_word, names_of_answers
from resecta.proof.patient import AnyPatient
from resecta.proof.record import Described, case_file, value_of, values_of
from resecta.proof.smallest import described, smallest
from resecta.proof.solving import Solving
from resecta.proof.terms import Term, both, either, every, opposite, some

if TYPE_CHECKING:
    from resecta.proof.prove import Prover

_OPEN = tuple(status for status in Status if status.open)
_CLOSED = tuple(status for status in Status if status.closed)


def monotone(prover: Prover, claim: Monotone) -> CheckedClaim:
    """No fact more turns anything but those of the exceptions, and each of these does."""
    question = Monotony(prover, claim)
    found = question.refuted()
    if found is not None:
        return found
    idle = [exception for exception in claim.exceptions if not question.turns(exception)]
    says = tuple(f"{exception.element} is no exception: knowing it never turns anything." for exception in idle)
    return CheckedClaim(Result.REFUTED, says) if says else PROVED


class Monotony:
    """The two patients of one claim. ``filled``: by element, that this is the fact that becomes known."""

    def __init__(self, prover: Prover, claim: Monotone) -> None:
        self.guideline = prover.guideline
        self.claim = claim
        self.named = names_of_answers(prover.guideline)
        self.before = prover.patient
        self.filled = {id: z3.Bool(f"filled {id}") for id in self.guideline.elements}
        more = {ASSESSED_ON: self.before.day}
        for id, element in self.guideline.elements.items():
            term = self.before.of(id)
            more[element.name] = Term(either(term.known, self.filled[id]), term.value, term.form)
        self.after = AnyPatient(self.guideline, prover.world, more)
        one = z3.PbEq([(fill, 1) for fill in self.filled.values()], 1)
        new = every(z3.Implies(fill, z3.Not(self.before.known(id))) for id, fill in self.filled.items())
        self.solving = Solving(
            [self.before.formulas, self.after.formulas],
            (*self.before.possible, *self.after.possible, one, new),
            prover.seconds,
        )
        self.turned = some(self._turned())

    def _turned(self) -> Iterable[z3.BoolRef]:
        for define in self.claim.truths:
            one, other = (patient.formulas.definition(define) for patient in (self.before, self.after))
            yield either(both(one.holds, opposite(other.holds)), both(one.fails, opposite(other.fails)))
        for define in self.claim.ways:
            closed = some(self.before.formulas.is_word(define, word) for word in _CLOSED)
            yield both(closed, some(self.after.formulas.is_word(define, word) for word in _OPEN))

    def refuted(self) -> CheckedClaim | None:
        """The smallest patient of whom one fact more, and no exception, turns something; None where there is none."""
        exempt = some(self._exempt(exception) for exception in self.claim.exceptions)
        after = smallest(self.solving, self.after, both(self.turned, z3.Not(exempt)), self._shows)
        if after is None:
            return None
        for before, id in self._steps(after):
            turned = self._turns(before, after)
            if turned:
                more = f"{self.guideline.elements[id].name} {literal(after.facts[id])}"
                says = tuple(f"With {more} known too, {change}." for change in turned)
                case = case_file(self.guideline, before, "counterexample", says[0])
                return CheckedClaim(Result.REFUTED, says, case)
        return None

    def turns(self, exception: KnownException) -> bool:
        """Whether an exception is one: it turns something, of some patient, replayed."""
        model = self.solving.model(self.turned, self._exempt(exception))
        if model is None:
            return False
        after = described(self.after, model)
        before = after.without(exception.element)
        return self._readable(before) and self._readable(after) and bool(self._turns(before, after))

    def _exempt(self, exception: KnownException) -> z3.BoolRef:
        """That the fact of an exception becomes known, of a patient of whom it is one."""
        fill = self.filled[exception.element]
        return fill if exception.only_if is None else both(fill, self.before.term(exception.only_if).holds)

    def _shows(self, after: Described) -> bool:
        if not self._readable(after):
            return False
        return any(self._turns(before, after) and self._readable(before) for before, _ in self._steps(after))

    def _steps(self, after: Described) -> Iterator[tuple[Described, str]]:
        """Each patient of whom one fact less is known that is no exception, with that fact."""
        exceptions: dict[str, list[KnownException]] = {}
        for exception in self.claim.exceptions:
            exceptions.setdefault(exception.element, []).append(exception)
        for id in after.facts:
            before = after.without(id)
            if not any(self._is_one(exception, before) for exception in exceptions.get(id, ())):
                yield before, id

    def _is_one(self, exception: KnownException, before: Described) -> bool:
        return exception.only_if is None or value_of(self.guideline, before, exception.only_if) is True

    def _turns(self, before: Described, after: Described) -> list[str]:
        """What one fact more turns, in words."""
        old, new = values_of(self.guideline, before), values_of(self.guideline, after)
        turned = [define for define in self.claim.truths if old[define] is not None and new[define] is not old[define]]
        turned += [define for define in self.claim.ways if old[define] in _CLOSED and new[define] in _OPEN]
        return [f"{self.named[each]} turns from {in_a_word(old[each])} to {in_a_word(new[each])}" for each in turned]

    def _readable(self, patient: Described) -> bool:
        return case_file(self.guideline, patient, "counterexample", "") is not None
