"""A case file, or a mapping of the Python API, in; a ``Case`` out, or every problem of it at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping as PlainMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resecta.case.approximate import approximates
from resecta.case.events import read_events
from resecta.case.facts import read_facts
from resecta.case.lesions import read_lesions
from resecta.case.model import Case, Recorded
from resecta.case.nodes_from_python import to_node, to_plain
from resecta.case.over_days import derived_over_days
from resecta.case.remarks import remarks
from resecta.case.sites import read_sites
from resecta.case.value import ROOM, Wanted, wanted_of
from resecta.case.volumes import check_volumes
from resecta.cql.values import Date
from resecta.document import Collector, Mapping, Node, as_date, as_mapping, as_text, is_null, read_document
from resecta.guideline.takes import Largest

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

IF_EMPTY = "resecta case template prints a case to fill in, resecta case new asks for one"
KEYS = ("case", "title", "assessed_on", "facts", "lesions", "extrahepatic", "events", "context", "story", "expected")


def read_case(path: str | os.PathLike[str], guideline: Guideline, *, id: str = "") -> Case:
    """The case in a file. ``id`` is taken where the file names none; where that is empty too, the file's own name.

    Raises InputError with every problem of the file.
    """
    named = id or os.fsencode(Path(path).stem).decode("utf-8", "backslashreplace")
    return case_of(read_document(path, IF_EMPTY), guideline, id=named, day_required=True)


def case_from(mapping: PlainMapping[str, Any], guideline: Guideline) -> Case:
    """The case in a mapping laid out as a case file. Raises InputError with every problem of it."""
    return case_of(to_node(mapping, "case"), guideline)


def case_of(node: Node, guideline: Guideline, *, id: str = "", day_required: bool = False) -> Case:
    """The case in a document. ``id`` is taken where the document names none."""
    problems = Collector()
    root = problems.mapping(node, KEYS, "a case")
    if root is None:
        problems.raise_if_any()
        root = as_mapping(node)
    day = _day(root, problems, required=day_required)
    recorded = _recorded(root, guideline, day, problems)
    context = _context(root, guideline, problems)
    texts = {key: _text(root, key, problems) for key in ("case", "title", "story")}
    expected = root.get("expected")
    problems.raise_if_any()
    dates = approximates(guideline, recorded)
    known = derived_over_days(guideline, recorded, dates)
    return Case(
        id=texts["case"] if texts["case"].strip() else id,
        assessed_on=None if day is None else Date.of(day),
        facts=known.facts,
        disputes=known.disputes,
        events=recorded.events,
        lesions=recorded.lesions,
        sites=recorded.sites,
        context=context,
        title=texts["title"],
        story=texts["story"],
        expected=to_plain(expected) if isinstance(expected, Mapping) else {},
        remarks=remarks(guideline, recorded, known, dates),
        approximate=dates,
        hangs=known.hangs,
        recorded=recorded,
    )


def _recorded(root: Mapping, guideline: Guideline, day: datetime.date | None, problems: Collector) -> Recorded:
    """What the case says itself, before anything follows from it."""
    facts, events, lesions, sites = (root.get(key) for key in ("facts", "events", "lesions", "extrahepatic"))
    stated = {} if facts is None else read_facts(facts, guideline.elements, day, problems)
    check_volumes(guideline, stated, problems)
    return Recorded(
        stated=stated,
        events=() if events is None else read_events(events, guideline.activities, day, problems),
        lesions=() if lesions is None else read_lesions(lesions, _lesion_size(guideline), problems),
        sites=None if sites is None else read_sites(sites, day, problems),
        day=day,
    )


def _lesion_size(guideline: Guideline) -> Wanted:
    """Sizes are held in the unit and range of the element that is the largest of them."""
    for element in guideline.elements.values():
        if isinstance(element.derive, Largest):
            return wanted_of(element)
    return Wanted("size", "Quantity", "mm")


def _day(root: Mapping, problems: Collector, *, required: bool) -> datetime.date | None:
    node = root.get("assessed_on")
    if node is None:
        if required:
            mend = "add assessed_on: YYYY-MM-DD, the day of the assessment"
            problems.add(root, 'a case lacks the key "assessed_on"', mend)
        return None
    if is_null(node) and not required:
        return None
    day = problems.read(as_date, node)
    if day is not None and not datetime.MINYEAR + ROOM <= day.year <= datetime.MAXYEAR - ROOM:
        problems.add(
            node, f"{day} is too near the end of the calendar to date anything from it", "write its year, as in 2026"
        )
        return None
    return day


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
