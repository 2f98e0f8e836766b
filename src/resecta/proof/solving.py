"""Asking a solver: formulas in, a model, a proof that there is none, or no answer in time out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import z3

from resecta.proof.formulas import Formulas
from resecta.proof.terms import Term
from resecta.proof.uninterpreted import UninterpretedCall

SECONDS = 30.0
"""How long one question may take before it is left unanswered."""
ENOUGH_LESSONS = 12
"""After so many wrong guesses in one question the calendar is told exactly: that costs seconds, and ends it."""


class NoAnswerError(Exception):
    """The solver could not tell in time."""


class Solving:
    """One solver over some formulas. ``patients``: the formulas whose unknown functions it must learn."""

    def __init__(
        self, patients: Sequence[Formulas], assumed: Iterable[z3.BoolRef] = (), seconds: float = SECONDS
    ) -> None:
        """``assumed`` holds in every question."""
        self._patients = list(patients)
        self._seconds = seconds
        self._solver = z3.Solver()
        self._told: dict[int, z3.BoolRef] = {}
        self._assumed = list(assumed)
        self._tell(self._assumed)
        self._uses = Uses()

    def consider(self, formulas: Formulas) -> None:
        """Take in another patient's formulas."""
        self._patients.append(formulas)

    @contextmanager
    def supposing(self, *formulas: z3.BoolRef) -> Iterator[None]:
        """Within it these hold in every question, and what one question has taught about them helps the next."""
        told, assumed = dict(self._told), list(self._assumed)
        self._solver.push()
        try:
            self._assumed += formulas
            self._tell(formulas)
            yield
        finally:
            self._solver.pop()
            self._told, self._assumed = told, assumed

    def model(self, *formulas: z3.BoolRef, about: Iterable[Term] = ()) -> z3.ModelRef | None:
        """A model in which all of them hold, true to every operation in them and in the terms it is asked ``about``;
        None where there is none. Raises NoAnswerError.
        """
        until = time.monotonic() + self._seconds
        parts = [part for term in about for part in (term.known, term.value)]
        asked = self._uses.asked(self._patients, (*self._assumed, *formulas, *parts))
        self._tell(rule for one in asked for rule in one.rough)
        lessons = 0
        while True:
            if lessons == ENOUGH_LESSONS:
                self._tell(rule for one in asked for rule in one.exact)
            left = until - time.monotonic()
            if left <= 0:
                raise NoAnswerError
            self._solver.set("timeout", max(1, int(1000 * left)))
            answer = self._solver.check(*formulas)
            if answer == z3.unsat:
                return None
            if answer == z3.unknown:
                raise NoAnswerError
            model = self._solver.model()
            learned = [lesson for one in asked if (lesson := one.lesson(model)) is not None]
            if not learned:
                return model
            self._solver.add(*learned)
            lessons += 1

    def _tell(self, rules: Iterable[z3.BoolRef]) -> None:
        """Assume these from here on, each once."""
        for rule in rules:
            if rule.get_id() not in self._told:
                self._told[rule.get_id()] = rule
                self._solver.add(rule)


class Uses:
    """Which unknown functions stand in a formula: only these need to be right for a question about it."""

    def __init__(self) -> None:
        self._functions: dict[int, tuple[z3.ExprRef, frozenset[int]]] = {}

    def asked(self, patients: Iterable[Formulas], formulas: Iterable[z3.ExprRef]) -> list[UninterpretedCall]:
        """The uses of unknown functions in the formulas."""
        there: set[int] = set()
        for formula in formulas:
            there |= self._in(formula)
        every_one = (one for patient in patients for one in patient.asked)
        return [one for one in every_one if there & _names(one)]

    def _in(self, formula: z3.ExprRef) -> frozenset[int]:
        """The ids of the applications of functions below, each node looked at once."""
        pending = [formula]
        while pending:
            node = pending[-1]
            if node.get_id() in self._functions:
                pending.pop()
                continue
            below = node.children()
            unseen = [child for child in below if child.get_id() not in self._functions]
            if unseen:
                pending.extend(unseen)
                continue
            own = frozenset((node.get_id(),)) if below and node.decl().kind() == z3.Z3_OP_UNINTERPRETED else frozenset()
            found = own.union(*(self._functions[child.get_id()][1] for child in below))
            self._functions[node.get_id()] = (node, found)
            pending.pop()
        return self._functions[formula.get_id()][1]


def _names(asked: UninterpretedCall) -> set[int]:
    """The ids of the applications that say what a function gives, and whether it gives anything."""
    return {asked.result.value.get_id(), asked.result.known.get_id()}
