"""What was told of definitions before. It hangs on nothing but the values below a definition, so that it serves every
case, and every side of a dispute, that has the same ones there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from resecta.cql.run import Logic
from resecta.cql.values import Date, Value
from resecta.lazy_dataclass import dataclass

MOST_TOLD = 16384
"""Of one guideline: a few hundred patients. Beyond, all is told anew."""


class BareReason(NamedTuple):
    """A reason without who said it, which is another matter in every case."""

    element: str
    value: Value
    text: str
    statements: tuple[str, ...]


@dataclass(slots=True)
class ToldReasons:
    """What was told of one definition; None: nobody has asked yet."""

    because: tuple[BareReason, ...] | None = None
    critical: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None


class Memory:
    """What was told of the definitions of one guideline."""

    def __init__(self, logic: Logic) -> None:
        self._told: dict[tuple[str, bool, object], ToldReasons] = {}
        self._below = {name: _getter(logic.cones.names(mask)) for name, mask in logic.cones.masks.items()}

    def of(self, define: str, values: Mapping[str, object], *, given: bool) -> ToldReasons:
        """What is known of a definition while the parameters are spelled so; ``given``: the scope is told elsewhere."""
        key = define, given, self._below[define](values)
        found = self._told.get(key)
        if found is None:
            if len(self._told) >= MOST_TOLD:
                self.forget()
            found = self._told[key] = ToldReasons()
        return found

    def forget(self) -> None:
        """Begin anew."""
        self._told.clear()


def memory_of(logic: Logic) -> Memory:
    """The memory of a guideline's logic, kept as long as that."""
    found = _MEMORIES.get(logic)
    if found is None:
        found = _MEMORIES[logic] = Memory(logic)
    return found


_MEMORIES: WeakKeyDictionary[Logic, Memory] = WeakKeyDictionary()


def spelled(value: Value) -> object:
    """A value so that two are equal only if they are written alike: 24 % and 24.0 % are one value, but two texts."""
    if value is None or isinstance(value, bool | str):
        return value
    return str(value) if isinstance(value, Date) else repr(value)  # a text: its hash is worked out once


def _getter(names: Iterable[str]) -> Callable[[Mapping[str, object]], object]:
    wanted = tuple(names)
    return itemgetter(*wanted) if wanted else lambda _: ()
