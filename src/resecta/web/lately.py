"""What was worked out of a case lately: the same facts on the same day are worked out once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from resecta.board import canonical

T = TypeVar("T")


class Lately(Generic[T]):
    """Values by the case document that they were made from; the one asked for longest ago is forgotten first."""

    def __init__(self, make: Callable[[Mapping[str, Any]], T], most: int) -> None:
        self._make = make
        self._most = most
        self._made: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, document: Mapping[str, Any]) -> T:
        """The value of a case document. Raises what making it raises."""
        key = canonical.digest(document)
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = self._make(document)
        with self._lock:
            self._made[key] = made
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
