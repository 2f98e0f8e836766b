"""Takes over other elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from resecta.guideline.takes.base import Take
from resecta.guideline.takes.visitor import TakeVisitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Take):
    """``value`` where ``element`` is known, whatever its day; also where its day is disputed."""

    name: ClassVar[str] = "done"
    gives: ClassVar[str | None] = "String"
    element: str
    value: str

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_done(self)

    @property
    def rests_on(self) -> Mapping[str, str]:
        return {"element": self.element}

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        return (("value", self.value),)
