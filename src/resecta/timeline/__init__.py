"""The dated plan: guideline, case and strategy in, a ``Timeline`` out: windows, proposed dates, conflicts and what
was missed.

``plan`` dates one strategy, ``timelines`` all that are open, ``attach`` puts them into an advice, ``to_json`` writes
the contract.
"""

from resecta.timeline.attach import attach
from resecta.timeline.contract import to_json
from resecta.timeline.model import Timeline
from resecta.timeline.plan import Planner, laid_out, open_strategies, plan, timelines

__all__ = ["Planner", "Timeline", "attach", "laid_out", "open_strategies", "plan", "timelines", "to_json"]
