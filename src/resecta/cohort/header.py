"""The first line of a CSV, looked at before an engine opens it: engines give doubled columns new names in silence."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

from resecta.document import Place, Problem, quote

LONGEST = 1 << 20
"""Bytes of a first line; a file without an end of line in so many has no header."""
SEPARATORS = ",;\t|"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def faults_of_header(file: Path) -> Iterator[Problem]:
    """What is wrong with the names of the columns."""
    place = Place(str(file), 1)
    with opened(file) as raw:
        try:
            line = raw.readline(LONGEST)
        except (OSError, EOFError):
            yield Problem(Place(str(file)), "the compressed file is not whole", "copy or export it again")
            return
    if line.startswith(UTF_16):
        yield Problem(place, "the file is written in UTF-16", "export it as UTF-8")
        return
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = line[max(0, error.start - 10) : error.end].decode("ascii", "replace")
        yield Problem(place, f"the header is not written in UTF-8, at {quote(told)}", "export the table as UTF-8")
        return
    if text.startswith("#"):
        yield Problem(place, f"a remark stands where the header is wanted: {quote(text.strip())}", "delete it")
        return
    names = [name.strip().strip('"') for name in text.strip().split(_separator(text))]
    yield from doubled(names, place)


def separator_of(file: Path) -> str:
    """What stands between the cells of a CSV whose header has no fault."""
    with opened(file) as raw:
        return _separator(raw.readline(LONGEST).decode("utf-8-sig"))


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)


def opened(file: Path) -> IO[bytes]:
    """The bytes of a CSV, compressed or not."""
    return cast("IO[bytes]", gzip.open(file) if file.suffix.lower() == ".gz" else file.open("rb"))


def doubled(names: Sequence[str], place: Place) -> Iterator[Problem]:
    """Columns of one name: an engine does not tell large letters from small ones."""
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(name.lower(), []).append(name)
    for first, *others in alike.values():
        if others:
            told = "" if set(others) == {first} else f", as {' and '.join(map(quote, dict.fromkeys((first, *others))))}"
            yield Problem(place, f"the column {quote(first)} stands twice{told}", "keep one, or name them apart")
