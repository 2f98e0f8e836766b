"""The ``lesions`` of a case: the register of every site in the liver, from baseline to plan."""

from __future__ import annotations

from resecta.case.model import Lesion
from resecta.case.segments import read_segments
from resecta.case.value import Wanted, read_value
from resecta.cql.values import Quantity
from resecta.document import (
    Collector,
    Mapping,
    Node,
    Sequence,
    as_sequence,
    as_text,
    did_you_mean,
    given,
    is_null,
    quote,
)
from resecta.guideline.takes import LesionPlan, Now

BASELINE = ("visible", "absent")
NOW = tuple(Now)
PLANS = tuple(LesionPlan)
MARGINS = ("R0", "R1", "R2")
GONE = (Now.REMOVED, Now.ABLATED)

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
    of_id: dict[str, list[Node]] = {}
    for item in problems.read(as_sequence, node) or ():
        lesion = _lesion(item, size, problems)
        if lesion is None:
            continue
        of_id.setdefault(lesion.id, []).append(item)
        lesions.append(lesion)
    for id, (first, *others) in of_id.items():
        if others:
            _refuse_shared_id(id, first, others, problems)
    return tuple(lesions)


def _refuse_shared_id(id: str, first: Node, others: list[Node], problems: Collector) -> None:
    """Once for all lesions of one id."""
    count, which = ("two", "other") if len(others) == 1 else (len(others) + 1, "first")
    line = first.place.line
    where = f" (the {which} on line {line})" if line else ""
    problems.add(others[0], f"{count} lesions have the id {quote(id)}{where}", "give each lesion an id of its own")


def _lesion(node: Node, size: Wanted, problems: Collector) -> Lesion | None:
    parts = problems.mapping(node, _KEYS, "a lesion", required=("id",))
    if parts is None:
        return None
    id = _text(parts, "id", problems)
    if id is not None and not id.strip():
        problems.add(parts["id"], "a lesion's id is empty", "give each lesion an id of its own")
        return None
    baseline, now = _word(parts, "baseline", BASELINE, problems), _word(parts, "now", NOW, problems)
    if why := _IMPOSSIBLE.get((baseline, now)):
        problems.add(parts["now"], f"a lesion cannot be {baseline} at baseline and {now} now", why)
    plan = _plan(parts, problems)
    diameter = _size(parts, "size", size, problems)
    margin = _margin(parts, size, problems)
    if plan == LesionPlan.UNTREATABLE:
        _check_untreatable(parts, now, margin, problems)
    part = given(parts, "segments")
    segments, written = ((), ()) if part is None else read_segments(part, problems)
    near = _near(parts, problems)
    return None if id is None else Lesion(id, segments, written, diameter, baseline, now, near, plan, margin)


def _check_untreatable(node: Mapping, now: str | None, margin: str | Quantity | None, problems: Collector) -> None:
    """What cannot be treated has not been, and has no margin of a resection."""
    if margin is not None:
        mend = "leave the margin out, or write plan: resect"
        problems.add(node["margin"], "an untreatable lesion has no margin of a resection", mend)
    if now in GONE:
        mend = "write what was planned, as plan: resect, or leave the plan out"
        problems.add(node["plan"], f"a lesion that has been {now} is not untreatable", mend)


def _text(node: Mapping, key: str, problems: Collector) -> str | None:
    part = given(node, key)
    return None if part is None else problems.read(as_text, part)


def _word(node: Mapping, key: str, words: tuple[str, ...], problems: Collector) -> str | None:
    text = _text(node, key, problems)
    if text is None or text in words:
        return text
    mend = did_you_mean(text, words) or f"allowed: {', '.join(words)}"
    problems.add(node[key], f"{quote(text)} is not a value of {key}", mend)
    return None


def _plan(node: Mapping, problems: Collector) -> str | None:
    part = given(node, "plan")
    if isinstance(part, Sequence):
        problems.add(part, "a lesion has one plan, not several", f"write one of {', '.join(PLANS)}")
        return None
    return _word(node, "plan", PLANS, problems)


def _size(node: Mapping, key: str, size: Wanted, problems: Collector) -> Quantity | None:
    part = given(node, key)
    value = None if part is None else problems.read(lambda given: read_value(given, size, None), part)
    return value if isinstance(value, Quantity) else None


def _margin(node: Mapping, size: Wanted, problems: Collector) -> str | Quantity | None:
    """A class (R0) or a width in the unit of sizes."""
    if isinstance(given(node, "margin"), Mapping):
        return _size(node, "margin", size, problems)
    return _word(node, "margin", MARGINS, problems)


def _near(node: Mapping, problems: Collector) -> tuple[str, ...]:
    part = given(node, "near")
    listed = None if part is None else problems.read(as_sequence, part)
    texts = [problems.read(as_text, item) for item in listed or ()]
    return tuple(text for text in texts if text is not None)
