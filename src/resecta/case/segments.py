"""Liver segments as people write them: 4, IV, IVa. Each is one of Couinaud's eight; IVa and IVb are both the fourth."""

from __future__ import annotations

from resecta.document import Collector, Node, Scalar, as_sequence, as_text, quote

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_NAMES: dict[str, tuple[int, str]] = {
    **{str(number): (number, "") for number in range(1, len(_ROMAN) + 1)},
    **{name: (number, "") for number, name in enumerate(_ROMAN, start=1)},
    **{f"{name}{half}": (4, half) for name in ("4", "IV") for half in ("a", "b")},
}


def read_segments(node: Node, problems: Collector) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers of a list of segments, each once and in the order of the text, and the names as written."""
    if isinstance(node, Scalar) and not node.is_null:
        problems.add(node, "a list of liver segments is expected here", f"write [{node.text}]")
        return (), ()
    numbers: dict[int, None] = {}
    seen: dict[tuple[int, str], str] = {}
    for item in problems.read(as_sequence, node) or ():
        name = problems.read(as_text, item)
        if name is None:
            continue
        known = _NAMES.get(name)
        if known is None:
            problems.add(item, f"there is no liver segment {_shown(item, name)}", _mend(name))
        elif known in seen:
            problems.add(item, f"segment {name} stands twice", "name each segment once")
        else:
            seen[known] = name
            numbers[known[0]] = None
    return tuple(numbers), tuple(seen.values())


def _shown(node: Node, name: str) -> str:
    return name if isinstance(node, Scalar) and not node.quoted and name.isdecimal() else quote(name)


def _mend(name: str) -> str:
    meant = next((known for known in _NAMES if known.casefold() == name.strip().casefold()), None)
    allowed = "segments are numbered 1 to 8, or I to VIII, the fourth also in halves, IVa and IVb"
    return f"write {meant}" if meant is not None else allowed
