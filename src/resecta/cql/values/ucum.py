"""UCUM codes beyond the table, through a UCUM library if one is installed (``pip install resecta[units]``). Imported
only then.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resecta.cql.values.units import Unit


@cache
def _registry() -> Any:
    try:
        from ucumvert import PintUcumRegistry
    except ImportError:
        return None
    return PintUcumRegistry(non_int_type=Decimal)


def look_up(code: str) -> Unit | None:
    """The unit, or None where the library is missing, does not know the code, or the unit has an offset (as °C has)."""
    from resecta.cql.values.units import Unit

    registry = _registry()
    if registry is None:
        return None
    try:
        found = registry.from_ucum(code)
        if not hasattr(found, "to_base_units"):
            return None
        if not found._is_multiplicative:  # pint has no public word for an offset
            return None
        base = found.to_base_units()
    except Exception:  # noqa: BLE001  # the library raises errors of many families for a code it cannot read
        return None
    dimension = tuple(sorted((name.strip("[]"), int(power)) for name, power in dict(base.dimensionality).items()))
    names = {"length": "m", "mass": "g", "time": "s"}
    scale = Fraction(1000) ** dict(dimension).get("mass", 0)  # pint counts mass in kilograms, the table in grams
    renamed = tuple(sorted((names.get(name, name), power) for name, power in dimension))
    return Unit(renamed, Fraction(f"{base.magnitude:.12g}") * scale)  # the library reckons partly in floats
