"""Does what a regimen says of its block, and a strategy of its bar, speak of one? Else it would never be read."""

from __future__ import annotations

from collections.abc import Iterator

from resecta.document import Problem
from resecta.guideline.manuscript import Manuscript


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each key that says something of a block or bar that is not there."""
    for strategy in manuscript.strategies.values():
        if strategy.pending is not None and strategy.barred is None:
            node = manuscript.node("strategy", strategy.id, "pending")
            message = f"pending of {strategy.id} speaks of a bar, and nothing bars it"
            yield node.problem(message, "add barred: with the condition, or leave pending out")
    for regimen in manuscript.regimens.values():
        said = {"blocked_word": regimen.blocked_word is not None, "waits_for": bool(regimen.waits_for)}
        for key in (key for key, is_said in said.items() if is_said and regimen.blocked is None):
            node = manuscript.node("regimen", regimen.id, key)
            message = f"{key} of {regimen.id} speaks of a block, and nothing blocks it"
            yield node.problem(message, f"add blocked: with the condition, or leave {key} out")
