"""The table of patients: which of its columns are facts, which are carried along, and which rows cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as PlainMapping
from functools import reduce
from operator import and_, or_
from pathlib import Path

import ibis
import ibis.expr.types as ir

from resecta.case.value import Wanted, wanted_of
from resecta.cohort.columns.exact import wide
from resecta.cohort.conclusions import CARRIED, result_columns
from resecta.cohort.engines import FILE, ROW
from resecta.cohort.mapping import ColumnRule, TableMapping, UnfitError, mapped_cells, read_mapping
from resecta.cohort.reading import Cells, Check
from resecta.document import InputError, Place, Problem, did_you_mean
from resecta.guideline.pack import Guideline
from resecta.guideline.takes import Share
from resecta.lazy_dataclass import dataclass

CASE, DAY = "case", "assessed_on"
PLACES = (FILE, ROW)


@dataclass(frozen=True, slots=True)
class Patients:
    """A table as read. ``cells``: case, assessed_on and each element that it has; ``carried``: its other columns;
    ``absent``: the elements that it has no column for and that follow from nothing: unknown in every row.
    """

    table: ir.Table
    cells: PlainMapping[str, Cells]
    carried: tuple[str, ...]
    absent: tuple[str, ...]
    together: tuple[Check, ...]

    @property
    def sound(self) -> ir.BooleanValue:
        """Where every cell of a row can be read."""
        apart = reduce(or_, (check.broken.fill_null(False) for check in self.together), ibis.literal(False))
        return reduce(and_, (cells.sound for cells in self.cells.values())) & ~apart

    def facts(self, table: ir.Table) -> ir.Table:
        """Case, day, elements and carried columns of rows of the table, typed."""
        chosen = {name: cells.value for name, cells in self.cells.items()}
        return table.select(**chosen, **{CARRIED + name: table[name] for name in self.carried})


def patients(guideline: Guideline, table: ir.Table, file: str, mapping: Path | None = None) -> Patients:
    """The table's columns by the contract, or by a file with a mapping. Raises InputError where it cannot hold patients
    at all.
    """
    if mapping is None:
        by = _by_contract(guideline, table, file)
    else:
        by = read_mapping(mapping, guideline, file, [name for name in table.columns if name not in PLACES])
    carried = tuple(name for name in table.columns if name not in by.columns and name not in PLACES)
    problems = list(_clashes(guideline, carried, file))
    read: dict[str, Cells] = {}
    for id, rule in ((DAY, by.assessed_on), *by.elements.items()):
        wanted = Wanted(DAY, "Date") if id == DAY else wanted_of(guideline.elements[id])
        day = read[DAY].value if DAY in read else None
        try:
            read[id] = mapped_cells(table, rule, wanted, day)
        except UnfitError as unfit:
            problems.append(_unfit(unfit, file))
    if problems:
        raise InputError(problems)
    case = table[by.case.column].cast("string")
    cells = {
        CASE: Cells(table[by.case.column], case, (_given(case, CASE),)),
        **read,
        DAY: _with(read[DAY], _given(table[by.assessed_on.column], DAY)),
    }
    absent = tuple(one.id for one in guideline.elements.values() if one.id not in by.elements and one.derive is None)
    return Patients(table, cells, carried, absent, tuple(_volumes(guideline, cells)))


def _by_contract(guideline: Guideline, table: ir.Table, file: str) -> TableMapping:
    """Every column that bears the name of an element is that element. Raises InputError where there is no case, or no
    day.
    """
    place = Place(file)
    problems = [
        Problem(place, f"{file} has no column {name}", did_you_mean(name, table.columns) or f"add the column {name}")
        for name in (CASE, DAY)
        if name not in table.columns
    ]
    if problems:
        raise InputError(problems)
    elements = {id: ColumnRule(id) for id in guideline.elements if id in table.columns}
    return TableMapping(ColumnRule(CASE), ColumnRule(DAY), elements)


def _clashes(guideline: Guideline, carried: Iterable[str], file: str) -> Iterator[Problem]:
    """Columns that would stand in the result under the name of one of its own."""
    own = {name.lower() for name in result_columns(guideline)}
    found = [name for name in carried if name.lower() in own]
    if found:
        message = f"columns that are carried along have the names of columns of the result: {', '.join(found)}"
        yield Problem(Place(file), message, "rename them, or leave them out")


def _unfit(unfit: UnfitError, file: str) -> Problem:
    """Told with the line of the mapping that names the column, where there is one."""
    if unfit.rule.said is None:
        return Problem(Place(file), str(unfit), "write it so, or say in a mapping what its values mean")
    return unfit.rule.said.problem(f"{file}: {unfit}", "say what its values mean, or name another column")


def _given(value: ir.Value, name: str) -> Check:
    return Check(value.isnull(), "missing", f"every row needs its {name}")


def _with(cells: Cells, check: Check) -> Cells:
    return Cells(cells.raw, cells.value, (check, *cells.checks))


def _volumes(guideline: Guideline, cells: PlainMapping[str, Cells]) -> Iterator[Check]:
    """Volumes that exceed what they are a part of."""
    for element in guideline.elements.values():
        take = element.derive
        if not isinstance(take, Share) or take.whole not in cells:
            continue
        whole = wide(cells[take.whole].value)
        rest, mend = whole, "check the three volumes and their units"
        if take.less is not None and take.less in cells:
            less = wide(cells[take.less].value)
            yield Check(less >= whole, f"{take.less} leaves nothing of {take.whole}", mend)
            rest = whole - less.fill_null(0)
        yield Check(whole == 0, f"{take.whole} is 0", "leave it out if it is not known")
        if take.part in cells:
            yield Check(wide(cells[take.part].value) > rest, f"{take.part} exceeds {take.whole}", mend)
