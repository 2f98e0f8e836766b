"""Does what a regimen says of its block speak of one? Else it would never be read."""

from __future__ import annotations

from collections.abc import Iterator

from resecta.document import Problem
from resecta.guideline.manuscript import Manuscript


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each key of a regimen that says something of a block that is not there."""
    for regimen in manuscript.regimens.values():
        said = {"blocked_word": regimen.blocked_word is not None, "waits_for": bool(regimen.waits_for)}
        for key in (key for key, is_said in said.items() if is_said and regimen.blocked is None):
            node = manuscript.node("regimen", regimen.id, key)
            message = f"{key} of {regimen.id} speaks of a block, and nothing blocks it"
            yield node.problem(message, f"add blocked: with the condition, or leave {key} out")
