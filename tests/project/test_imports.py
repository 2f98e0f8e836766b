"""A command imports what it needs and nothing else: that is what keeps ``resecta`` quick from cold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXAMPLE = min((ROOT / "src/resecta/guidelines/rectal_liver_metastases/cases").glob("*.yaml"))
# Each costs tens to hundreds of milliseconds (docs/decisions/libraries.md).
NEVER = {
    "pandas",
    "numpy",
    "fastapi",
    "pint",
    "ucumvert",
    "playwright",
    "hypothesis",
    "sqlalchemy",
    "pydantic",
    "httpx",
}
ONLY_WHEN_ASKED = {"holidays", "icalendar", "resvg_py", "typst", "dateutil", "z3"}
NOT_FOR_HELP = {
    "lark",
    "yaml",
    "msgspec",
    "orjson",
    "rich",
    "jinja2",
    "resecta.document",
    "resecta.cql",
    "resecta.guideline",
}

PROBE = """
import json, sys
sys.argv = ["resecta", *json.loads(sys.argv[1])]
from resecta.cli import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def modules_after(*arguments: str) -> set[str]:
    """The modules that are loaded when this command line has run."""
    command = [sys.executable, "-c", PROBE, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_help_reads_the_table_of_commands_and_no_command() -> None:
    loaded = modules_after("--help")
    assert "click" in loaded
    assert loaded & (NEVER | ONLY_WHEN_ASKED | NOT_FOR_HELP) == set()
    assert {name for name in loaded if name.startswith("resecta")} == {
        "resecta",
        "resecta.cli",
        "resecta.lazy_dataclass",
        *(f"resecta.cli.{name}" for name in ("lazy", "signals", "streams")),
    }


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["terminal", "json"])
def test_assess_loads_nothing_that_it_does_not_need(form: list[str]) -> None:
    loaded = modules_after("assess", str(EXAMPLE), *form)
    assert "resecta.advice" in loaded
    assert loaded & (NEVER | ONLY_WHEN_ASKED) == set()


def test_importing_resecta_alone_imports_no_package_of_it() -> None:
    code = "import sys, resecta; print([name for name in sys.modules if name.startswith('resecta.')])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
