"""Every view of an assessment as the text that a reader meets: page, terminal (brief and whole), plans."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape

from rich.console import Console

from resecta.draw.page import render
from resecta.draw.terminal import print_advice
from resecta.draw.terminal_all import print_all
from resecta.draw.timeline_terminal import print_comparison
from resecta.guideline.pack import Guideline
from resecta.timeline import Assessment

_UNSEEN = re.compile(r"<style>.*?</style>|<title[ >].*?</title>(?=.*<body)|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SPOKEN = re.compile(r'aria-label="([^"]*)"')


def page_text(guideline: Guideline, assessed: Assessment) -> str:
    """The words of the page, what is folded and what is only spoken too."""
    html = _UNSEEN.sub(" ", render(guideline, assessed))
    return unescape(" ".join([_TAG.sub(" ", html), *_SPOKEN.findall(html)]))


def terminal_text(guideline: Guideline, assessed: Assessment, width: int = 80) -> str:
    """What ``resecta assess`` prints."""
    return _printed(width, lambda console: print_advice(guideline, assessed, console))


def views(guideline: Guideline, assessed: Assessment) -> Iterator[tuple[str, str]]:
    """Each view by name, with its text."""
    yield "page", page_text(guideline, assessed)
    yield "terminal", terminal_text(guideline, assessed)
    yield "terminal, all", _printed(80, lambda console: print_all(guideline, assessed, console))
    sides = [side.timeline for plans in assessed.plans.values() for side in plans.sides]
    yield "plan", _printed(80, lambda console: print_comparison(sides, console))


def _printed(width: int, show: object) -> str:
    file = io.StringIO()
    assert callable(show)
    show(Console(file=file, width=width, highlight=False))
    return file.getvalue()
