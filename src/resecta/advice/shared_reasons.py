"""Why a conclusion stands in every scenario of a case that leaves something open.

A reason that one scenario gives and that names nothing open holds in all of them: it forces the conclusion whatever the
other facts are. Where every reason names something open, what it says of that is said for each of its values. Where the
scenarios come out differently and still share a status, what tells them apart is the reason, with all of its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from resecta.advice.model import Because
from resecta.advice.reasoning import cite
from resecta.advice.scenarios import Root, Scenarios
from resecta.advice.sentences import MOST_SAID, said_together
from resecta.cql.words import say

MOST_ASKED = 8
"""Scenarios whose reasons are looked at."""


def shared_reasons(open_: Scenarios, define: str, own: tuple[Because, ...]) -> tuple[Because, ...]:
    """The reasons of a definition that has one value in all scenarios; ``own``: those of one of them."""
    if not _names_open(open_, own):
        return own
    told = [own]
    for scenario in open_.spread(open_.every, MOST_ASKED):
        found = open_.reasoning(scenario).because(define)
        if not _names_open(open_, found):
            return found
        told.append(found)
    return tuple(_joined(open_, told))


def telling_apart(open_: Scenarios, roots: Iterable[Root]) -> tuple[Because, ...]:
    """What tells the scenarios apart, as reasons: each element once, with all values that it can have."""
    elements = dict.fromkeys(id for root in roots for id in ((root.key,) if root.dispute else root.elements))
    return tuple(_with_all_values(open_, id) for id in elements)


def _names_open(open_: Scenarios, reasons: Iterable[Because]) -> bool:
    return any(because.element in open_.among for because in reasons)


def _joined(open_: Scenarios, told: Sequence[tuple[Because, ...]]) -> Iterator[Because]:
    """Each element that any of the scenarios names, once where it is open. A known one of which a scenario speaks in
    one sentence with an open one is said by itself: the sentence is that of the scenario.
    """
    told_of_open = {because.text for reasons in told for because in reasons if because.element in open_.among}
    lines: dict[tuple[str, str], list[Because]] = {}
    for reasons in told:
        for because in reasons:
            alone = because.element in open_.among or because.text in told_of_open
            lines.setdefault((because.element, "" if alone else because.text), []).append(because)
    for (id, text), found in lines.items():
        if id in open_.among:
            yield _as_one(open_, id, found)
        else:
            yield found[0] if text else _by_itself(open_, found)


def _by_itself(open_: Scenarios, lines: Sequence[Because]) -> Because:
    """A known element without what a scenario says of it beside an open one."""
    first = lines[0]
    name = open_.guideline.elements[first.element].name
    statements = tuple(dict.fromkeys(number for line in lines for number in line.statements))
    text = cite(f"{name} is {say(first.value)}", statements)
    return replace(first, text=text, statements=statements)


def _as_one(open_: Scenarios, id: str, lines: Sequence[Because]) -> Because:
    """What the scenarios say of one open element; of a date that is roughly known, all days that it can be."""
    texts = tuple(dict.fromkeys(line.text for line in lines))
    if len(texts) == 1:
        return lines[0]
    whole = _with_all_values(open_, id)
    statements = tuple(dict.fromkeys(number for line in lines for number in line.statements))
    disputed = any(dispute.element == id for dispute in open_.case.disputes)
    if not disputed or len(texts) > MOST_SAID:
        return replace(whole, statements=statements)
    return replace(whole, text="; or ".join(texts), statements=statements)


def _with_all_values(open_: Scenarios, id: str) -> Because:
    values = tuple(dict.fromkeys(value for value, _ in open_.among[id]))
    sources = ", ".join(dict.fromkeys(open_.source(id, value) for value in values if value is not None))
    name = open_.guideline.elements[id].name
    return Because(id, None, sources or None, f"{name} is {said_together(values)}", ())
