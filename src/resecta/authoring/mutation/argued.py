"""Equivalent mutants that no program recognises: the guideline's author argues them one by one in ``mutants.yaml``."""

from __future__ import annotations

from collections.abc import Mapping

from resecta.document import as_mapping, as_text, read_document
from resecta.guideline import Guideline

FILE = "mutants.yaml"


def argued(guideline: Guideline) -> Mapping[str, str]:
    """Mutant → why no case can tell it from the guideline."""
    path = guideline.path / FILE
    if not path.is_file():
        return {}
    return {id: as_text(why) for id, why in as_mapping(read_document(path)).items()}
