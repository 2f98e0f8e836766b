"""Takes over the register of lesions. An empty register says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, TypeVar

from resecta.guideline.takes.base import FieldAsked, Take
from resecta.guideline.takes.visitor import TakeVisitor
from resecta.lazy_dataclass import dataclass

T = TypeVar("T")


SEGMENTS = 8
"""Segments of a liver, by Couinaud's numbers 1 to 8."""
MOST_SITES = 999
"""More sites than a register of lesions holds."""


class LesionPlan(StrEnum):
    """What is planned for a site."""

    RESECT = "resect"
    ABLATE = "ablate"
    WATCH = "watch"
    UNTREATABLE = "untreatable"
    NONE = "none"


class Now(StrEnum):
    """What has become of a site since baseline."""

    VISIBLE = "visible"
    VANISHED = "vanished"
    NEW = "new"
    REMOVED = "removed"
    ABLATED = "ablated"


@dataclass(frozen=True, slots=True)
class RegisterTake(Take):
    """A take over the sites that are not gone (``without``: what has become of those that are)."""

    without: tuple[Now, ...]


@dataclass(frozen=True, slots=True)
class Count(RegisterTake):
    """How many sites: one that vanished from the images is still a site (reading C06)."""

    name: ClassVar[str] = "count"
    gives: ClassVar[str | None] = "Integer"

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_count(self)


@dataclass(frozen=True, slots=True)
class AnyNow(Take):
    """True where something has become of a site that is one of ``now``; never false: a register may not be complete."""

    name: ClassVar[str] = "any now"
    gives: ClassVar[str | None] = "Boolean"
    now: tuple[Now, ...]

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_any_now(self)


@dataclass(frozen=True, slots=True)
class Largest(RegisterTake):
    """The size of the largest site; nothing while the size of one is not recorded."""

    name: ClassVar[str] = "largest"
    gives: ClassVar[str | None] = "Quantity"

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_largest(self)


@dataclass(frozen=True, slots=True)
class BothLobes(RegisterTake):
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
    """True where each site, of the baseline or new, has one of ``plans``; false where one has one of ``false_if``.

    Anything else is not yet decided, or decided otherwise, and does not say that the site is not amenable: unknown.
    ``only_with``: nothing follows unless a site has this plan.
    """

    name: ClassVar[str] = "every plan"
    gives: ClassVar[str | None] = "Boolean"
    plans: tuple[LesionPlan, ...]
    false_if: tuple[LesionPlan, ...]
    only_with: LesionPlan | None

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_every_plan(self)


@dataclass(frozen=True, slots=True)
class Unfinished(Take):
    """The word of the latest of ``events`` of this episode (its field ``of``); without a word, true where one of
    ``elements`` is on record and the register still holds a site of the baseline, visible, with one of ``plans``.
    """

    name: ClassVar[str] = "unfinished"
    gives: ClassVar[str | None] = "Boolean"
    events: tuple[str, ...]
    of: str
    elements: tuple[str, ...]
    plans: tuple[LesionPlan, ...]

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_unfinished(self)

    @property
    def fields_asked(self) -> tuple[FieldAsked, ...]:
        return tuple(FieldAsked("of", activity, self.of, "Boolean") for activity in self.events)

    @property
    def rests_on(self) -> Mapping[str, str]:
        return {f"elements[{place}]": id for place, id in enumerate(self.elements)}

    @property
    def needs_episodes(self) -> bool:
        return True
