"""A console for what is laid out in the width of the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.segment import Segment

from resecta.document.visible import visible


class Terminal(Console):
    """A console on which nothing that is printed can steer the terminal: what hides is made visible, and what is in
    brackets is text as all else.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render(self, *arguments: Any, **options: Any) -> Iterable[Segment]:
        """The segments as rich makes them, with their text made visible."""
        for segment in super().render(*arguments, **options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)
