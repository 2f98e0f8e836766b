"""How many patients of a result see which conclusion change from one guideline to another: both are asked of the facts
that the result holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Column, fact
from resecta.cohort.columns.column import SQL
from resecta.cohort.conclusions import answer_column, fact_column, logic_of
from resecta.cohort.engines import Engine
from resecta.cohort.layers import below, with_definitions
from resecta.cohort.result import metadata_of
from resecta.cohort.source import TableFiles
from resecta.cql.core.nodes import Constant
from resecta.cql.types import DATE
from resecta.cql.values import Value
from resecta.document import InputError, Place, Problem
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass
from resecta.proof.edited import edited

DAY = "assessed_on"
AGAIN = "assess the patients by OLD or by NEW, and give what that writes"
At = tuple[ConclusionKind, str, Value, Value]
"""A conclusion by kind and id, what it was, and what it becomes."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Of so many ``rows``, those for whom anything changes, and for how many each conclusion changes from what to what.
    ``unknown``: the elements that one of the two asks for and the result does not hold.
    """

    rows: int
    affected: int
    changes: Mapping[At, int]
    unknown: tuple[str, ...]


def changed(engine: Engine, source: TableFiles, old: Guideline, new: Guideline) -> Changed:
    """Raises InputError where the table is no result of either guideline."""
    table = engine.table(source)
    maker = _maker(source, old, new)
    _refuse_other_columns(table, source, maker)
    plain = {id: table[fact_column(id)] for id in maker.elements}
    facts = table.select(table[DAY], **{fact_column(id): value for id, value in plain.items()})
    pairs = dict(_pairs(old, new))
    before = {_side("old", at): one for at, (one, _) in pairs.items()}
    after = {_side("new", at): other for at, (_, other) in pairs.items()}
    both = _answered(new, maker, _answered(old, maker, facts, before), after)
    differ = [~both[_side("old", at)].identical_to(both[_side("new", at)]) for at in pairs]
    (rows,) = engine.fetched(table.agg(n=table.count()))
    affected = engine.kept(both.filter(reduce(or_, differ, ibis.literal(False))), f"affected of {source.named}")
    (some,) = engine.fetched(affected.agg(n=affected.count()))
    changes = dict(change for at in pairs for change in _changes(engine, affected, at)) if some["n"] else {}
    unknown = [id for side in (old, new) for id in side.elements if not _alike(id, side, maker)]
    return Changed(rows["n"], some["n"], changes, tuple(dict.fromkeys(unknown)))


def _pairs(old: Guideline, new: Guideline) -> Iterator[tuple[tuple[ConclusionKind, str], tuple[str, str]]]:
    """Each conclusion that both have and that may come out otherwise, with the definition of each side."""
    defines = {(kind, id): define for kind, id, define in new.answers}
    both = {(kind, id): (one, defines[kind, id]) for kind, id, one in old.answers if (kind, id) in defines}
    touched = {*edited(old, new, [other for _, other in both.values()])}
    logic = new.logic.definitions
    for at, (one, other) in both.items():
        if one != other or isinstance(logic[other], Constant) or touched & below(logic, [other]).keys():
            yield at, (one, other)


def _maker(source: TableFiles, old: Guideline, new: Guideline) -> Guideline:
    """The one of the two that the result was made by."""
    digest = metadata_of(source).get("digest")
    for guideline in (old, new):
        if guideline.digest == digest:
            return guideline
    told = "it was made by another guideline than these two"
    message = "it is no result of resecta cohort assess" if digest is None else told
    raise InputError([Problem(Place(source.named), message, AGAIN)])


def _refuse_other_columns(table: ir.Table, source: TableFiles, maker: Guideline) -> None:
    types = {fact_column(one.id): SQL[maker.library.parameters[one.name].type.name] for one in maker.elements.values()}
    there = table.schema()
    problems = []
    for name, wanted in {DAY: "date", **types}.items():
        if name not in there:
            problems.append(Problem(Place(source.named), f"the result has no column {name}", AGAIN))
        elif there[name].copy(nullable=True) != ibis.dtype(wanted):
            message = f"the column {name} holds {there[name]}, not {wanted}"
            problems.append(Problem(Place(source.named), message, AGAIN))
    if problems:
        raise InputError(problems)


def _answered(guideline: Guideline, maker: Guideline, table: ir.Table, answers: Mapping[str, str]) -> ir.Table:
    """The table with a column for each answer: its name → the definition that gives it."""
    columns = dict(_facts(guideline, maker, table))
    definitions = below(logic_of(guideline), answers.values())
    kept = {*table.columns}
    told, made = with_definitions(table, definitions, columns, kept | {f"define {name}" for name in answers.values()})
    return told.select(*table.columns, **{name: made[define].value for name, define in answers.items()})


def _facts(guideline: Guideline, maker: Guideline, table: ir.Table) -> Iterator[tuple[str, Column]]:
    """The column of each parameter that is a fact; one that the maker did not know, or not so, is null."""
    types = guideline.library.parameters
    for element in guideline.elements.values():
        type_ = types[element.name].type
        known = _alike(element.id, guideline, maker)
        value = table[fact_column(element.id)] if known else ibis.null(SQL[type_.name])
        yield element.name, fact(value, type_, element.unit)
    yield ASSESSED_ON, fact(table[DAY], DATE)


def _alike(id: str, guideline: Guideline, maker: Guideline) -> bool:
    """Whether an element of one guideline is that of the other: of the same type, in the same unit."""
    one, other = guideline.elements[id], maker.elements.get(id)
    return other is not None and (one.type, one.unit) == (other.type, other.unit)


def _changes(engine: Engine, affected: ir.Table, at: tuple[ConclusionKind, str]) -> Iterator[tuple[At, int]]:
    old, new = (affected[_side(side, at)] for side in ("old", "new"))
    rows = affected.filter(~old.identical_to(new)).group_by(before=old, after=new).agg(n=lambda table: table.count())
    for row in engine.fetched(rows):
        yield (*at, row["before"], row["after"]), row["n"]


def _side(side: str, at: tuple[ConclusionKind, str]) -> str:
    return f"{side} {answer_column(*at)}"
