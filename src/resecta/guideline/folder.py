"""Where a pack lies and what is in it: the id or path of a guideline in, its files read out (with overlays merged
in).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from resecta.document import (
    Collector,
    InputError,
    Node,
    Place,
    Problem,
    did_you_mean,
    quote,
    read_document,
    read_source,
)
from resecta.guideline.model import Departure
from resecta.guideline.overlay import merge

SHIPPED = Path(__file__).resolve().parent.parent / "guidelines"
DEFAULT = "rectal_liver_metastases"
LOGIC = "logic.cql"
REQUIRED = ("guideline.yaml", "elements.yaml", LOGIC)
OPTIONAL = (
    "activities.yaml",
    "findings.yaml",
    "notices.yaml",
    "recommendations.yaml",
    "strategies.yaml",
    "regimens.yaml",
    "settings.yaml",
    "constraints.yaml",
)
SUFFIXES = (".yaml", ".yml", ".cql")
"""Of files that belong to a guideline, or look as if they did."""
BESIDE = ("properties.yaml", "mutants.yaml")
"""What others say about a guideline: its properties for a prover, its equivalent mutants. Not part of what it says."""


@dataclass(frozen=True, slots=True)
class LogicFile:
    """The text of a ``logic.cql`` and the name that messages give it."""

    file: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a pack, overlays merged in: a root node per YAML file, and the CQL texts in the order in which
    they are laid.
    """

    path: Path
    documents: dict[str, Node]
    logic: tuple[LogicFile, ...]
    departures: tuple[Departure, ...]


def find(name: str | os.PathLike[str] | None) -> Path:
    """The directory of a guideline: a shipped one by id, any other by its path. Raises InputError."""
    if name is None:
        return SHIPPED / DEFAULT
    shipped = sorted(entry.name for entry in SHIPPED.iterdir() if (entry / "guideline.yaml").is_file())
    if name in shipped and not Path(name).exists():
        return SHIPPED / name
    path = Path(name)
    try:
        if path.is_dir():
            return path
        exists = path.exists()
    except (OSError, ValueError):  # a name too long, or a null byte in it
        exists = False
    if exists:
        raise _refused(
            name, "this is a file; a guideline is a directory", "give the directory that holds guideline.yaml"
        )
    mend = did_you_mean(str(name), shipped) or f"shipped: {', '.join(shipped)}; any other by the path of its directory"
    raise _refused(name, "there is no such guideline", mend)


def find_overlay(path: str | os.PathLike[str]) -> Path:
    """The directory of an overlay. Raises InputError."""
    found = Path(path)
    try:
        is_directory, exists = found.is_dir(), found.exists()
    except (OSError, ValueError):
        is_directory = exists = False
    if is_directory:
        return found
    message = "this is a file; an overlay is a directory" if exists else "there is no such overlay"
    raise _refused(path, message, "give a directory that holds files named as those of the guideline")


def read_folder(path: Path, overlays: tuple[Path, ...] = ()) -> Folder:
    """Read a pack and lay the overlays over it, in order. Raises InputError with every problem of syntax."""
    problems = Collector()
    documents, logic = _read(path, problems, required=REQUIRED)
    departures: list[Departure] = []
    for overlay in overlays:
        site, site_logic = _read(overlay, problems, required=())
        for file, node in site.items():
            documents[file], found = merge(documents.get(file), node, file)
            departures.extend(found)
        logic += site_logic
    problems.raise_if_any()
    return Folder(path, documents, tuple(logic), tuple(departures))


def _read(path: Path, problems: Collector, required: tuple[str, ...]) -> tuple[dict[str, Node], list[LogicFile]]:
    documents: dict[str, Node] = {}
    logic: list[LogicFile] = []
    for name in _names(path, problems, required):
        file = shown(path / name)
        try:
            if name == LOGIC:
                logic.append(LogicFile(file, read_source(path / name)))
            else:
                documents[name] = read_document(file)
        except InputError as error:
            for problem in error.problems:
                problems.note(problem)
    return documents, logic


def _names(path: Path, problems: Collector, required: tuple[str, ...]) -> list[str]:
    """The pack files in a directory; a file that looks like one but is not known is refused, not passed over."""
    known = (*REQUIRED, *OPTIONAL)
    present = sorted(entry.name for entry in path.iterdir() if entry.suffix in SUFFIXES)
    for name in present:
        if name not in (*known, *BESIDE):
            mend = did_you_mean(name, known) or f"known: {', '.join(known)}"
            problems.note(Problem(Place(shown(path / name)), f"{quote(name)} is not a file of a guideline", mend))
    for name in required:
        if name not in present:
            mend = f"every guideline has {', '.join(REQUIRED)}; `resecta guideline init` writes a small one"
            problems.note(Problem(Place(shown(path)), f"the guideline lacks {name}", mend))
    if not required and not any(name in known for name in present):
        problems.note(
            Problem(Place(shown(path)), "no file of a guideline in this overlay", f"known: {', '.join(known)}")
        )
    return [name for name in known if name in present]


def shown(path: Path) -> str:
    """The path as messages name it: from the working directory where it lies below it."""
    absolute = path.resolve()
    here = Path.cwd()
    return str(absolute.relative_to(here)) if path.is_absolute() and absolute.is_relative_to(here) else str(path)


def _refused(name: str | os.PathLike[str], message: str, mend: str) -> InputError:
    return InputError([Problem(Place(os.fspath(name)), message, mend)])
