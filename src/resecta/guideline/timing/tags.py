"""Is a tag of a step one by which the schedule speaks of steps? One that it never names, and that is nearly one that it
does, was meant to be that: the step would stand outside every bound of its kind, without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.document import Problem, misspelt, quote
from resecta.guideline.manuscript import Manuscript


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each such tag."""
    named = dict.fromkeys(mention.name for mention in manuscript.mentions if mention.kind == "tag")
    for step in manuscript.schedule.steps.values():
        for tag in step.tags:
            meant = None if tag in named else misspelt(tag, named)
            if meant is not None and meant not in step.tags:
                tags = manuscript.node("constraint", step.id, "tags")
                node = next(node for node in tags if node.text == tag)
                message = f"nothing speaks of steps with the tag {quote(tag)}, and others are {quote(meant)}"
                yield node.problem(message, f"did you mean {meant}?")
