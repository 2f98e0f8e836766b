"""Takes over other elements."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, TypeVar

from resecta.guideline.takes.base import Take
from resecta.guideline.takes.visitor import TakeVisitor
from resecta.lazy_dataclass import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Take):
    """``value`` where ``element`` is known, whatever its day, also where its day is disputed; or where there is one of
    ``events``, of whatever episode.
    """

    name: ClassVar[str] = "done"
    gives: ClassVar[str | None] = "String"
    element: str
    events: tuple[str, ...]
    value: str

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_done(self)

    @property
    def rests_on(self) -> Mapping[str, str]:
        return {"element": self.element}

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        return (("value", self.value),)


@dataclass(frozen=True, slots=True)
class AtLeast(Take):
    """Whether the number ``element`` is ``least`` or more."""

    name: ClassVar[str] = "at least"
    gives: ClassVar[str | None] = "Boolean"
    element: str
    least: int

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_at_least(self)

    @property
    def rests_on(self) -> Mapping[str, str]:
        return {"element": self.element}

    @property
    def types_asked(self) -> Mapping[str, str]:
        return {"element": "Integer"}


@dataclass(frozen=True, slots=True)
class Share(Take):
    """``part`` ÷ (``whole`` − ``less``, where that is known) in %: a volume of the liver (reading C01).

    A stated percentage that differs by no more than ``tolerance`` stands beside it undisputed.
    """

    name: ClassVar[str] = "share"
    gives: ClassVar[str | None] = "Quantity"
    part: str
    whole: str
    less: str | None
    tolerance: Decimal

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_share(self)

    @property
    def rests_on(self) -> Mapping[str, str]:
        named = {"part": self.part, "whole": self.whole, "less": self.less}
        return {key: id for key, id in named.items() if id is not None}

    @property
    def types_asked(self) -> Mapping[str, str]:
        return {"part": "Quantity", "whole": "Quantity", "less": "Quantity"}
