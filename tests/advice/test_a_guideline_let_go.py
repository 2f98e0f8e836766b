"""A guideline that nobody holds any more leaves the memory, with all that was worked out under it."""

from __future__ import annotations

import gc
import weakref

import resecta
from resecta.case import read_case
from resecta.timeline import assessment


def test_nothing_that_is_kept_beside_a_guideline_keeps_it() -> None:
    guideline = resecta.load().changed(digest="another")
    case = read_case(min(guideline.cases_path.glob("*.yaml")), guideline)
    assert assessment(guideline, case).advice.findings
    gone = weakref.ref(guideline)
    del guideline, case
    gc.collect()
    assert gone() is None
