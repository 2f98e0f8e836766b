"""A guideline, read and found sound: what every other part of Resecta takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resecta.cql import Library, Logic, evaluate_library
from resecta.cql.tree.library import Definition
from resecta.cql.values import Value
from resecta.guideline.ladder import Ladder, Stand, ladders, made_definitions, stands, with_ladders
from resecta.guideline.mention import Mention
from resecta.guideline.model import (
    ASSESSED_ON,
    Activity,
    AskedWhile,
    AsksOnly,
    ContextRow,
    Departure,
    Element,
    Finding,
    Head,
    Intent,
    Notice,
    Reading,
    Recommendation,
    Regimen,
    Statement,
    Strategy,
)
from resecta.guideline.schedule.schedule import Schedule
from resecta.guideline.status import ConclusionKind
from resecta.guideline.takes import Months
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Guideline:
    """One guideline with the site's choices in force. Collections are by id, in the order of the files.

    ``scope``, ``cap`` and ``unfit`` name definitions, ``verdict`` the finding everything turns on,
    ``criteria`` the findings it rests on, ``episode_days``
    the setting that separates an earlier episode of treatment; events belong to this episode while the element
    ``episode_timing`` is ``episode_current``, and their age decides while it is ``episode_apart``. A fact older than
    ``old_after_days`` is marked as old (None: none is). ``emergency`` names the finding before which all else stands
    back, ``case_sentence`` the elements of each sentence that tells a case, ``case_history`` those of the last, on what
    has been done; a window that closes within ``closing_within_days`` is told as a hazard. ``stays`` are the elements
    that nothing changes any more: what one is and what has been, beside the dates of what was done. ``groups`` gives
    the groups of elements their titles, ``context`` holds what a meeting must see and no rule reads.
    ``settings_values`` gives each setting's parameter the value of the option in force. ``provenance`` says what is
    known of the source document and what is not ("" where nothing needs saying). ``reading_groups``: the letter of a
    reading's id → what the readings of that letter are about.
    """

    id: str
    title: str
    version: str
    date: str
    jurisdiction: str
    intended_use: str
    provenance: str
    sources: Mapping[str, str]
    reading_groups: Mapping[str, str]
    heads: Mapping[str, Head]
    statements: Mapping[str, Statement]
    readings: Mapping[str, Reading]
    elements: Mapping[str, Element]
    activities: Mapping[str, Activity]
    findings: Mapping[str, Finding]
    notices: Mapping[str, Notice]
    recommendations: Mapping[str, Recommendation]
    strategies: Mapping[str, Strategy]
    regimens: Mapping[str, Regimen]
    schedule: Schedule
    intents: tuple[Intent, ...]
    disciplines_required: tuple[str, ...]
    always_asked: tuple[str, ...]
    stays: tuple[str, ...]
    asked_while: tuple[AskedWhile, ...]
    asks_only: tuple[AsksOnly, ...]
    scope: str
    cap: str
    unfit: str
    verdict: str
    criteria: tuple[str, ...]
    episode_days: str | None
    episode_timing: str | None
    episode_current: str | None
    episode_apart: str | None
    old_after_days: int | None
    emergency: str | None
    case_sentence: tuple[tuple[str, ...], ...]
    case_history: tuple[str, ...]
    closing_within_days: int | None
    groups: Mapping[str, str]
    context: tuple[ContextRow, ...]
    library: Library = field(repr=False)
    settings_values: Mapping[str, Value]
    mentions: tuple[Mention, ...] = field(repr=False)
    departures: tuple[Departure, ...]
    digest: str
    path: Path

    @property
    def cases_path(self) -> Path:
        """The directory of the guideline's own cases."""
        return self.path / "cases"

    @cached_property
    def ladders(self) -> Mapping[str, Ladder]:
        """How each conclusion gets its answer, by key ("strategy:liver_first")."""
        return MappingProxyType(ladders(self))

    def stands_at(self, key: str, answer: Value) -> Stand:
        """What the ladder of that key waits for where it comes to this answer; nothing where no rung gives it."""
        return self._stands[key].get(answer, Stand())

    @cached_property
    def _stands(self) -> Mapping[str, Mapping[object, Stand]]:
        return {key: stands(ladder) for key, ladder in self.ladders.items()}

    @cached_property
    def answers(self) -> tuple[tuple[ConclusionKind, str, str], ...]:
        """Kind, id and deciding definition of every conclusion, in the order of the JSON contract."""
        rows = [(ConclusionKind.INTENT, "intent", "intent")]
        rows += [(ConclusionKind.FINDING, item.id, item.define) for item in self.findings.values()]
        rows += [(ConclusionKind.RECOMMENDATION, id, f"recommendation:{id}") for id in self.recommendations]
        rows += [(ConclusionKind.STRATEGY, id, f"strategy:{id}") for id in self.strategies]
        rows += [(ConclusionKind.REGIMEN, id, f"regimen:{id}") for id in self.regimens]
        rows += [(ConclusionKind.SILENT, id, f"notice:{id}") for id in self.notices]
        return tuple(rows)

    @cached_property
    def logic(self) -> Logic:
        """The logic, ladders included, made ready for cases."""
        names = self.element_names
        asks = {item.define: frozenset(names[id] for id in item.elements) for item in self.asks_only}
        return Logic(self.library, steady=(ASSESSED_ON,), asks=asks)

    @cached_property
    def own_definitions(self) -> Mapping[str, Definition]:
        """The definitions that its authors wrote: all but the ladders and what goes with them."""
        definitions = self.library.definitions.items()
        return MappingProxyType({name: one for name, one in definitions if one.spot.source.file})

    def changed(self, **fields: Any) -> Guideline:
        """The same guideline with other entries or another library, its ladders made anew."""
        made = replace(self, **fields)
        return replace(made, library=with_ladders(made.library, made_definitions(made)))

    @cached_property
    def constants(self) -> Mapping[str, Value]:
        """The value of every definition while nothing is known of a patient: lengths and limits, and null elsewhere."""
        return evaluate_library(self.library, self.settings_values)

    @cached_property
    def cycle_weeks(self) -> Mapping[str, int]:
        """The weeks of a cycle of each regimen, by its id and by its title, both without regard to case."""
        return {name.casefold(): one.cycle_weeks for one in self.regimens.values() for name in (one.id, one.title)}

    @cached_property
    def counted_in_months(self) -> Mapping[str, Months]:
        """Activity → how its courses are counted in months; of several ways that of the first element."""
        found: dict[str, Months] = {}
        for element in self.elements.values():
            if isinstance(element.derive, Months):
                found = {**dict.fromkeys(element.derive.events, element.derive), **found}
        return found

    @cached_property
    def element_names(self) -> Mapping[str, str]:
        """Element id → name of its parameter."""
        return {element.id: element.name for element in self.elements.values()}

    @cached_property
    def element_ids(self) -> Mapping[str, str]:
        """Name of a parameter → id of its element."""
        return {element.name: element.id for element in self.elements.values()}

    def quoted(self, statement: Statement) -> str:
        """A statement in the source's own words, the line above its list first."""
        return statement.quote if statement.head is None else f"{self.heads[statement.head].quote} {statement.quote}"

    @cached_property
    def imprint(self) -> str:
        """Id, version and how far clinicians have reviewed it: what no output may leave out."""
        reviews = [one.review for one in self.statements.values()] + [one.review for one in self.readings.values()]
        reviewed = sum(review is not None for review in reviews)
        if not reviewed:
            review = "not reviewed by clinicians"
        elif reviewed < len(reviews):
            review = f"reviewed by clinicians in part ({reviewed} of {len(reviews)} statements and readings)"
        else:
            review = "reviewed by clinicians"
        return f"{self.id} {self.version}, {review}"

    def in_order(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of elements in the order of the guideline."""
        return tuple(sorted(ids, key=self._order.__getitem__))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {id: place for place, id in enumerate(self.elements)}

    def definition_statements(self, name: str) -> tuple[str, ...]:
        """The statements that a definition says it computes."""
        return self._statements.get(name, ())

    @cached_property
    def _statements(self) -> Mapping[str, tuple[str, ...]]:
        return {definition.name: definition.statements for definition in self.library.definitions.values()}
