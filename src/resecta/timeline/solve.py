"""Windows for a course, or why there are none.

Where a date that a person has set collides, the collision is said and the plan is laid again without that date. Where
bounds collide among themselves, nothing is chosen: the collision is said, and the windows are those of the bounds
that are left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from resecta.timeline.build import TODAY, Course, fixed_points
from resecta.timeline.network import CollisionError, Network, Windows

if TYPE_CHECKING:
    from resecta.timeline.collision import Collision


@dataclass(slots=True)
class Solution:
    """``free``: the windows without the dates that people set; ``windows``: with those that can stand.

    ``refused``: set dates that no plan can keep; ``broken``: what collides; ``plan``: whether the bounds leave one at
    all; ``begins``: the event from whose proposed day the windows of the others are counted, where nothing bounds the
    beginning.
    """

    free: Windows
    windows: Windows
    network: Network
    collision: Collision | None = None
    refused: dict[str, int] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    plan: bool = True
    begins: str = ""


def solve(course: Course) -> Solution:
    """Solve a course. Dates that cannot stand are taken off its points and kept in ``refused``."""
    solution = _free(course)
    while fixed := list(fixed_points(course)):
        trial = solution.network.without(())
        for point in fixed:
            trial.between(point.index, point.fixed, point.fixed, point.source)
        try:
            solution.windows = trial.solve()
        except CollisionError:
            collision = _explained(trial)
            solution.collision = solution.collision or collision
            solution.broken |= frozenset(collision.sources)
            point = next((each for each in fixed if each.source in collision.sources), fixed[0])
            solution.refused[point.id] = point.fixed or 0
            point.fixed = None
            continue
        break
    return solution


def _free(course: Course) -> Solution:
    """The windows without set dates, less the bounds that collide among themselves."""
    network = course.network
    first: Collision | None = None
    broken: set[str] = set()
    bounds = {tie.name for tie in course.ties}
    while True:
        try:
            windows = network.solve()
        except CollisionError:
            collision = _explained(network)
            first = first or collision
            gone = bounds.intersection(collision.sources) or {TODAY}
            broken |= gone
            network = network.without(gone)
            continue
        return Solution(windows, windows, network, first, broken=frozenset(broken), plan=first is None)


def _explained(network: Network) -> Collision:
    """The smallest collision; imported only where there is one, since most plans need no explanation."""
    from resecta.timeline.collision import smallest_collision

    return smallest_collision(network)
