"""A library: the parameters and definitions of one guideline, with what stands above each in comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from resecta.cql.tree.nodes import NOWHERE, Expression
from resecta.cql.types import ANY, Type
from resecta.document.nodes import Spot
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """A fact (no default) or a setting (with one)."""

    name: str
    type: Type
    default: Expression | None = None
    statements: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    comment: str = ""
    spot: Spot = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """A named expression. ``comment`` holds the other comment lines above and inside it, without their slashes, one per
    line.

    ``statements`` and ``readings`` come from the comment lines ``// @statement S06 S03`` and ``// @reading C01`` above
    it.
    """

    name: str
    expression: Expression
    type: Type = ANY
    statements: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    comment: str = ""
    spot: Spot = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Library:
    """Parameters and definitions by name, each in the order of the text."""

    name: str
    version: str
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]

    def type_of(self, name: str) -> Type:
        """The type of a parameter or definition."""
        declared = self.parameters.get(name)
        return declared.type if declared is not None else self.definitions[name].type
