"""Guidelines that were found sound, kept in the user's cache: reading and checking one takes longer than ten patients.

A guideline is known by all that it was made of: every file of its folder and of the overlays, how messages name them,
the version of Python, and the part of our own program that reads and checks it, whose next version may check more.
Whatever is not known so is checked.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resecta.document.cache import keep, read_kept
from resecta.document.source import LARGEST
from resecta.guideline.pack import Guideline
from resecta.guideline.whereabouts import BESIDE, SUFFIXES, shown

READING = ("cql", "document", "guideline")
"""The packages that read and check a guideline; imports run downward, so that no other has a part in it."""


def key_of(folders: Iterable[Path]) -> str | None:
    """The key of the guideline in these folders, overlays after what they lie over; None where one cannot be read."""
    found = hashlib.sha256(f"{sys.version}\0{_program()}".encode())
    try:
        for folder in folders:
            found.update(os.fsencode(f"\0\0{folder}\0{shown(folder)}"))
            for file in sorted(folder.iterdir()):
                if file.suffix in SUFFIXES and file.name not in BESIDE:
                    if not file.is_file() or file.stat().st_size > LARGEST:
                        return None
                    content = file.read_bytes()
                    found.update(os.fsencode(f"\0{file.name}\0{len(content)}\0"))
                    found.update(content)
    except OSError:
        return None
    return found.hexdigest()


def kept_guideline(key: str) -> Guideline | None:
    """The guideline of this key; None where it was not kept."""
    body = read_kept(_file(key))
    if body is None:
        return None
    found: Guideline = pickle.loads(body)  # noqa: S301  # our own file, in a folder that is the user's alone
    return found


def keep_guideline(key: str, guideline: Guideline) -> None:
    """Keep a guideline that was found sound."""
    written = io.BytesIO()
    try:
        _Pickler(written).dump(guideline)
    except RecursionError:  # logic nested so deep that it cannot be kept; it can be read again
        return
    keep(_file(key), written.getvalue())


def _file(key: str) -> str:
    return f"guideline-{key}.sound"


@cache
def _program() -> str:
    """When the files that read and check a guideline were last written, and their sizes, by which Python knows its
    bytecode too.
    """
    package = Path(__file__).parents[1]
    files = [str(package / "lazy_dataclass.py"), *(file for part in READING for file in _files(str(package / part)))]
    told = ((file, os.stat(file)) for file in files)  # noqa: PTH116  # two hundred files, in a start
    return "\n".join(f"{file} {status.st_mtime_ns} {status.st_size}" for file, status in told)


def _files(folder: str) -> Iterator[str]:
    for place, below, files in os.walk(folder):
        below[:] = sorted(name for name in below if name != "__pycache__")
        yield from (os.path.join(place, name) for name in sorted(files))  # noqa: PTH118  # the same


class _Pickler(pickle.Pickler):
    """Writes values as calls of their class: reading such is several times as fast as setting field by field."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._fields: dict[type[Any], tuple[str, ...] | None] = {}

    def reducer_override(self, value: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        kind = type(value)
        if kind not in self._fields:
            self._fields[kind] = _positional(kind)
        names = self._fields[kind]
        return NotImplemented if names is None else (kind, tuple([getattr(value, name) for name in names]))


def _positional(kind: type[Any]) -> tuple[str, ...] | None:
    """The fields that a class takes in their order; None of a class that takes others, or is no value."""
    if not is_dataclass(kind) or kind.__dictoffset__:
        return None
    taken = fields(kind)
    return tuple(field.name for field in taken) if all(field.init and not field.kw_only for field in taken) else None


def _read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)
