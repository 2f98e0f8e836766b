"""What a picture of a timeline is made of: shapes, the lanes that hold them, and rows of labels in which none lies on
another.
"""

from __future__ import annotations

from dataclasses import field

from resecta.draw.timeline_words import wrapped
from resecta.lazy_dataclass import dataclass

ROW = 16.0
MARKS = 30.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark, band or label.

    ``kind`` chooses its look; ``say`` is what it means in words, "" for what only decorates; ``days`` the dates that
    stand before the text of a label.
    """

    kind: str
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0
    text: str = ""
    days: str = ""
    say: str = ""
    anchor: str = "start"
    item: int = 0


@dataclass(slots=True)
class Lane:
    """A strip of the picture with what happens in it. ``leads``: lines from marks down to their labels, under all."""

    name: str
    top: float
    height: float
    leads: list[Shape] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


class Rows:
    """Labels under the marks of a lane, each in the first row where it has room."""

    def __init__(self, right: float, letter: float) -> None:
        """``right`` is where labels must end, ``letter`` how wide a letter is."""
        self._right = right
        self._letter = letter
        self._taken: list[list[tuple[float, float]]] = []

    @property
    def count(self) -> int:
        """How many rows are needed."""
        return len(self._taken)

    def label(self, lane: Lane, wanted: Shape) -> None:
        """Letter a mark of the lane, which stands at ``wanted.x`` and ``wanted.y``: further left where the label would
        end beyond the edge, in lines where it is too long, with a line to it where it is not right below.
        """
        lines = wrapped(f"{wanted.days} {wanted.text}", max(12, int((self._right - 6) / self._letter)))
        width = max(len(line) for line in lines) * self._letter
        start = max(6.0, min(wanted.x - 4, self._right - width))
        row = 0
        while any(self._meets(row + more, start, start + width) for more in range(len(lines))):
            row += 1
        below = wanted.y + MARKS / 2
        if row:
            lane.leads.append(Shape("lead", wanted.x, wanted.y, height=below + row * ROW - wanted.y))
        for more, line in enumerate(lines):
            while len(self._taken) <= row + more:
                self._taken.append([])
            self._taken[row + more].append((start, start + width))
            y = below + (row + more + 1) * ROW - 3
            days = "" if more else wanted.days
            text = line.removeprefix(days).lstrip()
            lane.shapes.append(Shape(wanted.kind, start, y, text=text, days=days, item=wanted.item))

    def _meets(self, row: int, start: float, end: float) -> bool:
        return row < len(self._taken) and any(start < right + 8 and end > left - 8 for left, right in self._taken[row])
