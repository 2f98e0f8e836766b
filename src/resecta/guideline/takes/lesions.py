"""Takes over the register of lesions. An empty register says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeVar

from resecta.guideline.takes.base import Take
from resecta.guideline.takes.visitor import TakeVisitor

T = TypeVar("T")


class Plan(StrEnum):
    """What is planned for a site."""

    RESECT = "resect"
    ABLATE = "ablate"
    NONE = "none"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Count(Take):
    """How many sites: one that vanished from the images is still a site (readings.md, C06)."""

    name: ClassVar[str] = "count"
    gives: ClassVar[str | None] = "Integer"

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_count(self)


@dataclass(frozen=True, slots=True)
class Largest(Take):
    """The size of the largest site; nothing while the size of one is not recorded."""

    name: ClassVar[str] = "largest"
    gives: ClassVar[str | None] = "Quantity"

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_largest(self)


@dataclass(frozen=True, slots=True)
class BothLobes(Take):
    """Whether sites lie on either side: in a segment of ``left`` and in one of ``right`` (Couinaud's numbers).

    True once both are touched; false only where the segments of every site are recorded.
    """

    name: ClassVar[str] = "both lobes"
    gives: ClassVar[str | None] = "Boolean"
    left: tuple[int, ...]
    right: tuple[int, ...]

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_both_lobes(self)


@dataclass(frozen=True, slots=True)
class EveryPlan(Take):
    """Whether each original site has one of ``plans``; nothing while the plan of one is not recorded."""

    name: ClassVar[str] = "every plan"
    gives: ClassVar[str | None] = "Boolean"
    plans: tuple[Plan, ...]

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_every_plan(self)
