"""What two advices say otherwise though the conclusion is the same: a date that moved, a remark that came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resecta.advice.model import Advice, Conclusion
from resecta.guideline.status import ConclusionKind, Status
from resecta.lazy_dataclass import dataclass

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Reworded:
    """The sentences of one conclusion that are ``gone``, and those that are ``new``."""

    kind: ConclusionKind
    id: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def reworded(before: Advice, after: Advice) -> Iterator[Reworded]:
    """Every conclusion that is told, has the same answer in both, and is worded otherwise."""
    known = {one.key: one for one in before.conclusions}
    for one in after.conclusions:
        other = known.get(one.key)
        if other is not None and other.answer == one.answer and _is_told(one):
            gone, new = _apart(_sentences(other), _sentences(one))
            if gone or new:
                yield Reworded(one.kind, one.id, gone, new)


def hazards_apart(before: Advice, after: Advice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hazards that are gone, and those that are new."""
    return _apart([each.text for each in before.hazards], [each.text for each in after.hazards])


def _is_told(one: Conclusion) -> bool:
    return not (isinstance(one.answer, Status) and one.answer.closed)


def _sentences(one: Conclusion) -> list[str]:
    return [part for text in (one.text, *one.notes) for part in _SENTENCE.split(text) if part]


def _apart(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone = tuple(dict.fromkeys(each for each in before if each not in after))
    return gone, tuple(dict.fromkeys(each for each in after if each not in before))
