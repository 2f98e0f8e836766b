"""A table as it lies on disk: its files and their form, and what is wrong with them before an engine opens any."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from resecta.cohort.header import doubled, faults_of_header
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass

PARQUET_MARK, POINTER_MARK = b"PAR1", b"version https://git-lfs"


class TableFormat(StrEnum):
    """The forms of table that are read."""

    PARQUET = "parquet"
    CSV = "csv"
    DELTA = "delta"
    ICEBERG = "iceberg"


SUFFIXES = {
    ".parquet": TableFormat.PARQUET,
    ".pq": TableFormat.PARQUET,
    ".csv": TableFormat.CSV,
    ".tsv": TableFormat.CSV,
    ".gz": TableFormat.CSV,
}


@dataclass(frozen=True, slots=True)
class TableFiles:
    """``files``: those of the table, in order; of a Delta or Iceberg table its folder."""

    named: str
    form: TableFormat
    files: tuple[Path, ...]


def find(named: str) -> TableFiles:
    """The table that a path, a folder or a glob names. Raises InputError with everything that is wrong with it."""
    path = Path(named)
    if (path / "_delta_log").is_dir():
        return TableFiles(named, TableFormat.DELTA, (path,))
    if (path / "metadata").is_dir() and any((path / "metadata").glob("*.metadata.json")):
        return TableFiles(named, TableFormat.ICEBERG, (path,))
    files = tuple(_files(path, named))
    forms = {form for file in files if (form := _form(file)) is not None}
    if not files:
        raise InputError([_none(path, named)])
    if len(forms) > 1:
        raise InputError([_problem(named, "it holds both Parquet and CSV", "name the files of one form, as *.parquet")])
    (form,) = forms
    problems = [problem for file in files for problem in _faults(file, form)]
    if problems:
        raise InputError(problems)
    return TableFiles(named, form, files)


def _files(path: Path, named: str) -> Iterator[Path]:
    if path.is_dir():
        inside = (file for file in path.rglob("*") if file.is_file() and not file.name.startswith((".", "_")))
        yield from sorted(file for file in inside if file.suffix.lower() in SUFFIXES)
    elif path.is_file():
        yield from (path,) if _form(path) is not None else ()
    else:
        found = sorted(Path(each) for each in glob.glob(named, recursive=True))  # noqa: PTH207 - a whole path, with its root
        yield from (file for file in found if file.is_file() and _form(file) is not None)


def _form(file: Path) -> TableFormat | None:
    """By its name; a file of another name may be Parquet by its first bytes."""
    known = SUFFIXES.get(file.suffix.lower())
    if known is not None:
        return known
    return TableFormat.PARQUET if _begins(file, PARQUET_MARK) or _begins(file, POINTER_MARK) else None


def _none(path: Path, named: str) -> Problem:
    if path.is_file():
        return _problem(named, "it is no table that is read", "give Parquet (.parquet) or CSV (.csv, .tsv, .csv.gz)")
    if path.is_dir():
        return _problem(named, "the folder holds no table", "put .parquet or .csv files in it")
    return _problem(named, "there is no such file", "check the path")


def _faults(file: Path, form: TableFormat) -> Iterator[Problem]:
    size = file.stat().st_size
    if size == 0:
        yield _problem(str(file), "the file is empty", "export the table again")
    elif _begins(file, POINTER_MARK):
        yield _problem(str(file), "this is a Git-LFS pointer, not the table", "fetch the table with git lfs pull")
    elif form is TableFormat.PARQUET and not (_begins(file, PARQUET_MARK) and _ends(file, PARQUET_MARK)):
        yield _problem(str(file), "the Parquet file is not whole: its end is missing", "copy or export it again")
    elif form is TableFormat.PARQUET:
        yield from doubled(_columns(file), Place(str(file)))
    elif form is TableFormat.CSV:
        yield from faults_of_header(file)


def _columns(file: Path) -> list[str]:
    """The columns of a Parquet file; none of one that is damaged inside, of which the engine tells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(file).names)
    except (pa.ArrowException, OSError):
        return []


def _begins(file: Path, mark: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(mark)) == mark


def _ends(file: Path, mark: bytes) -> bool:
    with file.open("rb") as opened:
        opened.seek(-len(mark), 2)
        return opened.read() == mark


def _problem(file: str, message: str, mend: str) -> Problem:
    return Problem(Place(file), message, mend)
