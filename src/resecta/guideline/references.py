"""Does everything that one part of a pack names exist, and is it of the right kind?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resecta.cql import Library
from resecta.document import Problem, did_you_mean, quote
from resecta.guideline import names_of_logic
from resecta.guideline.logic import declared
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.mention import Mention
from resecta.guideline.timing import names as names_of_time

_NOUN = {
    "statement": "a statement of guideline.yaml",
    "source": "a source of guideline.yaml",
    "head": "a line among the heads of guideline.yaml",
    "reading": "a reading of settings.yaml",
    "element": "an element of elements.yaml",
    "activity": "an activity of activities.yaml",
    "finding": "a finding of findings.yaml",
    "constraint": "a constraint of constraints.yaml",
    "tag": "the tag of a step",
    "day kind": "a kind of day of the calendar",
}
TARGETS = ("finding", "strategy", "regimen", "activity", "element", "recommendation")
DISPUTED = ("finding", "element")
_FEW = 8
"""So many names are told where none is like the one that leads nowhere."""


def check(manuscript: Manuscript, library: Library | None) -> Iterator[Problem]:
    """A problem for each name that leads nowhere. Without a library (it could not be read) names of logic are left
    alone, and so are names of a kind of which something could not be read.
    """
    for mention in manuscript.mentions:
        if mention.kind in ("target", "disputed"):
            yield from _check_target(mention, manuscript)
        elif mention.kind in names_of_logic.KINDS:
            if library is not None:
                yield from names_of_logic.check(mention, library)
        elif mention.kind in names_of_time.KINDS:
            if "constraint" not in manuscript.unread:
                yield from names_of_time.check(mention, manuscript.names("constraint"), manuscript.schedule.entries)
        else:
            yield from _check_name(mention, manuscript)


def _check_name(mention: Mention, manuscript: Manuscript) -> Iterator[Problem]:
    known = manuscript.names(mention.kind)
    if mention.name not in known and mention.kind not in manuscript.unread:
        mend = did_you_mean(mention.name, known)
        if not mend and 0 < len(list(known)) <= _FEW:
            mend = f"known: {', '.join(known)}"
        noun = _NOUN[mention.kind]
        yield mention.problem(f"{quote(mention.name)} is not {noun}", mend or f"name {noun}, or add it there")


def _check_target(mention: Mention, manuscript: Manuscript) -> Iterator[Problem]:
    kinds = TARGETS if mention.kind == "target" else DISPUTED
    kind, colon, id = mention.name.partition(":")
    if not colon or kind not in kinds:
        yield mention.problem(
            f"{quote(mention.name)} names no target", f"write kind:id, the kind one of {', '.join(kinds)}"
        )
    elif id not in manuscript.names(kind) and kind not in manuscript.unread:
        elsewhere = [f"{other}:{id}" for other in kinds if id in manuscript.names(other)]
        mend = f"did you mean {elsewhere[0]}?" if elsewhere else did_you_mean(id, manuscript.names(kind))
        yield mention.problem(f"there is no {kind} {quote(id)}", mend or f"name a {kind} that is there")


def check_tags(manuscript: Manuscript, library: Library) -> Iterator[Problem]:
    """The ``@statement`` and ``@reading`` tags of the logic."""
    for one in declared(library):
        for kind, ids in (("statement", one.statements), ("reading", one.readings)):
            known: Iterable[str] = manuscript.names(kind)
            for id in ids:
                if id not in known and kind not in manuscript.unread:
                    mend = did_you_mean(id, known) or f"name a {kind} that is there"
                    yield one.spot.problem(f"// @{kind} {id}: there is no {kind} {id}", mend)
