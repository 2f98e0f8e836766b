"""The ``lesions`` of a case: the register of every site in the liver, from baseline to plan."""

from __future__ import annotations

from resecta.case.model import Lesion
from resecta.case.value import Wanted, read_value
from resecta.cql.values import Quantity
from resecta.document import Collector, Mapping, Node, as_integer, as_sequence, as_text, did_you_mean, is_null, quote

BASELINE = ("visible", "absent")
NOW = ("visible", "vanished", "new")
PLANS = ("resect", "ablate", "none", "watch")
MARGINS = ("R0", "R1", "R2")
SEGMENTS = range(1, 9)
"""Couinaud's eight."""

_KEYS = ("id", "segments", "size", "baseline", "now", "near", "plan", "margin", "notes")
_IMPOSSIBLE: dict[tuple[str | None, str | None], str] = {
    ("visible", "new"): "it was visible at baseline, so it is not new",
    ("absent", "vanished"): "it was absent at baseline, so it cannot have vanished",
}


def read_lesions(node: Node, size: Wanted, problems: Collector) -> tuple[Lesion, ...]:
    """Every lesion; each has an id of its own. ``size`` says in which unit and range sizes are held."""
    if is_null(node):
        return ()
    lesions: list[Lesion] = []
    first: dict[str, Node] = {}
    for item in problems.read(as_sequence, node) or ():
        lesion = _lesion(item, size, problems)
        if lesion is None:
            continue
        if lesion.id in first:
            place = first[lesion.id].place
            where = f" (the other on line {place.line})" if place.line else ""
            problems.add(
                item, f"two lesions have the id {quote(lesion.id)}{where}", "give each lesion an id of its own"
            )
        first.setdefault(lesion.id, item)
        lesions.append(lesion)
    return tuple(lesions)


def _lesion(node: Node, size: Wanted, problems: Collector) -> Lesion | None:
    parts = problems.mapping(node, _KEYS, "a lesion", required=("id",))
    if parts is None:
        return None
    id = _text(parts, "id", problems)
    baseline, now = _word(parts, "baseline", BASELINE, problems), _word(parts, "now", NOW, problems)
    if why := _IMPOSSIBLE.get((baseline, now)):
        problems.add(parts["now"], f"a lesion cannot be {baseline} at baseline and {now} now", why)
    plan = _word(parts, "plan", PLANS, problems)
    diameter = _size(parts, "size", size, problems)
    margin = _margin(parts, size, problems)
    near, segments = _near(parts, problems), _segments(parts, problems)
    return None if id is None else Lesion(id, segments, diameter, baseline, now, near, plan, margin)


def _given(node: Mapping, key: str) -> Node | None:
    part = node.get(key)
    return None if part is None or is_null(part) else part


def _text(node: Mapping, key: str, problems: Collector) -> str | None:
    part = _given(node, key)
    return None if part is None else problems.read(as_text, part)


def _word(node: Mapping, key: str, words: tuple[str, ...], problems: Collector) -> str | None:
    text = _text(node, key, problems)
    if text is None or text in words:
        return text
    mend = did_you_mean(text, words) or f"allowed: {', '.join(words)}"
    problems.add(node[key], f"{quote(text)} is not a value of {key}", mend)
    return None


def _size(node: Mapping, key: str, size: Wanted, problems: Collector) -> Quantity | None:
    part = _given(node, key)
    value = None if part is None else problems.read(lambda given: read_value(given, size, None), part)
    return value if isinstance(value, Quantity) else None


def _margin(node: Mapping, size: Wanted, problems: Collector) -> str | Quantity | None:
    """A class (R0) or a width in the unit of sizes."""
    if isinstance(_given(node, "margin"), Mapping):
        return _size(node, "margin", size, problems)
    return _word(node, "margin", MARGINS, problems)


def _near(node: Mapping, problems: Collector) -> tuple[str, ...]:
    part = _given(node, "near")
    listed = None if part is None else problems.read(as_sequence, part)
    texts = [problems.read(as_text, item) for item in listed or ()]
    return tuple(text for text in texts if text is not None)


def _segments(node: Mapping, problems: Collector) -> tuple[int, ...]:
    part = _given(node, "segments")
    listed = None if part is None else problems.read(as_sequence, part)
    segments: list[int] = []
    for item in listed or ():
        segment = problems.read(as_integer, item)
        if segment is None:
            continue
        if segment not in SEGMENTS:
            problems.add(item, f"there is no liver segment {segment}", "segments are numbered 1 to 8")
        elif segment in segments:
            problems.add(item, f"segment {segment} stands twice")
        else:
            segments.append(segment)
    return tuple(segments)
