"""A guideline, read and found sound: what every other part of Resecta takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from resecta.cql import Library, Program, compile_library, evaluate_library
from resecta.cql.trace import Tracer, trace_library
from resecta.cql.values import Value
from resecta.document import Mapping as Node
from resecta.guideline.mention import Mention
from resecta.guideline.model import (
    Activity,
    AskedWhile,
    ContextRow,
    Departure,
    Element,
    Finding,
    Intent,
    Notice,
    Reading,
    Recommendation,
    Regimen,
    Statement,
    Strategy,
)


@dataclass(frozen=True)
class Guideline:
    """One guideline with the site's choices in force. Collections are by id, in the order of the files.

    ``scope``, ``cap`` and ``unfit`` name definitions, ``verdict`` the finding everything turns on, ``episode_days``
    the setting that separates an earlier episode of treatment; events belong to this episode while the element
    ``episode_timing`` is ``episode_current``, and their age decides while it is ``episode_apart``. A fact older than
    ``old_after_days`` is marked as old (None: none is). ``context`` holds what a meeting must see and no rule reads.
    ``settings_values`` gives each setting's parameter the value of the option in force.
    """

    id: str
    title: str
    version: str
    date: str
    jurisdiction: str
    intended_use: str
    sources: Mapping[str, str]
    statements: Mapping[str, Statement]
    readings: Mapping[str, Reading]
    elements: Mapping[str, Element]
    activities: Mapping[str, Activity]
    findings: Mapping[str, Finding]
    notices: Mapping[str, Notice]
    recommendations: Mapping[str, Recommendation]
    strategies: Mapping[str, Strategy]
    regimens: Mapping[str, Regimen]
    constraints: Mapping[str, Node]
    intents: tuple[Intent, ...]
    disciplines_required: tuple[str, ...]
    always_asked: tuple[str, ...]
    asked_while: tuple[AskedWhile, ...]
    scope: str
    cap: str
    unfit: str
    verdict: str
    episode_days: str | None
    episode_timing: str | None
    episode_current: str | None
    episode_apart: str | None
    old_after_days: int | None
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
    def program(self) -> Program:
        """The logic compiled: facts by parameter name in, the values of all definitions out."""
        return compile_library(self.library)

    @cached_property
    def tracer(self) -> Tracer:
        """The logic with its reasons: facts by parameter name in, values with what forces them out."""
        return trace_library(self.library)

    @cached_property
    def constants(self) -> Mapping[str, Value]:
        """The value of every definition while nothing is known of a patient: lengths and limits, and null elsewhere."""
        return evaluate_library(self.library, self.settings_values)

    @cached_property
    def element_names(self) -> Mapping[str, str]:
        """Element id → name of its parameter."""
        return {element.id: element.name for element in self.elements.values()}

    @cached_property
    def element_ids(self) -> Mapping[str, str]:
        """Name of a parameter → id of its element."""
        return {element.name: element.id for element in self.elements.values()}

    def definition_statements(self, name: str) -> tuple[str, ...]:
        """The statements that a definition says it computes."""
        return self._statements.get(name, ())

    @cached_property
    def _statements(self) -> Mapping[str, tuple[str, ...]]:
        return {definition.name: definition.statements for definition in self.library.definitions.values()}
