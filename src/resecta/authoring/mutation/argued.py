"""Equivalent mutants that no program recognises: the guideline's author argues them one by one in ``mutants.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from resecta.document import Collector, as_mapping, as_text, read_document
from resecta.guideline import Guideline

FILE = "mutants.yaml"


def argued(guideline: Guideline, overlays: Iterable[Path] = ()) -> Mapping[str, str]:
    """Mutant → why no case can tell it from the guideline; an overlay argues those of its own. Raises InputError."""
    found: dict[str, str] = {}
    problems = Collector()
    for path in (folder / FILE for folder in (guideline.path, *overlays)):
        mapping = problems.read(as_mapping, read_document(path)) if path.is_file() else None
        for id, node in () if mapping is None else mapping.items():
            why = problems.read(as_text, node)
            if why is not None and not why.strip():
                problems.add(node, "nothing is written here", "say why no case can tell it, or leave it out")
            found[id] = why or ""
    problems.raise_if_any()
    return found
