"""The words of the page, read once from wording.yaml. A word missing there raises; it never prints as nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.model import Regimen


@dataclass(frozen=True, slots=True)
class StatusWords:
    """A status as shown: its word, how its sentence begins, its place in a list. The icon bears the id's name."""

    id: str
    word: str
    says: str
    rank: int


@dataclass(frozen=True, slots=True)
class DirectionWords:
    """A force of recommendation: the word before each line, the title over the group, its place on the page."""

    id: str
    word: str
    title: str
    rank: int


@dataclass(frozen=True, slots=True)
class TruthWords:
    """One of the three values in words, with its icon."""

    word: str
    icon: str


@dataclass(frozen=True, slots=True)
class IntentWords:
    """The intent of treatment as a word and as the beginning of the verdict."""

    word: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Every fixed word of the page."""

    status: Mapping[str, StatusWords]
    direction: Mapping[str, DirectionWords]
    truth: Mapping[str, TruthWords]
    intent: Mapping[str, IntentWords]
    verdict: Mapping[str, str]
    timing: Mapping[str, str]
    empty: Mapping[str, str]
    kind: Mapping[str, str]
    changed: Mapping[str, str]
    dispute: Mapping[str, str]
    done: Mapping[str, str]
    hazard: Mapping[str, str]
    imprint: Mapping[str, str]
    bar: Mapping[str, str]
    turn: Mapping[str, str]
    stands: Mapping[str, str]
    asked: Mapping[str, str]
    way: Mapping[str, str]
    sign: Mapping[str, str]
    plan: Mapping[str, str]
    missing: Mapping[str, str]
    idle: Mapping[str, str]
    settled: str
    pending: str
    ours: str
    over: str
    afterwards: str
    criteria: str
    decides: str
    team: str
    meeting: str
    departures: str
    more: str
    more_remarks: str
    numbers: tuple[str, ...]

    def truth_of(self, value: bool | None) -> TruthWords:
        """The words for true, false or unknown."""
        return self.truth["unknown" if value is None else "yes" if value else "no"]

    def count(self, number: int) -> str:
        """A small number in words: "two"."""
        return self.numbers[number] if number < len(self.numbers) else str(number)

    def intent_of(self, intent: str) -> IntentWords:
        """The words for an intent; one that only a pack knows is said as the pack says it."""
        return self.intent.get(intent, IntentWords(intent.capitalize(), f"With {intent} intent"))


_AS_WRITTEN = (
    *("verdict", "timing", "empty", "kind", "changed", "dispute", "done", "hazard", "imprint", "bar", "turn"),
    *(
        "stands",
        "asked",
        "way",
        "sign",
        "plan",
        "missing",
        "idle",
        "settled",
        "pending",
        "ours",
        "over",
        "afterwards",
        "criteria",
        "decides",
        "team",
    ),
    *("meeting", "departures", "more", "more_remarks"),
)


@cache
def wording() -> Wording:
    """The wording as shipped."""
    text = Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one where PyYAML was built with it
    raw: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe
    return Wording(
        status={id: StatusWords(id, **entry) for id, entry in raw["status"].items()},
        direction={id: DirectionWords(id, **entry) for id, entry in raw["direction"].items()},
        truth={id: TruthWords(**entry) for id, entry in raw["truth"].items()},
        intent={id: IntentWords(**entry) for id, entry in raw["intent"].items()},
        numbers=tuple(raw["numbers"]),
        **{name: raw[name] for name in _AS_WRITTEN},
    )


def regimen_word(regimen: Regimen, status: str) -> str:
    """The word for a regimen's status; what blocks it is the guideline's to name."""
    if status == Status.BLOCKED and regimen.blocked_word is not None:
        return regimen.blocked_word
    return wording().status[status].word
