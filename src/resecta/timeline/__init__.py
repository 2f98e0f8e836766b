"""The dated plan: guideline, case and strategy in, a ``Timeline`` out: windows, proposed dates, conflicts and what
was missed.

``plan`` dates one strategy, ``timelines`` all that are open, ``assessment`` puts them beside the advice, ``to_json``
and ``assessment_to_json`` write the contract.
"""

from resecta.timeline.assessment import Assessment, assessment
from resecta.timeline.contract import assessment_to_json, to_json
from resecta.timeline.model import Timeline
from resecta.timeline.plan import Planner, laid_out, open_strategies, plan, timelines

__all__ = [
    "Assessment",
    "Planner",
    "Timeline",
    "assessment",
    "assessment_to_json",
    "laid_out",
    "open_strategies",
    "plan",
    "timelines",
    "to_json",
]
