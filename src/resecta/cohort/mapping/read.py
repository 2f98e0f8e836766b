"""A mapping file in, its rules out, or every problem of it at once: with itself, and with the table that it is for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from resecta.cohort.mapping.rule import DATE_FORMS, ColumnRule, TableMapping
from resecta.cql.values.units import ratio
from resecta.document import (
    Collector,
    Mapping,
    Node,
    Sequence,
    as_mapping,
    as_sequence,
    as_text,
    did_you_mean,
    is_null,
    listing,
    quote,
    read_document,
)
from resecta.guideline.model import Element
from resecta.guideline.pack import Guideline

if TYPE_CHECKING:
    from collections.abc import Collection

KEYS = ("column", "values", "missing", "unit", "date", "days_from")


class _Reading(Collector):
    """The problems of a mapping of ``table``, which has these ``columns``."""

    def __init__(self, table: str, columns: Collection[str]) -> None:
        super().__init__()
        self._table, self._columns = table, list(columns)

    def column(self, node: Node, what: Element | None) -> str | None:
        """The name of a column; noted, and given all the same, where the table has none of that name."""
        if isinstance(node, Sequence):
            meant = "the case" if what is None else what.id
            self.add(node, f"two columns are mapped to {meant}", "name one, or put them together in the table first")
            return None
        name = self.read(as_text, node)
        if name is not None and name not in self._columns:
            mend = did_you_mean(name, self._columns) or listing(self._columns)
            self.add(node, f"{self._table} has no column {quote(name)}", mend)
        return name


def read_mapping(
    path: str | os.PathLike[str], guideline: Guideline, table: str, columns: Collection[str]
) -> TableMapping:
    """The mapping in a file, for a ``table`` of these ``columns``. Raises InputError with every problem of the file."""
    problems = _Reading(table, columns)
    root_node = read_document(path)
    root = problems.mapping(root_node, ("case", "assessed_on", "elements"), "a mapping", ("case", "assessed_on"))
    if root is None:
        problems.raise_if_any()
        root = as_mapping(root_node)
    plain = {key: _rule(root[key], None, problems) for key in ("case", "assessed_on") if key in root}
    elements = _elements(root.get("elements"), guideline, problems)
    problems.raise_if_any()
    nothing = ColumnRule("")
    return TableMapping(plain.get("case") or nothing, plain.get("assessed_on") or nothing, elements)


def _elements(node: Node | None, guideline: Guideline, problems: _Reading) -> dict[str, ColumnRule]:
    if node is None or is_null(node):
        return {}
    listed = problems.mapping(node, guideline.elements, "elements")
    found: dict[str, ColumnRule] = {}
    for id, part in listed.items() if listed is not None else ():
        if id in guideline.elements:
            rule = _rule(part, guideline.elements[id], problems)
            if rule is not None:
                found[id] = rule
    return found


def _rule(node: Node, element: Element | None, problems: _Reading) -> ColumnRule | None:
    """A column by its name alone, or with what its cells mean."""
    if not isinstance(node, Mapping):
        column = problems.column(node, element)
        return None if column is None else ColumnRule(column, said=node)
    parts = problems.mapping(node, KEYS, "a column", ("column",))
    if parts is None or "column" not in parts:
        return None
    column = problems.column(parts["column"], element)
    anchor = _rule(parts["days_from"], None, problems) if "days_from" in parts else None
    values = _values(parts["values"], element, problems) if "values" in parts else None
    missing = _texts(parts["missing"], problems) if "missing" in parts else ()
    unit = _unit(parts.get("unit"), element, problems)
    date = _date(parts.get("date"), problems)
    if values is not None:
        for token in missing:
            if token in values:
                problems.add(parts["missing"], f"{quote(token)} stands under values and under missing", "keep one")
    return None if column is None else ColumnRule(column, values, missing, unit, date, anchor, parts["column"])


def _values(node: Node, element: Element | None, problems: Collector) -> dict[str, str | None]:
    parts = problems.read(as_mapping, node)
    found: dict[str, str | None] = {}
    for token, meant in parts.items() if parts is not None else ():
        text = None if is_null(meant) else problems.read(as_text, meant)
        if text is not None and element is not None and element.choices and text not in element.choices:
            mend = did_you_mean(text, element.choices) or f"allowed: {', '.join(element.choices)}"
            problems.add(meant, f"{quote(text)} is not a value of {element.id}", mend)
        if text is not None and element is not None and element.type == "Boolean" and text not in ("true", "false"):
            problems.add(meant, f"{quote(text)} is not a value of {element.id}", "write true, false or null")
        found[token] = text
    return found


def _texts(node: Node, problems: Collector) -> tuple[str, ...]:
    listed = problems.read(as_sequence, node)
    texts = (problems.read(as_text, item) for item in listed or ())
    return tuple(text for text in texts if text is not None)


def _unit(node: Node | None, element: Element | None, problems: Collector) -> str:
    if node is None:
        return ""
    unit = problems.read(as_text, node)
    if unit is None or element is None:
        return ""
    if element.type != "Quantity" or ratio(unit, element.unit) is None:
        wanted = f"give it in {element.unit}" if element.type == "Quantity" else "leave it out"
        problems.add(node, f"{quote(unit)} is not a unit for {element.id}", wanted)
        return ""
    return unit


def _date(node: Node | None, problems: Collector) -> str:
    if node is None:
        return ""
    form = problems.read(as_text, node)
    if form is not None and form not in DATE_FORMS:
        problems.add(node, f"{quote(form)} is no way to write a day", f"known: {', '.join(DATE_FORMS)}")
    return form or ""
