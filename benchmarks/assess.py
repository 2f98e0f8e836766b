"""A whole assessment with reasons, and loading and checking the guideline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.advice import assess
from resecta.advice.told import memory_of
from resecta.case import read_case
from resecta.guideline import load
from resecta.guideline.checked import checked
from table import Line
from timing import best

if TYPE_CHECKING:
    from resecta.case.model import Case

TITLE = "Loading, and assessing one case with reasons"


def measure() -> list[Line]:
    """The mean and the slowest of the guideline's own cases without disputes; ``disputes`` measures the others."""
    guideline = load()
    cases = [read_case(path, guideline) for path in sorted(guideline.cases_path.glob("*.yaml"))]
    plain = [1e3 * best(lambda case=case: assess(guideline, case), 0.2) for case in cases if not case.disputes]
    memory = memory_of(guideline.logic)

    def anew(case: Case) -> None:
        memory.forget()
        assess(guideline, case)

    unlike = [1e3 * best(lambda case=case: anew(case), 0.1) for case in cases if not case.disputes]
    first = min(guideline.cases_path.glob("*.yaml"))
    return [
        Line("load the guideline, found sound before", 1e3 * best(load, 3), "ms", 120),
        Line("read and check it", 1e3 * best(lambda: checked(guideline.path, ()), 3), "ms"),
        Line("read one case file", 1e3 * best(lambda: read_case(first, guideline)), "ms"),
        Line(f"assess, mean of {len(plain)} cases without disputes", sum(plain) / len(plain), "ms", 2),
        Line("assess, the slowest of them", max(plain), "ms", 3),
        Line("assess, mean where no case before was like it in anything", sum(unlike) / len(unlike), "ms"),
        Line("assess, the slowest of those", max(unlike), "ms"),
    ]
