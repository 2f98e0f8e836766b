"""The ``facts`` of a case: what is stated of each element, with its source, its date, and who thinks otherwise."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping as PlainMapping
from dataclasses import replace
from functools import partial

from resecta.case.model import STATED, Opinion, Stated
from resecta.case.value import Wanted, about, read_date, read_value, wanted_of
from resecta.cql.values import Date, Value
from resecta.document import Collector, InputError, Mapping, Node, as_boolean, as_sequence, as_text, is_null, quote
from resecta.guideline.model import Element

_FORM = ("value", "unit", "date", "source", "settled")
_SPLIT = ("opinions", "settled")
_OPINION = ("by", "value", "date")


def read_facts(
    node: Node, elements: PlainMapping[str, Element], day: datetime.date | None, problems: Collector
) -> dict[str, Stated]:
    """Every fact that is stated and known; what says null is left out, as if it were not there."""
    facts = problems.mapping(node, elements, "facts") if not is_null(node) else None
    stated: dict[str, Stated] = {}
    for id, value in facts.items() if facts is not None else ():
        if id in elements and not is_null(value):
            fact = _fact(value, elements[id], day, problems)
            if fact is not None:
                stated[id] = fact
    return stated


def _fact(node: Node, element: Element, day: datetime.date | None, problems: Collector) -> Stated | None:
    wanted = wanted_of(element)
    bare = Stated(element.id, None, STATED, None, (), settled=False, spot=node.spot)
    if not isinstance(node, Mapping):
        value = problems.read(partial(read_value, wanted=wanted, day=day), node)
        return None if value is None else _stated(bare, value, element, day)
    if "opinions" in node:
        return _opinions(node, element, bare, day, problems)
    problems.mapping(node, _FORM, f"the fact {element.id}")
    value_node = node.get("value")
    if value_node is None:
        mend = "write value: …, or opinions: […]" if element.judgement else "write value: …"
        problems.add(node, f"{element.id} has no value", mend)
        return None
    if is_null(value_node):
        return None
    value = problems.read(partial(read_value, wanted=wanted, day=day, unit=node.get("unit")), value_node)
    date = _date(node.get("date"), day, problems)
    source = _text(node.get("source"), problems) or STATED
    settled = _flag(node.get("settled"), problems)
    bare = replace(bare, date=date, source=source, settled=settled)
    return None if value is None else _stated(bare, value, element, day)


def _stated(bare: Stated, value: Value, element: Element, day: datetime.date | None) -> Stated:
    """The value as stated; a date that ends at its month or year as the earliest day it can be, and all that it can."""
    days = about(value, day if element.done else None) if isinstance(value, Date) else None
    return replace(bare, value=value if days is None else Date.of(days.first), about=days)


def _opinions(
    node: Mapping, element: Element, bare: Stated, day: datetime.date | None, problems: Collector
) -> Stated | None:
    problems.mapping(node, _SPLIT, f"the fact {element.id}")
    if not element.judgement:
        problems.add(node, f"{element.id} is not a matter of judgement: it holds one value", "write value: …")
        return None
    wanted = wanted_of(element)
    listed = problems.read(as_sequence, node["opinions"])
    opinions = [_opinion(item, wanted, day, problems) for item in listed or ()]
    given = tuple(opinion for opinion in opinions if opinion is not None)
    often = Counter(opinion.by for opinion in given)
    if len(often) < len(given):
        twice = next(name for name, times in often.items() if times > 1)
        problems.add(node["opinions"], f"{quote(twice)} gives two opinions on {element.id}", "keep the one that stands")
    settled = node.get("settled")
    if settled is None or is_null(settled):
        return replace(bare, opinions=given) if given else None
    value = problems.read(partial(_whole, wanted=wanted, day=day), settled)
    return replace(bare, value=value, source="settled by the board", opinions=given, settled=True)


def _opinion(node: Node, wanted: Wanted, day: datetime.date | None, problems: Collector) -> Opinion | None:
    parts = problems.mapping(node, _OPINION, "an opinion", required=("by", "value"))
    if parts is None or "by" not in parts or "value" not in parts:
        return None
    by = problems.read(as_text, parts["by"])
    value = None if is_null(parts["value"]) else problems.read(partial(_whole, wanted=wanted, day=day), parts["value"])
    date = _date(parts.get("date"), day, problems)
    if by is not None and not by.strip():
        problems.add(parts["by"], "an opinion without a name is nobody's", "write by: with a name or a role")
        return None
    return None if by is None else Opinion(by.strip(), value, date)


def _whole(node: Node, wanted: Wanted, day: datetime.date | None) -> Value:
    """A value; a date that is one of several opinions names its day."""
    value = read_value(node, wanted, day)
    if isinstance(value, Date) and value.day is None:
        raise InputError([node.problem(f"{value} names no day, and opinions are compared", "write YYYY-MM-DD")])
    return value


def _date(node: Node | None, day: datetime.date | None, problems: Collector) -> Date | None:
    if node is None or is_null(node):
        return None
    return problems.read(partial(read_date, day=day, done=True, what="the date"), node)


def _text(node: Node | None, problems: Collector) -> str:
    return "" if node is None or is_null(node) else problems.read(as_text, node) or ""


def _flag(node: Node | None, problems: Collector) -> bool:
    return False if node is None or is_null(node) else problems.read(as_boolean, node) or False
