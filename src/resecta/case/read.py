"""A case file, or a mapping of the Python API, in; a ``Case`` out, or every problem of it at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping as PlainMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resecta.case.derive import Derivation
from resecta.case.events import read_events
from resecta.case.facts import Stated, read_facts
from resecta.case.lesions import read_lesions
from resecta.case.model import Case, Event, Lesion
from resecta.case.nodes_from_python import to_node, to_plain
from resecta.case.value import Wanted, wanted_of
from resecta.cql.values import Date
from resecta.document import Collector, Mapping, Node, as_date, as_mapping, as_text, is_null, read_document
from resecta.guideline.takes import Largest

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

KEYS = ("case", "title", "assessed_on", "facts", "lesions", "events", "context", "story", "expected")


def read_case(path: str | os.PathLike[str], guideline: Guideline) -> Case:
    """The case in a file. Raises InputError with every problem of the file."""
    return case_of(read_document(path), guideline, id=Path(path).stem, day_required=True)


def case_from(mapping: PlainMapping[str, Any], guideline: Guideline) -> Case:
    """The case in a mapping laid out as a case file. Raises InputError with every problem of it."""
    return case_of(to_node(mapping, "case"), guideline)


def case_of(node: Node, guideline: Guideline, *, id: str = "", day_required: bool = False) -> Case:
    """The case in a document. ``id`` is taken where the document names none."""
    problems = Collector()
    root = problems.mapping(node, KEYS, "a case", required=("assessed_on",) if day_required else ())
    if root is None:
        problems.raise_if_any()
        root = as_mapping(node)
    day = _day(root, problems, required=day_required)
    stated, events, lesions = _recorded(root, guideline, day, problems)
    context = _context(root, guideline, problems)
    texts = {key: _text(root, key, problems) for key in ("case", "title", "story")}
    expected = root.get("expected")
    problems.raise_if_any()
    facts, disputes, remarks = Derivation(guideline, stated, events, lesions, day).all()
    return Case(
        id=texts["case"] or id,
        assessed_on=None if day is None else Date.of(day),
        facts=facts,
        disputes=disputes,
        events=events,
        lesions=lesions,
        context=context,
        title=texts["title"],
        story=texts["story"],
        expected=to_plain(expected) if isinstance(expected, Mapping) else {},
        remarks=remarks,
    )


def _recorded(
    root: Mapping, guideline: Guideline, day: datetime.date | None, problems: Collector
) -> tuple[dict[str, Stated], tuple[Event, ...], tuple[Lesion, ...]]:
    facts, events, lesions = root.get("facts"), root.get("events"), root.get("lesions")
    stated = {} if facts is None else read_facts(facts, guideline.elements, day, problems)
    done = () if events is None else read_events(events, guideline.activities, day, problems)
    register = () if lesions is None else read_lesions(lesions, _lesion_size(guideline), problems)
    return stated, done, register


def _lesion_size(guideline: Guideline) -> Wanted:
    """Sizes are held in the unit and range of the element that is the largest of them."""
    for element in guideline.elements.values():
        if isinstance(element.derive, Largest):
            return wanted_of(element)
    return Wanted("size", "Quantity", "mm")


def _day(root: Mapping, problems: Collector, *, required: bool) -> datetime.date | None:
    node = root.get("assessed_on")
    if node is None or (is_null(node) and not required):
        return None
    return problems.read(as_date, node)


def _text(root: Mapping, key: str, problems: Collector) -> str:
    node = root.get(key)
    return "" if node is None or is_null(node) else problems.read(as_text, node) or ""


def _context(root: Mapping, guideline: Guideline, problems: Collector) -> dict[str, Any]:
    node = root.get("context")
    if node is None or is_null(node):
        return {}
    known = [row.id for row in guideline.context]
    context = problems.mapping(node, known, "context", moved={"note": "did you mean notes?"})
    return {} if context is None else {key: to_plain(value) for key, value in context.items()}
