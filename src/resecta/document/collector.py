"""All problems of a file at once: whoever mends it should have to run the command once, not ten times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from resecta.document import nodes
from resecta.document.nearest import nearest
from resecta.document.nodes import Node
from resecta.document.problem import MOST_SHOWN, InputError, Problem
from resecta.document.quote import quote
from resecta.document.typed import as_mapping

T = TypeVar("T")
MOST_LISTED = 14
"""Known keys that a mend names; of more, the reader asks the documentation."""


class Collector:
    """Gathers problems while reading goes on, and raises them together at the end."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self.problems)

    def add(self, node: Node, message: str, mend: str) -> None:
        """Note a problem with this node."""
        self.problems.append(node.problem(message, mend))

    def note(self, problem: Problem) -> None:
        """Note a problem that is already worded."""
        self.problems.append(problem)

    def read(self, reader: Callable[[Node], T], node: Node) -> T | None:
        """What ``reader`` makes of the node, or None once its problems are noted."""
        try:
            return reader(node)
        except InputError as error:
            self.problems.extend(error.problems)
            return None

    def mapping(
        self,
        node: Node,
        known: Iterable[str],
        what: str,
        required: Iterable[str] = (),
        moved: Mapping[str, str] | None = None,
    ) -> nodes.Mapping | None:
        """The node as a mapping with no key outside ``known`` and none of ``required`` missing. A key that is meant by
        a misspelt one is not missing as well.

        ``what`` names the thing in messages ("event"); ``moved`` holds mends for keys that people are known to try.
        """
        mapping = self.read(as_mapping, node)
        if mapping is None:
            return None
        allowed, wanted = list(known), list(required)
        if all(key in allowed for key in mapping) and all(key in mapping for key in wanted):  # nearly always
            return mapping
        meant = meant_keys(mapping, allowed, wanted)
        for key, other in meant.items():
            mend = (moved or {}).get(key) or (f"did you mean {other}?" if other is not None else listing(allowed))
            self.add(mapping.keys[key], f"{quote(key)} is not a key of {what}", mend)
        missing = [key for key in wanted if key not in mapping and key not in meant.values()]
        if missing:
            keys = ", ".join(map(quote, missing))
            mend = f"add {', '.join(f'{key}: …' for key in missing)}"
            self.add(mapping, f"{what} lacks the key{'s' * (len(missing) > 1)} {keys}", mend)
        return mapping

    def raise_if_any(self) -> None:
        """Raise InputError with everything gathered, in the order of the text."""
        if self.problems:
            raise InputError(
                sorted(
                    self.problems, key=lambda problem: (problem.place.file, problem.place.line, problem.place.column)
                )
            )


def meant_keys(mapping: nodes.Mapping, known: Iterable[str], required: Iterable[str]) -> dict[str, str | None]:
    """For each key outside ``known`` the one that is meant, None where nobody can tell: the nearest, or the only one
    that must stand here and does not. What is meant by keys beyond those that are shown is not looked for.
    """
    allowed = list(known)
    unknown = [key for key in mapping.keys if key not in allowed]
    meant = {key: nearest(key, allowed) if place < MOST_SHOWN else None for place, key in enumerate(unknown)}
    missing = [key for key in required if key not in mapping]
    if len(unknown) == len(missing) == 1 and meant[unknown[0]] is None:
        return {unknown[0]: missing[0]}
    return meant


def listing(allowed: list[str]) -> str:
    """The mend that names what may stand here, as far as there is room."""
    more = len(allowed) - MOST_LISTED
    return f"known: {', '.join(allowed[:MOST_LISTED])}{f' and {more} more' if more > 0 else ''}"
