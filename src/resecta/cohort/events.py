"""The table of events: one row per event of a patient, by the rules of a case file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from resecta.case.events import EPISODES
from resecta.case.value import Wanted, wanted_of_field
from resecta.cohort.engines import FILE, ROW
from resecta.cohort.patients import CASE, DAY
from resecta.cohort.reading import Cells, Check, WrongTypeError, read, rules
from resecta.cohort.takes.told import field_types
from resecta.document import InputError, Place, Problem, did_you_mean
from resecta.guideline.model import Activity, EventField
from resecta.guideline.pack import Guideline
from resecta.lazy_dataclass import dataclass

DATES = ("date", "start", "end")


@dataclass(frozen=True, slots=True)
class Events:
    """A table of events as read, each beside the day of its patient. ``nobodys``: the rows that name no case;
    ``twice``: of each event that stands there twice, alike in every column that is read, one row. Both with the row's
    file and number.
    """

    table: ir.Table
    cells: Mapping[str, Cells]
    together: tuple[Check, ...]
    nobodys: ir.Table
    twice: ir.Table

    @property
    def sound(self) -> ir.BooleanValue:
        """Where every cell of a row can be read."""
        apart = reduce(or_, (check.broken.fill_null(False) for check in self.together), ibis.literal(False))
        return reduce(and_, (cells.sound for cells in self.cells.values())) & ~apart

    def facts(self, table: ir.Table) -> ir.Table:
        """Rows of the table, typed, with every column that an event can have."""
        return table.select(**{name: cells.value for name, cells in self.cells.items()})


def events(guideline: Guideline, table: ir.Table, patients: ir.Table, file: str) -> Events:
    """The events of these patients (case, assessed_on). Raises InputError where the table cannot hold events at all."""
    problems = [
        Problem(Place(file), f"the table has no column {name}", did_you_mean(name, table.columns) or f"add {name}")
        for name in (CASE, "activity")
        if name not in table.columns
    ]
    if not {"date", "start"} & {*table.columns}:
        problems.append(Problem(Place(file), "the table has no dates", "add date, or start and end"))
    if problems:
        raise InputError(problems)
    days = patients.select(of_case=patients[CASE], day=patients[DAY])
    beside = table.inner_join(days, table[CASE].cast("string") == days["of_case"])
    cells: dict[str, Cells] = {CASE: Cells(beside[CASE], beside["of_case"], ())}
    for name, wanted in _wanted(guideline).items():
        raw = beside[name] if name in table.columns else ibis.null("string")
        try:
            cells[name] = read(raw, wanted, beside["day"])
        except WrongTypeError as wrong:
            message = f"the column {name} holds {wrong.found}, not {wrong.wanted}"
            problems.append(Problem(Place(file), message, "write it so"))
    if problems:
        raise InputError(problems)
    nobodys = table.filter(table[CASE].isnull()).select(case=table[CASE].cast("string"), file=FILE, row=ROW)
    read_columns = [name for name in cells if name in table.columns]
    alike = table.group_by(read_columns).agg(
        rows=table.count(), file=table[FILE].argmax(table[ROW]), row=table[ROW].max()
    )
    several = alike.filter((alike["rows"] > 1) & alike[CASE].notnull())
    twice = several.select("file", "row", case=several[CASE].cast("string"))
    return Events(beside, cells, tuple(_rules(guideline, cells)), nobodys, twice)


def _wanted(guideline: Guideline) -> dict[str, Wanted]:
    """What the columns must be. The limits of a field hang on the activity: ``_rules`` has them."""
    bare = {
        "activity": Wanted("activity", "String", choices=tuple(guideline.activities)),
        **{name: Wanted(name, "Date", done=True) for name in DATES},
        "episode": Wanted("episode", "String", choices=EPISODES),
    }
    fields = {field.id: field for activity in guideline.activities.values() for field in activity.fields}
    types = field_types(guideline)
    return {**bare, **{id: Wanted(id, fields[id].type, done=True) for id in types}}


def _rules(guideline: Guideline, cells: Mapping[str, Cells]) -> Iterator[Check]:
    value = {name: each.value for name, each in cells.items()}
    activity, date, start, end = (value[name] for name in ("activity", *DATES))
    days = [one.id for one in guideline.activities.values() if not one.course]
    yield Check(activity.isnull(), "an event without its activity", "write activity")
    one_day, mend = activity.isin(days), "write date, one row for each day"
    yield Check(one_day & date.isnull(), "an event of one day lacks its date", mend)
    yield Check(one_day & (start.notnull() | end.notnull()), "an event of one day has a start or an end", mend)
    yield Check(date.isnull() & start.isnull(), "a course lacks its start", "write start and, once it is over, end")
    both = date.notnull() & (start.notnull() | end.notnull())
    yield Check(both, "a date stands beside a start or an end", "keep one or the other")
    yield Check(end < start, "the end lies before the start", "exchange the two dates")
    for one in guideline.activities.values():
        yield from _fields(one, activity == one.id, value)


def _fields(activity: Activity, is_one: ir.BooleanValue, value: Mapping[str, ir.Value]) -> Iterator[Check]:
    own = {field.id: field for field in activity.fields}
    for name in value:
        if name in (CASE, "activity", "episode", *DATES):
            continue
        if name not in own:
            yield Check(is_one & value[name].notnull(), f"{activity.id} has no {name}", "leave it empty")
            continue
        yield from _limits(own[name], activity.id, is_one, value[name])


def _limits(field: EventField, activity: str, is_one: ir.BooleanValue, value: ir.Value) -> Iterator[Check]:
    """The rules that one activity has for a field; the type of the column is read already."""
    if field.required:
        yield Check(is_one & value.isnull(), f"{activity} lacks its {field.id}", f"write {field.id}")
    wanted = wanted_of_field(field)
    for check in rules(value, wanted, None):
        yield Check(is_one & check.broken, f"{field.id} is {check.message}", check.mend)
