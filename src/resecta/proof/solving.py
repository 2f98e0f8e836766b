"""Asking a solver: formulas in, a model, a proof that there is none, or no answer in time out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import z3

from resecta.proof.formulas import Formulas

SECONDS = 30.0
"""How long one question may take before it is left unanswered."""


class NoAnswerError(Exception):
    """The solver could not tell in time."""


class Solving:
    """One solver over some formulas. ``patients``: the formulas whose unknown functions it must learn."""

    def __init__(
        self, patients: Sequence[Formulas], assumed: Iterable[z3.BoolRef] = (), seconds: float = SECONDS
    ) -> None:
        """``assumed`` holds in every question."""
        self._patients = patients
        self._seconds = seconds
        self._solver = z3.Solver()
        self._solver.add(*assumed)
        self._sides: set[int] = set()

    def add(self, *formulas: z3.BoolRef) -> None:
        """Assume something more from here on."""
        self._solver.add(*formulas)

    def model(self, *formulas: z3.BoolRef) -> z3.ModelRef | None:
        """A model in which all of them hold, true to every operation; None where there is none.

        Raises NoAnswerError.
        """
        until = time.monotonic() + self._seconds
        self._add_sides()
        while True:
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
            lemmas = [lemma for patient in self._patients for lemma in patient.lemmas(model)]
            if not lemmas:
                return model
            self._solver.add(*lemmas)

    def _add_sides(self) -> None:
        """The calendar's own rules, for the days that have been met since the last question."""
        sides = [formula for patient in self._patients for formula in patient.side]
        self._solver.add(*(formula for formula in sides if formula.get_id() not in self._sides))
        self._sides.update(formula.get_id() for formula in sides)
