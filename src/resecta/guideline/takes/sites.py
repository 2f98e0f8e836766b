"""Takes over the sites of disease outside the liver."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, TypeVar

from resecta.guideline.takes.base import Take
from resecta.guideline.takes.visitor import TakeVisitor
from resecta.lazy_dataclass import dataclass

T = TypeVar("T")


class Disease(StrEnum):
    """What is known of disease at a site outside the liver."""

    RESECTABLE = "resectable"
    UNRESECTABLE = "unresectable"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True)
class WorstSite(Take):
    """The first word of ``order`` that a site has; ``none`` where the list is there and empty.

    A site of which nothing is recorded leaves it unknown, unless another has the first word of all.
    """

    name: ClassVar[str] = "worst site"
    gives: ClassVar[str | None] = "String"
    order: tuple[Disease, ...]
    none: str

    def accept(self, visitor: TakeVisitor[T]) -> T:
        return visitor.visit_worst_site(self)

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        return (*(("order", str(word)) for word in self.order), ("none", self.none))
