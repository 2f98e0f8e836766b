"""A guideline says once what its plans say beside their dates."""

from __future__ import annotations

from collections.abc import Iterator

from resecta.document import Problem
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.schedule.sentences import Sentences


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem where the sentences of plans stand a second time: nobody could say which are meant."""
    told = [entry for entry in manuscript.schedule.entries.values() if isinstance(entry, Sentences)]
    for entry in told[1:]:
        key = manuscript.key("constraint", entry.id)
        yield key.problem(f"the sentences of a plan a second time, beside {told[0].id}", "keep one")
