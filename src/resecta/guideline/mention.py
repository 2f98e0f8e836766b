"""A name that one part of a pack uses of another: who uses which, and where it stands."""

from __future__ import annotations

from dataclasses import field

from resecta.document import Problem, Spot
from resecta.lazy_dataclass import dataclass

TARGETED = ("target", "disputed")
"""The kinds of mention whose name says its own kind."""


@dataclass(frozen=True, slots=True)
class Mention:
    """``by`` (as ``finding:resectable``) names ``name`` of the kind ``kind`` under its key ``key``.

    ``kind`` is a kind of entry ("statement", "element" …), "definition" (then ``type`` is the CQL type it must have),
    "value" (a definition or parameter whose value a sentence shows), "fact", "length" and "number" (of the logic, as a
    plan takes them), "setting", "target" (itself ``kind:id``), or of a schedule: "step", "point", "event" (a point, or
    the end of cycles), "part" (what takes time), "tag" and "day kind".
    """

    kind: str
    name: str
    by: str
    key: str
    spot: Spot = field(repr=False, compare=False)
    type: str = ""

    def problem(self, message: str, mend: str) -> Problem:
        """A problem with this name."""
        return self.spot.problem(message, mend)
