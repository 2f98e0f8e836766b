"""A line of the benchmarks' table: what was measured, the figure, the goal, and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, and its bound in the same unit (``at_least`` turns it round); without one it is for information."""

    what: str
    figure: float
    unit: str
    goal: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal


def show(title: str, lines: list[Line]) -> None:
    """Print the lines under a title."""
    print(f"\n{title}")
    for line in lines:
        goal = "" if line.goal is None else f"{'≥' if line.at_least else '≤'} {line.goal:g} {line.unit}"
        verdict = {True: "met", False: "NOT MET", None: ""}[line.met]
        print(f"  {line.what:<64} {line.figure:>9.3g} {line.unit:<3} {goal:>10}  {verdict}")
