"""Is the number of a threshold one that its fact can be? Decided when the property is read, not when it is proved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from resecta.cql.values import Quantity, Value
from resecta.cql.values.units import convert
from resecta.document import Mapping, as_text, quote
from resecta.document.problem import Problem
from resecta.guideline.model import Element
from resecta.guideline.properties.claims import Threshold


def in_the_form_of(element: Element, claim: Threshold, entry: Mapping) -> Threshold | Problem:
    """The claim with its number as the fact has it (an Integer as the Decimal, a Quantity in the fact's unit), or what
    is wrong with it. ``entry``: the property as it stands in the file.
    """
    if element.type not in ("Integer", "Decimal", "Quantity"):
        message = f"{quote(element.name)} is a {element.type}, and a threshold is of a number"
        return entry["of"].problem(message, "name a fact that is a number")
    number = _number(claim.at, element)
    if number is None:
        wanted = f"a Quantity in {element.unit}" if element.type == "Quantity" else f"of type {element.type}"
        message = f"{quote(element.name)} is {wanted}, which {as_text(entry['at'])} is not"
        return entry["at"].problem(message, f"write {_example(claim.at, element)}")
    return replace(claim, at=number)


def _number(at: Value, element: Element) -> int | Decimal | Quantity | None:
    if isinstance(at, Quantity):
        return convert(at, element.unit) if element.type == "Quantity" else None
    if isinstance(at, bool) or element.type == "Quantity":
        return None
    if isinstance(at, int):
        return at if element.type == "Integer" else Decimal(at)
    return at if isinstance(at, Decimal) and element.type == "Decimal" else None


def _example(at: Value, element: Element) -> str:
    """What could stand there instead: the same number where it says one."""
    plain = at.value if isinstance(at, Quantity) else at
    number = plain if isinstance(plain, int | Decimal) and not isinstance(plain, bool) else 1
    if element.type == "Quantity":
        return f"{number} '{element.unit}'"
    return str(int(number)) if element.type == "Integer" else str(number)
