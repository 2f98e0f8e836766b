"""Does everything that one part of a pack names exist, and is it of the right kind?"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from resecta.cql import Library
from resecta.document import Problem, Spot, did_you_mean, misspelt, quote
from resecta.guideline import names_of_logic
from resecta.guideline.facts import fitting_id
from resecta.guideline.logic import declared
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.mention import TARGETED, Mention
from resecta.guideline.timing import names as names_of_time

_NOUN = {
    "statement": "a statement of guideline.yaml",
    "source": "a source of guideline.yaml",
    "head": "a line among the heads of guideline.yaml",
    "reading": "a reading of settings.yaml",
    "element": "an element of elements.yaml",
    "activity": "an activity of activities.yaml",
    "finding": "a finding of findings.yaml",
    "recommendation": "a recommendation of recommendations.yaml",
    "strategy": "a strategy of strategies.yaml",
    "regimen": "a regimen of regimens.yaml",
    "constraint": "a constraint of constraints.yaml",
    "tag": "the tag of a step",
    "day kind": "a kind of day of the calendar",
}
TARGETS = ("finding", "strategy", "regimen", "activity", "element", "recommendation")
DISPUTED = ("finding", "element")
_LONGEST = 100
"""Lines of a declaration in which a tag is looked for."""
_FEW = 8
"""So many names are told where none is like the one that leads nowhere."""


def check(manuscript: Manuscript, library: Library | None) -> Iterator[Problem]:
    """A problem for each name that leads nowhere, however often it stands. Without a library (it could not be read)
    names of logic are left alone, and so are names of a kind of which something could not be read.
    """
    tags = () if library is None else _check_tags(manuscript, library)
    yield from _each_once((*_check_mentions(manuscript, library), *tags))


def _each_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One problem for all places with the same one, which it names."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.message, problem.mend), []).append(problem)
    for first, *others in alike.values():
        if not others:
            yield first
            continue
        places = ", ".join(str(other.place) for other in others[:_FEW])
        more = f" and {len(others) - _FEW} more" if len(others) > _FEW else ""
        yield replace(first, message=f"{first.message}; it stands also at {places}{more}")


def _check_mentions(manuscript: Manuscript, library: Library | None) -> Iterator[Problem]:
    for mention in manuscript.mentions:
        if mention.kind in TARGETED:
            yield from _check_target(mention, manuscript)
        elif mention.kind in names_of_logic.KINDS:
            if library is not None and not _lacks_its_default(mention, manuscript, library):
                yield from names_of_logic.check(mention, library)
        elif mention.kind in names_of_time.KINDS:
            if "constraint" not in manuscript.unread:
                yield from names_of_time.check(mention, manuscript.names("constraint"), manuscript.schedule.entries)
        else:
            yield from _check_name(mention, manuscript)


def _lacks_its_default(mention: Mention, manuscript: Manuscript, library: Library) -> bool:
    """Whether a reading sets what is no fact and has no default: that is said of the parameter."""
    found = library.parameters.get(mention.name) if mention.kind == "setting" else None
    return found is not None and found.default is None and mention.name not in manuscript.names("element name")


def _check_name(mention: Mention, manuscript: Manuscript) -> Iterator[Problem]:
    fault = _fault(mention.kind, mention.name, manuscript)
    if fault is not None:
        yield mention.problem(*fault)


def _fault(kind: str, name: str, manuscript: Manuscript) -> tuple[str, str] | None:
    """What is wrong with a name of something of that kind, and the mend; None where it leads there."""
    known, noun = manuscript.names(kind), _NOUN[kind]
    if name in known or kind in manuscript.unread or _was_refused(kind, name, manuscript):
        return None
    if manuscript.lacks(kind):
        return _not_one(kind)
    mend = did_you_mean(name, known)
    if not mend and len(list(known)) <= _FEW:
        mend = f"known: {', '.join(known)}"
    return f"{quote(name)} is not {noun}", mend or f"name {noun}, or add it there"


def _not_one(kind: str) -> tuple[str, str]:
    return f"there is not one {_NOUN[kind].partition(' ')[2]}, and one is named here", f"add {_NOUN[kind]}"


def _was_refused(kind: str, name: str, manuscript: Manuscript) -> bool:
    """Whether it is the name of an entry that stands there under an id that was refused, or does not fit its name."""
    if kind == "element" and name in _meant(manuscript):
        return True
    entries = manuscript.entries.get(kind)
    refused = [] if entries is None else [id for id in manuscript.names(kind) if id not in entries]
    return misspelt(name, refused) is not None


def _meant(manuscript: Manuscript) -> set[str]:
    """The ids that elements should have by their names: of one whose id is another, that is the problem."""
    return {fitting_id(element.name) for element in manuscript.elements.values()}


def _check_target(mention: Mention, manuscript: Manuscript) -> Iterator[Problem]:
    kinds = TARGETS if mention.kind == "target" else DISPUTED
    kind, colon, id = mention.name.partition(":")
    if not colon or kind not in kinds:
        yield mention.problem(
            f"{quote(mention.name)} names no target", f"write kind:id, the kind one of {', '.join(kinds)}"
        )
    elif id not in manuscript.names(kind) and kind not in manuscript.unread and not _was_refused(kind, id, manuscript):
        if manuscript.lacks(kind):
            yield mention.problem(*_not_one(kind))
            return
        elsewhere = [f"{other}:{id}" for other in kinds if id in manuscript.names(other)]
        mend = f"did you mean {elsewhere[0]}?" if elsewhere else did_you_mean(id, manuscript.names(kind))
        yield mention.problem(f"there is no {kind} {quote(id)}", mend or f"name a {kind} that is there")


def _check_tags(manuscript: Manuscript, library: Library) -> Iterator[Problem]:
    """The ``@statement`` and ``@reading`` tags of the logic."""
    for one in declared(library):
        for kind, ids in (("statement", one.statements), ("reading", one.readings)):
            for id in ids:
                fault = _fault(kind, id, manuscript)
                if fault is not None:
                    yield _tag(one.spot, kind, id).problem(*fault)


def _tag(declared: Spot, kind: str, id: str) -> Spot:
    """Where the tag of a declaration names the id: in a comment above it or inside it; else the declaration."""
    source, tag = declared.source, re.compile(rf"@{kind}\b.*?\b({re.escape(id)})\b")
    above = itertools.takewhile(
        lambda line: source.line(line).strip().startswith(("//", "/*", "*")), range(declared.line - 1, 0, -1)
    )
    inside = range(declared.line, declared.line + _LONGEST)
    for line in (*above, *inside):
        found = tag.search(source.line(line))
        if found is not None:
            return Spot(source, line, found.start(1) + 1, len(id))
    return declared
