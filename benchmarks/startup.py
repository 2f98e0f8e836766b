"""The command line from cold: a whole process, as a person waits for it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from table import Line
from timing import cold, spent

ROOT = Path(__file__).parents[1]
TITLE = "The command line, a whole process (best of 5)"


def measure() -> list[Line]:
    """Help, an assessment and what it costs, its JSON, its page and its plan."""
    case = str(min((ROOT / "src/resecta/guidelines/rectal_liver_metastases/cases").glob("*.yaml")))
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "page.html")
        return [
            Line("resecta --help", 1e3 * cold(["--help"]), "ms", 300),
            Line("resecta assess CASE", 1e3 * cold(["assess", case]), "ms", 450),
            Line("resecta assess CASE --json", 1e3 * cold(["assess", case, "--json"]), "ms", 450),
            Line("resecta assess CASE, processor time", 1e3 * spent(["assess", case]), "ms"),
            Line("resecta assess CASE --html FILE", 1e3 * cold(["assess", case, "--html", page]), "ms"),
            Line("resecta plan CASE", 1e3 * cold(["plan", case]), "ms"),
        ]
