"""Can the lengths, windows, courses and orders of a guideline hold? A manuscript and its logic in, problems out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from resecta.cql import Library, Value
from resecta.document import Problem
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.timing import courses, ends, lengths, orders, sentences, tags
from resecta.guideline.timing.constants import Constants
from resecta.guideline.timing.whence import Whence


def check(manuscript: Manuscript, library: Library, settings: Mapping[str, Value]) -> Iterator[Problem]:
    """A problem for each fault. ``settings``: the values of the options in force."""
    constants = Constants(library, settings)
    whence = Whence(manuscript, library)
    told = tuple(lengths.check(manuscript, library, constants, whence))
    yield from told
    if not told:  # of a length that cannot be counted, the days that are counted with it are the same fault
        yield from ends.check(manuscript, library, settings)
    yield from courses.check(manuscript)
    misspelt = tuple(tags.check(manuscript))
    yield from misspelt
    if not misspelt:  # else the steps that a strategy lacks are those with the tag
        yield from orders.check(manuscript, constants, whence)
    yield from sentences.check(manuscript)
