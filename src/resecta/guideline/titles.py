"""Has every entry of a kind a title of its own? Two alike nobody tells apart, and what a case or an answer calls by its
title would be the other one.
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.document import Problem, Scalar, quote
from resecta.guideline.manuscript import Manuscript

TITLED = ("reading", "activity", "finding", "notice", "strategy", "regimen")
CALLED_BY_EITHER = ("activity", "regimen")
"""The kinds of which a case or an answer names one by its title or by its id, without regard to case."""


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each title that another entry of the kind has, or that is another's id where either names it."""
    for kind in TITLED:
        titles = {id: _as_read(entry.title) for id, entry in manuscript.entries[kind].items()}
        yield from _alike(manuscript, kind, titles)
        if kind in CALLED_BY_EITHER:
            yield from _called_by_an_id(manuscript, kind, titles)


def _alike(manuscript: Manuscript, kind: str, titles: dict[str, str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for id, title in titles.items():
        other = first.setdefault(title, id)
        if other != id:
            node, also = _of_the_site(manuscript, kind, id, other)
            yield node.problem(f"{also} has the title {quote(node.text)} as well", "give each a title of its own")


def _of_the_site(manuscript: Manuscript, kind: str, id: str, other: str) -> tuple[Scalar, str]:
    """The title of the two that a site has written, else of the second, and the id of the one beside it."""
    later, sooner = manuscript.node(kind, id, "title"), manuscript.node(kind, other, "title")
    if manuscript.is_of_a_site(sooner.spot) and not manuscript.is_of_a_site(later.spot):
        return sooner, id
    return later, other


def _called_by_an_id(manuscript: Manuscript, kind: str, titles: dict[str, str]) -> Iterator[Problem]:
    for id, title in titles.items():
        if title != id and title in titles:
            node = manuscript.node(kind, id, "title")
            yield node.problem(f"{quote(node.text)} is the id of another {kind}", "give it another title")


def _as_read(title: str) -> str:
    return " ".join(title.casefold().split())
