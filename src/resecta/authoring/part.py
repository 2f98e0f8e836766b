"""One part of a guideline as a reader signs it off: its sentences, the logic behind them, its sources, where it is
used, its cases.
"""

from __future__ import annotations

from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A labelled sentence. ``when``: the definition on which it hangs, "" for always. ``links``: the ``kind:id`` of the
    parts it names, in place of a sentence.
    """

    label: str
    text: str
    when: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A definition in the role it plays for a part: its name, the condition in words, and the CQL."""

    role: str
    name: str
    words: str
    cql: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``rungs``: its ladder in words, the first line that holds decides. ``uses``: the keys of the parts that
    name it; ``cases``: (case, status) of those that exercise it.
    """

    kind: str
    id: str
    title: str
    lines: tuple[LabelledSentence, ...]
    conditions: tuple[Condition, ...]
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: str
    rungs: tuple[LabelledSentence, ...] = ()
    uses: tuple[str, ...] = ()
    cases: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """``kind:id``."""
        return f"{self.kind}:{self.id}"
