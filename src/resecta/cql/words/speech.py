"""What a sentence may draw on: which names are written as their value, and the values of the case, if there is one."""

from __future__ import annotations

from collections.abc import Callable, Container

from resecta.cql.values import Value
from resecta.cql.words.values import NOT_RECORDED, say
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Speech:
    """``constants`` are written as their value alone; with ``told``, every other name is followed by its value."""

    constants: Container[str]
    value_of: Callable[[str], Value]
    told: bool = False

    def name(self, name: str) -> str:
        """A fact, a setting or a definition as it stands in a sentence."""
        if name in self.constants:
            value = self.value_of(name)
            return name if value is None else say(value)
        if not self.told:
            return name
        value = self.value_of(name)
        return f"{name} ({NOT_RECORDED})" if value is None else f"{name} {say(value)}"
