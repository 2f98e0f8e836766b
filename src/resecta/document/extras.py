"""Parts that are installed only where they are asked for (``pip install resecta[timeline]``): is one there, and if not,
one clear word instead of a fault.
"""

from __future__ import annotations

from importlib.util import find_spec

from resecta.document.problem import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Extra:
    """A part by the name it is installed by, what it brings, and the modules that it needs."""

    name: str
    brings: str
    modules: tuple[str, ...]

    @property
    def mend(self) -> str:
        """How to get it."""
        return f"install resecta[{self.name}]"

    @property
    def is_installed(self) -> bool:
        """Whether all of it is there; nothing is imported."""
        try:
            return all(find_spec(module) is not None for module in self.modules)
        except ModuleNotFoundError:  # as an import hook says that it hides a module
            return False

    def require(self, asked: str) -> None:
        """Raise InputError where it is missing; ``asked`` is what asks for it, as messages name the place."""
        if not self.is_installed:
            message = f"this needs {self.brings}, a part that is not installed"
            raise InputError([Problem(Place(asked), message, self.mend)])


TIMELINE = Extra("timeline", "calendars", ("holidays", "icalendar"))
PICTURES = Extra("pictures", "pictures as pixels", ("resvg_py",))
SOLVER = Extra("proof", "a solver", ("z3",))
TABLES = Extra("cohort", "an engine for tables", ("ibis", "duckdb", "pyarrow"))
CHARTS = Extra("cohort", "charts", ("altair", "vl_convert"))
SPARK = Extra("spark", "Spark", ("ibis", "pyarrow", "pyspark"))
UNITS = Extra("units", "UCUM's own table of units", ("pint", "ucumvert"))
BOARD = Extra("board", "the board's database", ("sqlalchemy", "alembic", "psycopg", "argon2", "cryptography", "pyotp"))
SERVED = Extra(
    "board",
    "the board's pages",
    (
        *BOARD.modules,
        *TIMELINE.modules,
        *("httpx", "joserfc", "prometheus_client", "python_multipart", "segno", "starlette", "typst", "uvicorn"),
    ),
)
