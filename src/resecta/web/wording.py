"""The application's own words, read once from wording.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """Every sentence that the application says of its own; ``work``: the worklist's; ``kinds``: what its kinds
    are called, in the order of the list.
    """

    work: Mapping[str, str]
    kinds: Mapping[str, str]


@cache
def wording() -> Wording:
    """The wording as shipped."""
    return Wording(**yaml.safe_load(files("resecta.web").joinpath("wording.yaml").read_text(encoding="utf-8")))
