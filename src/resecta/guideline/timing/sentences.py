"""A guideline that lays out steps has the sentences of a plan, once."""

from __future__ import annotations

from collections.abc import Iterator

from resecta.document import Problem
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.schedule.sentences import Sentences


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem where steps stand without sentences, or where they stand twice."""
    schedule = manuscript.schedule
    told = [entry for entry in schedule.entries.values() if isinstance(entry, Sentences)]
    refused = any(id not in schedule.entries for id in manuscript.names("constraint"))  # it may be what is missing here
    if schedule.steps and not told and not refused:
        first = next(iter(schedule.steps))
        message = "steps are laid out, and nothing says what a plan says beside its dates"
        mend = "add an entry of the kind sentences, as in the shipped constraints.yaml"
        yield manuscript.key("constraint", first).problem(message, mend)
    for entry in told[1:]:
        key = manuscript.key("constraint", entry.id)
        yield key.problem(f"the sentences of a plan a second time, beside {told[0].id}", "keep one")
