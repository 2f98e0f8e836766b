"""One deliberate break of a guideline, as data: where, what stood there, what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from resecta.cql.tree.library import Definition
from resecta.cql.tree.nodes import Expression
from resecta.cql.values import Value
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """``id`` is stable as long as the place is. ``changes``: field of the guideline → its value in the mutant."""

    id: str
    place: str
    before: str
    after: str
    define: str = ""
    expression: Expression | None = None
    setting: str = ""
    value: Value = None
    changes: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.before} → {self.after}"

    def apply(self, guideline: Guideline) -> Guideline:
        """The guideline with this break in it."""
        if self.expression is not None:
            library = guideline.library
            broken: Definition = replace(library.definitions[self.define], expression=self.expression)
            return guideline.changed(library=replace(library, definitions={**library.definitions, self.define: broken}))
        if self.setting:
            return guideline.changed(settings_values={**guideline.settings_values, self.setting: self.value})
        return guideline.changed(**(self.changes or {}))
