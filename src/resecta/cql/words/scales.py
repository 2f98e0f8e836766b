"""How an order is said of what it orders: quantities lie above, counts are more than, dates come after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ComparisonOperator
from resecta.cql.types import DATE, INTEGER
from resecta.cql.values import Date
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """The words for each operator, with a place for the right side; ``denied`` where "not" and those are no English."""

    said: Mapping[ComparisonOperator, str]
    denied: Mapping[ComparisonOperator, str] = field(default_factory=dict)


_QUANTITIES = Scale(
    {
        ComparisonOperator.LESS: "below {0}",
        ComparisonOperator.LESS_OR_EQUAL: "at most {0}",
        ComparisonOperator.GREATER: "above {0}",
        ComparisonOperator.GREATER_OR_EQUAL: "at least {0}",
    }
)
_COUNTS = Scale(
    {
        ComparisonOperator.LESS: "fewer than {0}",
        ComparisonOperator.LESS_OR_EQUAL: "{0} or fewer",
        ComparisonOperator.GREATER: "more than {0}",
        ComparisonOperator.GREATER_OR_EQUAL: "at least {0}",
    }
)
_DATES = Scale(
    {
        ComparisonOperator.LESS: "before {0}",
        ComparisonOperator.LESS_OR_EQUAL: "no later than {0}",
        ComparisonOperator.GREATER: "after {0}",
        ComparisonOperator.GREATER_OR_EQUAL: "no earlier than {0}",
    },
    {
        ComparisonOperator.LESS_OR_EQUAL: "later than {0}",
        ComparisonOperator.GREATER_OR_EQUAL: "earlier than {0}",
    },
)


def scale_of(node: nodes.Comparison) -> Scale:
    """The scale that the two sides are compared on."""
    kinds = (node.left.type, node.right.type)
    values = [side.value for side in (node.left, node.right) if isinstance(side, nodes.Literal)]
    if DATE in kinds or any(isinstance(value, Date) for value in values):
        return _DATES
    if INTEGER in kinds or any(isinstance(value, int) for value in values):
        return _COUNTS
    return _QUANTITIES
