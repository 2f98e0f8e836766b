"""The kinds of claim that a property can make, and the visitor that reads them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Generic, TypeVar

from resecta.cql.core.nodes import Node
from resecta.cql.values import Value
from resecta.document.problem import Place
from resecta.lazy_dataclass import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a property says of every possible patient."""

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        """Call the visitor's method for this claim."""
        raise NotImplementedError(type(self).__name__)


@dataclass(frozen=True, slots=True)
class Always(Claim):
    """``holds`` is true, neither false nor unknown, of every patient."""

    holds: Node

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_always(self)


@dataclass(frozen=True, slots=True)
class AtMostOne(Claim):
    """No patient has two of these definitions at ``answer``."""

    of: tuple[str, ...]
    answer: str

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_at_most_one(self)


@dataclass(frozen=True, slots=True)
class KnownException:
    """An element that may turn a conclusion once it is known, and why; ``only_if``: of which patients alone."""

    element: str
    why: str
    only_if: Node | None


@dataclass(frozen=True, slots=True)
class Monotone(Claim):
    """A fact that becomes known leaves each of the ``truths`` that is known what it is, and opens none of the ``ways``
    that is closed; but for ``exceptions``, of which each does otherwise for some patient.
    """

    truths: tuple[str, ...]
    ways: tuple[str, ...]
    exceptions: tuple[KnownException, ...]

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_monotone(self)


@dataclass(frozen=True, slots=True)
class Reachable(Claim):
    """Each definition has each of its ``answers`` for some patient; those of ``never`` for none."""

    answers: Mapping[str, tuple[Value, ...]]
    never: Mapping[str, tuple[Value, ...]]

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_reachable(self)


@dataclass(frozen=True, slots=True)
class Distinct(Claim):
    """Any two of these definitions differ for some patient, but for the groups of those that are ``alike``."""

    of: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_distinct(self)


@dataclass(frozen=True, slots=True)
class Threshold(Claim):
    """Where ``of`` is exactly ``at``, ``truth`` is ``true_at`` or unknown; at the next value that can be written on the
    other side it is the opposite or unknown. Each is met by some patient. ``above``: it is true of larger values;
    ``given``: of which patients alone (None: all).
    """

    given: Node | None
    truth: str
    of: str
    at: Value
    true_at: bool
    above: bool

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_threshold(self)


@dataclass(frozen=True, slots=True)
class Answered(Claim):
    """Every patient has one of ``truths`` true, one of the texts of ``words``, or one of ``asked`` unknown."""

    truths: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    asked: tuple[str, ...]

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_answered(self)


@dataclass(frozen=True, slots=True)
class Unchanged(Claim):
    """Each of these definitions is for every patient what it is without the overlays."""

    of: tuple[str, ...]

    def accept(self, visitor: ClaimVisitor[T]) -> T:
        return visitor.visit_unchanged(self)


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that must hold of a guideline, in words and as a claim."""

    id: str
    title: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    claim: Claim
    place: Place


class ClaimVisitor(ABC, Generic[T]):
    """The base of whoever does something with claims: one method per kind."""

    def visit(self, claim: Claim) -> T:
        """What is made of the claim."""
        return claim.accept(self)

    @abstractmethod
    def visit_always(self, claim: Always) -> T: ...

    @abstractmethod
    def visit_at_most_one(self, claim: AtMostOne) -> T: ...

    @abstractmethod
    def visit_monotone(self, claim: Monotone) -> T: ...

    @abstractmethod
    def visit_reachable(self, claim: Reachable) -> T: ...

    @abstractmethod
    def visit_distinct(self, claim: Distinct) -> T: ...

    @abstractmethod
    def visit_threshold(self, claim: Threshold) -> T: ...

    @abstractmethod
    def visit_answered(self, claim: Answered) -> T: ...

    @abstractmethod
    def visit_unchanged(self, claim: Unchanged) -> T: ...
