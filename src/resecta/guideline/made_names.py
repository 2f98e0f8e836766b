"""Does the logic leave alone the names of what is made of a guideline? A definition under one of them would be replaced
without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library
from resecta.document import Problem, quote
from resecta.guideline.ladder import is_made
from resecta.guideline.logic import declared


def check(library: Library) -> Iterator[Problem]:
    """A problem for each declaration under such a name."""
    for one in declared(library):
        if is_made(one.name):
            message = f"{quote(one.name)} is made of the entries of the guideline, and cannot be written"
            yield one.spot.problem(message, "change the conditions of the entry, or give it a name of its own")
