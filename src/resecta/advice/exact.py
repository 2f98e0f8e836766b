"""Expectations that leave no room: what a guideline's own cases say of lists, windows, arguments and words as a whole.

``silent`` and ``missing`` of a worked case ask only that something is listed; these ask that nothing else is. One pair
(what was expected, what was found) per difference comes out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeAlias

from resecta.advice.model import Advice, FindingWindow

Pair: TypeAlias = "tuple[str, str, str]"
"""Id, expected, found."""


def notices(advice: Advice, expected: Any) -> Iterable[Pair]:
    """The silences, all of them and no other."""
    yield from _same_list("", expected, [silence.id for silence in advice.silent])


def asks(advice: Advice, expected: Any) -> Iterable[Pair]:
    """The missing list, all of it and nothing else, in any order."""
    yield from _same_list("", sorted(_list(expected)), sorted(missing.element for missing in advice.missing))


def unasked(advice: Advice, expected: Any) -> Iterable[Pair]:
    """What must not stand on the missing list."""
    for id in _list(expected):
        if id in [missing.element for missing in advice.missing]:
            yield str(id), "it not asked for", "it on the missing list"


def windows(advice: Advice, expected: Any) -> Iterable[Pair]:
    """Finding → the ends of its window that are known (none: the finding has no window)."""
    known = {finding.id: finding.window for finding in advice.findings}
    for id, ends in _pairs(expected):
        found = _ends(known.get(id))
        wanted = {key: _day(value) for key, value in _pairs(ends)}
        if found != wanted:
            yield id, str(wanted), str(found)


def hazards(advice: Advice, expected: Any) -> Iterable[Pair]:
    """Finding → what each of its hazards must hold, in their order; no other hazard stands above the verdict."""
    found: dict[str, list[str]] = {}
    for hazard in advice.hazards:
        found.setdefault(hazard.finding, []).append(hazard.text)
    wanted = {id: [str(fragment) for fragment in _list(fragments)] for id, fragments in _pairs(expected)}
    for id in dict.fromkeys((*wanted, *found)):
        told, texts = wanted.get(id, []), found.get(id, [])
        if len(told) != len(texts) or any(one not in text for one, text in zip(told, texts, strict=True)):
            yield id, "; ".join(told) or "no hazard", "; ".join(texts) or "no hazard"


def arguments(advice: Advice, expected: Any) -> Iterable[Pair]:
    """Strategy → whether each of its arguments holds, in the order of the guideline."""
    known = {strategy.id: [argument.holds for argument in strategy.arguments] for strategy in advice.strategies}
    for id, holds in _pairs(expected):
        wanted = [None if hold == "unknown" else hold for hold in _list(holds)]
        found = known.get(id, [])
        if len(found) != len(wanted) or any(one is not other for one, other in zip(found, wanted, strict=True)):
            yield id, str(wanted), str(found)


def words(advice: Advice, expected: Any) -> Iterable[Pair]:
    """Part (``kind:id``) → what its text must hold."""
    texts = _texts(advice)
    for part, fragments in _pairs(expected):
        text = texts.get(part, "")
        for fragment in _list(fragments):
            if str(fragment) not in text:
                yield part, f"the words {fragment!r}", text or "no such part"


def unsaid(advice: Advice, expected: Any) -> Iterable[Pair]:
    """Part (``kind:id``) → what its text must not hold."""
    texts = _texts(advice)
    for part, fragments in _pairs(expected):
        for fragment in _list(fragments):
            if str(fragment) in texts.get(part, str(fragment)):
                yield part, f"not the words {fragment!r}", texts.get(part, "no such part")


EXACT: Mapping[str, Callable[[Advice, Any], Iterable[Pair]]] = {
    "notices": notices,
    "asks": asks,
    "unasked": unasked,
    "windows": windows,
    "hazards": hazards,
    "arguments": arguments,
    "words": words,
    "unsaid": unsaid,
}


def _texts(advice: Advice) -> dict[str, str]:
    """Every text of the advice with its notes, by part."""
    texts = {f"finding:{finding.id}": finding.text for finding in advice.findings}
    for one in advice.recommendations:
        texts[f"recommendation:{one.id}"] = " ".join((one.text, *one.notes))
    for strategy in advice.strategies:
        texts[f"strategy:{strategy.id}"] = " ".join((strategy.text, *strategy.notes))
    for regimen in advice.regimens:
        texts[f"regimen:{regimen.id}"] = " ".join((regimen.title, *regimen.notes))
    return texts


_ENDS = tuple(field.name for field in fields(FindingWindow) if field.name != "waived")
"""That a window does not bind is said in words, and no end of it."""


def _ends(window: FindingWindow | None) -> dict[str, Any]:
    if window is None:
        return {}
    ends = {name: _day(getattr(window, name)) for name in _ENDS}
    return {name: end for name, end in ends.items() if end is not None}


def _day(value: Any) -> Any:
    """Dates and numbers as text: a case file may hold a date as text or as a date."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value) if value is not None else None


def _same_list(id: str, expected: Any, found: list[str]) -> Iterable[Pair]:
    wanted = [str(item) for item in _list(expected)]
    if sorted(wanted) != sorted(found):
        yield id, ", ".join(wanted) or "none", ", ".join(found) or "none"


def _pairs(value: Any) -> Iterable[tuple[str, Any]]:
    return value.items() if isinstance(value, Mapping) else ()


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
