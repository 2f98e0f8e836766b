"""The facts to find out for each patient, in columns: what open conclusions wait for, and what is always asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import add, or_

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Column, Columns
from resecta.cohort.columns.column import literal
from resecta.cohort.engines import Stage
from resecta.cohort.layers import Layer, column_of, layers, narrowed, on_table, read_by
from resecta.cohort.moves import Moved, with_moves
from resecta.cohort.sets import BITS, EMPTY, Words, bits, both, has, union, where
from resecta.cohort.takes import Facts
from resecta.cohort.trails import Named, Trails, TrailSet, asked_by
from resecta.cql.core.nodes import Node
from resecta.guideline.ladder import asked_key
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind, Status

OPEN = (ConclusionKind.RECOMMENDATION, ConclusionKind.STRATEGY, ConclusionKind.REGIMEN)
MOST = 1000
"""More than there are elements, or conclusions."""


def waited_for(guideline: Guideline) -> dict[str, set[TrailSet]]:
    """The definitions whose unknown facts are told somewhere, and all that enters these, with the sets asked for."""
    definitions = guideline.logic.definitions
    rungs = (rung for ladder in guideline.ladders.values() for rung in ladder.rungs)
    pending = [(name, TrailSet.MISSING) for rung in rungs for name in rung.waits if name in definitions]
    found: dict[str, set[TrailSet]] = {}
    while pending:
        name, part = pending.pop()
        if part not in found.setdefault(name, set()):
            found[name].add(part)
            pending.extend(asked_by(definitions[name], part))
    return found


def trail_layers(guideline: Guideline) -> list[Layer]:
    """The definitions whose sets are made, by depth."""
    wanted = waited_for(guideline)
    return layers({name: node for name, node in guideline.logic.definitions.items() if name in wanted})


def with_trails(
    guideline: Guideline, table: ir.Table, made: Mapping[str, Column], facts: Mapping[str, Column], kept: set[str]
) -> tuple[ir.Table, Mapping[str, Words]]:
    """The table with what each definition waits for, layer by layer like the definitions themselves."""
    logic, wanted = guideline.logic, waited_for(guideline)
    places = {name: place for place, name in enumerate(guideline.element_ids)}
    asks = {name: bits(places[fact] for fact in named) for name, named in logic.asks.items()}
    order, told = trail_layers(guideline), _told(guideline)
    sets: dict[Named, Words] = {}
    for place, layer in enumerate(order):
        at = {name: on_table(column, table) for name, column in facts.items()}
        columns = Columns(
            {**_settings(guideline), **at}, {name: on_table(column, table) for name, column in made.items()}
        )
        now = {word: table[_absent(word)] for word in range(len(places) // BITS + 1)}
        reader = Trails(columns, _reader(table, sets), places, now, asks)
        fresh = {
            (name, part): reader.of_definition(name, part, node)
            for name, node in layer.items()
            for part in sorted(wanted[name])
        }
        sets.update(fresh)
        rest = order[place + 1 :]
        read = {
            named
            for after in rest
            for name, node in after.items()
            for part in wanted[name]
            for named in asked_by(node, part)
        }
        later = {_column(named, word) for named in (*read, *told) if named in sets for word in sets[named]}
        later |= kept | read_by(rest, facts) | {_absent(word) for word in now}
        columns_of = {_column(named, word): value for named, words in fresh.items() for word, value in words.items()}
        table = narrowed(table, later, {name: value for name, value in columns_of.items() if name in later})
    read_ = _reader(table, sets)
    return table, {named[0]: read_(named) for named in told if named in sets}


def _told(guideline: Guideline) -> list[Named]:
    """The sets that are told at some rung."""
    rungs = (rung for ladder in guideline.ladders.values() for rung in ladder.rungs)
    names = dict.fromkeys(name for rung in rungs for name in rung.waits if name in guideline.logic.definitions)
    return [(name, TrailSet.MISSING) for name in names]


def absent_facts(guideline: Guideline, facts: Mapping[str, Column]) -> dict[str, ir.Value]:
    """The facts that are unknown in a row, as columns."""
    places = {name: place for place, name in enumerate(guideline.element_ids)}
    absent = union(*(where(facts[name].value.isnull(), bits([place])) for name, place in places.items()))
    return {_absent(word): value for word, value in absent.items()}


def _absent(word: int) -> str:
    return f"absent {word}"


def _settings(guideline: Guideline) -> dict[str, Column]:
    """The site's settings as columns: the text of a definition may ask for one that is null."""
    logic = guideline.logic
    values = {**logic.defaults, **guideline.settings_values}
    made = {
        name: literal(values[name], logic.library.parameters[name].type) for name in logic.steady if name != ASSESSED_ON
    }
    return {name: column for name, column in made.items() if isinstance(column, Column)}


def _column(named: Named, word: int) -> str:
    return f"{named[1]} {word} {named[0]}"


def _reader(table: ir.Table, sets: Mapping[Named, Words]) -> Callable[[Named], Words]:
    """Gives a set as the columns of the table in which it stands."""
    return lambda named: {word: table[_column(named, word)] for word in sets[named]}


def missing_in_order(
    guideline: Guideline,
    logic: Mapping[str, Node],
    table: ir.Table,
    made: Mapping[str, Column],
    facts: Facts,
    kept: set[str],
    stage: Stage,
) -> ir.Table:
    """The table with ``missing``: the facts to find out in the order of the advice (``_rank``). ``logic``: the settled
    definitions; ``kept``: the columns that are read afterwards.
    """
    before = set(table.columns)
    table, moved = with_moves(guideline, logic, table, facts, made)
    read = kept | ({*table.columns} - before)
    table, trails = with_trails(guideline, stage(table), made, facts.columns, read)
    values = {name: on_table(column, table).value for name, column in made.items()}
    keys = [f"{kind}:{id}" for kind, id, _ in guideline.answers if kind in OPEN]
    waits = [words for key in keys if (words := _waits(guideline, key, values, trails, table))]
    named = {_wait(place, word): value for place, words in enumerate(waits) for word, value in words.items()}
    table = narrowed(table, read | {name for name in table.columns if name.startswith("absent ")}, named)
    table = stage(table)
    sets = [{word: table[_wait(place, word)] for word in words} for place, words in enumerate(waits)]
    return narrowed(table, kept, {"missing": _listed(guideline, table, facts, sets, moved)})


def _listed(guideline: Guideline, table: ir.Table, facts: Facts, waits: Sequence[Words], moved: Moved) -> ir.ArrayValue:
    """The elements that are disputed, waited for or asked for: the disputed ones first, then those that move what is
    first, then by the number that they move, by how many open conclusions name them, by their place. All of it is one
    whole number that ends in the place, for a list of these is quickly put in order.
    """
    asked = _asked(
        guideline, table, {word: table[_absent(word)] for word in range(len(guideline.elements) // BITS + 1)}
    )
    lines = []
    for place, id in enumerate(guideline.elements):
        naming = [has(words, place).cast("int64") for words in waits if place // BITS in words]
        settles = reduce(add, naming, ibis.literal(0, "int64"))
        disputed = table[facts.disputed[id].get_name()] if id in facts.disputed else ibis.literal(False)
        wanted = (settles > 0) | disputed | asked.get(id, ibis.literal(False))
        late = ibis.ifelse(disputed, 0, 1) * 2 + ibis.ifelse(moved.first(table, id), 0, 1)
        rank = (late * MOST + (MOST - 1 - moved.count(table, id))) * MOST + (MOST - 1 - settles)
        lines.append(ibis.ifelse(wanted, rank * MOST + place, ibis.null("int64")))
    ids = ibis.array([*guideline.elements])
    return (
        ibis.array(lines).filter(lambda line: line.notnull()).sort().map(lambda line: ids[(line % MOST).cast("int32")])
    )


def _wait(place: int, word: int) -> str:
    return f"waits {place} {word}"


def _waits(
    guideline: Guideline,
    key: str,
    values: Mapping[str, ir.Value],
    trails: Mapping[str, Words],
    table: ir.Table,
) -> Words:
    """What a ladder asks for at the rung that it stands on."""
    places = {name: place for place, name in enumerate(guideline.element_ids)}
    ids = {id: place for place, id in enumerate(guideline.elements)}
    found = EMPTY
    status = values[key]
    for rung in guideline.ladders[key].rungs:
        if rung.asks:
            found = union(found, where(status == str(rung.answer), bits(ids[id] for id in rung.asks)))
        if rung.answer != Status.UNDETERMINED:
            continue
        for name in rung.waits:
            if name in trails:
                open_ = trails[name]
            elif name in places:
                word, own = places[name] // BITS, bits([places[name]])
                open_ = both({word: table[_absent(word)]}, own)
            else:
                continue
            found = union(found, where(status == str(Status.UNDETERMINED), open_))
    return found


def _asked(guideline: Guideline, table: ir.Table, absent: Words) -> Mapping[str, ir.BooleanValue]:
    """The elements that are asked for whatever is open: always, or in this situation."""
    places = {id: place for place, id in enumerate(guideline.elements)}
    found = {id: [has(absent, places[id])] for id in guideline.always_asked}
    for place, item in enumerate(guideline.asked_while):
        found.setdefault(item.element, []).append(table[column_of(asked_key(item, place))])
    return {id: reduce(or_, rules) for id, rules in found.items()}
