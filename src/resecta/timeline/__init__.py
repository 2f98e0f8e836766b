"""The dated plan: guideline, case and strategy in, a ``Timeline`` out: windows, proposed dates, conflicts and what
was missed.

``plan`` dates one strategy, ``plans_of`` all that are open, for each side of what is disputed, ``standing`` what can be
dated whichever is chosen; ``assessment`` puts them beside the advice, ``to_json`` and ``assessment_to_json`` write the
contract.
"""

from resecta.timeline.assessment import Assessment, assessment
from resecta.timeline.contract import assessment_to_json, to_json
from resecta.timeline.model import Timeline
from resecta.timeline.plan import Planner, laid_out, open_strategies
from resecta.timeline.sides import Plans, SidePlan, SidesPlanner, plan, plans_of, timelines
from resecta.timeline.standing import standing

__all__ = [
    "Assessment",
    "Planner",
    "Plans",
    "SidePlan",
    "SidesPlanner",
    "Timeline",
    "assessment",
    "assessment_to_json",
    "laid_out",
    "open_strategies",
    "plan",
    "plans_of",
    "standing",
    "timelines",
    "to_json",
]
