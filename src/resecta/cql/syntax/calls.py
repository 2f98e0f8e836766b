"""What can be called by name, how many arguments it takes, and the node it becomes."""

from __future__ import annotations

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ArithmeticOperator, Function
from resecta.cql.types import SCALARS
from resecta.cql.types.functions import SIGNATURES
from resecta.document.nodes import Spot
from resecta.lazy_dataclass import dataclass

_ARITIES = {
    **{function.value: (signature.counts[0], signature.counts[-1]) for function, signature in SIGNATURES.items()},
    "Power": (2, 2),
    "Coalesce": (2, 5),
    "IsNull": (1, 1),
    "IsTrue": (1, 1),
    "IsFalse": (1, 1),
    "Date": (1, 3),
    **{f"To{name}": (1, 1) for name in SCALARS},
}
_CLOCK = ("Today", "Now", "TimeOfDay")


@dataclass(frozen=True, slots=True)
class CallFault:
    """Why a call cannot be made."""

    message: str
    mend: str


def call(name: str, arguments: tuple[nodes.Expression, ...], spot: Spot) -> nodes.Expression | CallFault:
    """The node for a call of this name."""
    if name in _CLOCK:
        why = "would read the clock: the same case must get the same answer on any day"
        return CallFault(f"{name}() {why}", 'compare with the parameter "Assessed on"')
    if name not in _ARITIES:
        return CallFault(f"{name} is not a function of guidelines", _nearest(name))
    least, most = _ARITIES[name]
    if not least <= len(arguments) <= most:
        takes = f"{least}" if least == most else f"{least} to {most}"
        return CallFault(
            f"{name} takes {takes} argument{'s' if most > 1 else ''}, not {len(arguments)}", f"give {takes}"
        )
    return _node(name, arguments, spot)


def _node(name: str, arguments: tuple[nodes.Expression, ...], spot: Spot) -> nodes.Expression:
    match name:
        case "Power":
            return nodes.Arithmetic(ArithmeticOperator.POWER, *arguments, spot=spot)
        case "Coalesce":
            return nodes.Coalesce(arguments, spot=spot)
        case "IsNull":
            return nodes.IsNull(arguments[0], spot=spot)
        case "IsTrue":
            return nodes.IsTrue(arguments[0], spot=spot)
        case "IsFalse":
            return nodes.IsFalse(arguments[0], spot=spot)
        case "Date":
            return nodes.DateOf(arguments, spot=spot)
        case _ if name.startswith("To"):
            return nodes.Convert(arguments[0], SCALARS[name[2:]], spot=spot)
    return nodes.Call(Function(name), arguments, spot=spot)


def _nearest(name: str) -> str:
    from difflib import get_close_matches  # only a text with a fault pays for this import

    near = get_close_matches(name, _ARITIES, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"the functions are {', '.join(sorted(_ARITIES))}"
