"""What is in a pack: its directory in, its files read out, overlays merged in."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from resecta.document import (
    Collector,
    InputError,
    Mapping,
    Node,
    Place,
    Problem,
    Scalar,
    did_you_mean,
    quote,
    read_document,
    read_source,
)
from resecta.guideline.model import Departure
from resecta.guideline.overlay import merge
from resecta.guideline.whereabouts import BESIDE, SUFFIXES, shown
from resecta.lazy_dataclass import dataclass

LOGIC = "logic.cql"
HEADER = "guideline.yaml"
REQUIRED = (HEADER, "elements.yaml", LOGIC)
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


def read_folder(path: Path, overlays: tuple[Path, ...] = ()) -> Folder:
    """Read a pack and lay the overlays over it, in order. Raises InputError with every problem of syntax."""
    problems = Collector()
    documents, logic = _read(path, problems, required=REQUIRED)
    departures: list[Departure] = []
    for overlay in overlays:
        site, site_logic = _read(overlay, problems, required=())
        _refuse_another_id(site, documents, problems)
        for file, node in site.items():
            documents[file], found = merge(documents.get(file), node, file)
            departures.extend(found)
        logic += site_logic
    problems.raise_if_any()
    return Folder(path, documents, tuple(logic), tuple(departures))


def _refuse_another_id(site: dict[str, Node], documents: dict[str, Node], problems: Collector) -> None:
    """A guideline is known by its id, which no overlay changes: one that gives another is a guideline of its own."""
    header, shipped = site.get(HEADER), documents.get(HEADER)
    if not isinstance(header, Mapping) or not isinstance(shipped, Mapping) or "id" not in header:
        return
    own, other = shipped.get("id"), header["id"]
    if not (isinstance(own, Scalar) and isinstance(other, Scalar) and own.text == other.text):
        mend = "leave it out, or give the folder as a guideline, not as an overlay"
        problems.note(header.keys["id"].problem("an overlay gives no id but that of its guideline", mend))


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
    allowed = (*known, *BESIDE)
    present = sorted(entry.name for entry in path.iterdir() if entry.suffix in SUFFIXES)
    for name in present:
        if name not in allowed:
            mend = did_you_mean(name, allowed) or f"known: {', '.join(allowed)}"
            problems.note(Problem(Place(shown(path / name)), f"{quote(name)} is not a file of a guideline", mend))
    for name in required:
        if name not in present:
            mend = f"every guideline has {', '.join(REQUIRED)}; `resecta guideline init` writes a small one"
            problems.note(Problem(Place(shown(path)), f"the guideline lacks {name}", mend))
    if not required and not present:
        mend = f"known: {', '.join(allowed)}"
        problems.note(Problem(Place(shown(path)), "no file of a guideline in this overlay", mend))
    return [name for name in known if name in present]
