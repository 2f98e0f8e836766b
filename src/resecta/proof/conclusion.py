"""One conclusion by its id, and what it means that it is open or not settled."""

from __future__ import annotations

import z3

from resecta.cql.values import Value
from resecta.document import InputError, Place, Problem, did_you_mean, quote
from resecta.guideline import Guideline
from resecta.guideline.status import WAITING, ConclusionKind, Status
from resecta.lazy_dataclass import dataclass
from resecta.proof.patient import AnyPatient
from resecta.proof.record import Described, values_of
from resecta.proof.terms import opposite, some
from resecta.proof.uninterpreted import has_value

_FIRST = (
    ConclusionKind.STRATEGY,
    ConclusionKind.RECOMMENDATION,
    ConclusionKind.FINDING,
    ConclusionKind.REGIMEN,
    ConclusionKind.SILENT,
)
"""Which kind is meant where several have the id."""


def in_a_word(answer: Value) -> str:
    """An answer as ``properties.yaml`` writes it: a status, true, false or unknown."""
    return {True: "true", False: "false", None: "unknown"}[answer] if isinstance(answer, bool | None) else str(answer)


def names_of_answers(guideline: Guideline) -> dict[str, str]:
    """What ``properties.yaml`` calls the conclusion of each definition (``finding:resectable``)."""
    return {
        define: "intent" if kind is ConclusionKind.INTENT else f"{kind}:{id}" for kind, id, define in guideline.answers
    }


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion of a guideline, with the definition that decides it."""

    kind: ConclusionKind
    id: str
    define: str

    @classmethod
    def named(cls, guideline: Guideline, name: str) -> Conclusion:
        """The conclusion of that id, or ``kind:id``. Raises InputError where there is none."""
        known = [cls(kind, id, define) for kind, id, define in guideline.answers if kind is not ConclusionKind.INTENT]
        kind, _, id = name.rpartition(":")
        meant = [one for one in known if one.id == id and kind in ("", one.kind)]
        if not meant:
            mend = did_you_mean(id, [one.id for one in known]) or "resecta guideline show names them all"
            raise InputError([Problem(Place("explain"), f"there is no conclusion {quote(name)}", mend)])
        return min(meant, key=lambda one: _FIRST.index(one.kind))

    def answer(self, guideline: Guideline, patient: Described) -> Value:
        """What it comes to for a patient, by the interpreter."""
        return values_of(guideline, patient)[self.define]

    def is_open(self, answer: Value) -> bool:
        """Whether an answer is one that a board may follow: an open status, a true finding."""
        return Status(answer).open if isinstance(answer, str) else answer is True

    def is_settled(self, answer: Value) -> bool:
        """Whether an answer waits for nothing more."""
        return answer not in WAITING if isinstance(answer, str) else answer is not None

    def open_in(self, patient: AnyPatient) -> z3.BoolRef:
        """That it is open for a patient of the solver."""
        term = patient.formulas.definition(self.define)
        return some(has_value(term, answer) for answer in self._answers(patient) if self.is_open(answer))

    def settled_in(self, patient: AnyPatient) -> z3.BoolRef:
        """That it is settled for a patient of the solver."""
        term = patient.formulas.definition(self.define)
        waits = (has_value(term, answer) for answer in self._answers(patient) if not self.is_settled(answer))
        return opposite(some(waits))

    def has_in(self, patient: AnyPatient, answer: Value) -> z3.BoolRef:
        """That it comes to this answer for a patient of the solver."""
        return has_value(patient.formulas.definition(self.define), answer)

    def _answers(self, patient: AnyPatient) -> tuple[Value, ...]:
        if self.kind in (ConclusionKind.FINDING, ConclusionKind.SILENT):
            return (True, False, None)
        ladder = patient.guideline.ladders[self.define]
        return tuple(dict.fromkeys((*(rung.answer for rung in ladder.rungs), ladder.otherwise)))
