"""Does the take of an element give what the element holds? Asked before its other keys are read: which they are hangs
on the take.
"""

from __future__ import annotations

from typing import Any

from resecta.cql.types import SCALARS
from resecta.document import Mapping, Node, Problem, Scalar, quote
from resecta.guideline.gathering import Gathering
from resecta.guideline.model import Element
from resecta.guideline.schema import Record
from resecta.guideline.take_entries import KINDS_OF_TAKES


class ElementRecord(Record[Element]):
    """An element. With a take that gives a value of another type it is read as if nothing were said of how it
    follows: that the keys do not fit either is the same fault, which ``unfit`` tells.
    """

    def read(self, node: Node, gathering: Gathering, **given: Any) -> Element | None:
        """The element, or None where it is refused (the problem is noted)."""
        if isinstance(node, Mapping) and unfit(node) is not None:
            node = node.without("derive")
        return super().read(node, gathering, **given)


def unfit(node: Node) -> Problem | None:
    """The problem of an element whose take gives a value of another type; None where it fits."""
    type, name, take = (_scalar(node, *path) for path in (("type",), ("name",), ("derive", "take")))
    if type is None or name is None or take is None:
        return None
    gives = next((kind.gives for kind in KINDS_OF_TAKES if kind.name == take.text), None)
    if gives is None or gives == type.text or type.text not in SCALARS:
        return None
    return wrong_type(take, f"take: {take.text}", gives, name.text, type.text)


def _scalar(node: Node | None, *path: str) -> Scalar | None:
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node if isinstance(node, Scalar) else None


def wrong_type(node: Node, what: str, gives: str, name: str, wanted: str) -> Problem:
    """The problem of what gives a value of type ``gives`` where the element ``name`` is of type ``wanted``."""
    giving = [take.name for take in KINDS_OF_TAKES if take.gives == wanted]
    mend = f"{quote(name)} can follow by take: {', '.join([*giving, f'first or latest of a field of type {wanted}'])}"
    return node.problem(f"{what} gives a value of type {gives}, and {quote(name)} is {wanted}", mend)
