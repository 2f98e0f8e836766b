"""Volumes that exceed what they are a part of are refused: no share of the liver can follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.case.model import Stated
from resecta.cql.values import Quantity
from resecta.document import Collector
from resecta.guideline.takes import Share

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def check_volumes(guideline: Guideline, stated: Mapping[str, Stated], problems: Collector) -> None:
    """Note a problem for each stated part that is larger than the whole of it."""
    for element in guideline.elements.values():
        if isinstance(element.derive, Share):
            _check(element.derive, stated, problems)


def _check(take: Share, stated: Mapping[str, Stated], problems: Collector) -> None:
    part, whole = _volume(stated, take.part), _volume(stated, take.whole)
    less = None if take.less is None else _volume(stated, take.less)
    if whole is None:
        return
    unit, mend = f" {whole.unit}", "check the three volumes and their units"
    if less is not None and less.value >= whole.value:
        message = f"{take.less} {less.value}{unit} leaves nothing of {take.whole} {whole.value}{unit}"
        problems.note(stated[str(take.less)].spot.problem(message, mend))
    elif not whole.value:
        problems.note(stated[take.whole].spot.problem(f"{take.whole} is 0{unit}", "leave it out if it is not known"))
    elif part is not None and part.value > whole.value - (Decimal(0) if less is None else less.value):
        rest = "" if less is None else f" less {take.less} {less.value}{unit}"
        message = f"{take.part} {part.value}{unit} exceeds {take.whole} {whole.value}{unit}{rest}"
        problems.note(stated[take.part].spot.problem(message, mend))


def _volume(stated: Mapping[str, Stated], id: str) -> Quantity | None:
    fact = stated.get(id)
    return fact.value if fact is not None and isinstance(fact.value, Quantity) else None
