"""The page of facts as far as it is the same for everybody, made once from the facts: advice in short, and form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.draw.summary import Summary, summary
from resecta.draw.ways import ranked
from resecta.lazy_dataclass import dataclass
from resecta.web.forms import FormGroup, form

if TYPE_CHECKING:
    from resecta.advice.model import Strategy
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Assessment


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """What the advice says first, every way as it stands, and the fields by discipline."""

    first: Summary
    ways: tuple[Strategy, ...]
    groups: tuple[FormGroup, ...]


def prepared(guideline: Guideline, assessed: Assessment) -> PreparedCase:
    """The page of an assessment."""
    first = summary(guideline, assessed)
    return PreparedCase(first, tuple(ranked(assessed.advice)), form(guideline, assessed.case, first.missing))
