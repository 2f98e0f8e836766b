"""Windows, one what-if, all open strategies of a case; beside a naive closure and a general solver on one network."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import z3

from resecta.advice import assess
from resecta.case import read_case
from resecta.guideline import load
from resecta.guideline.schedule.duration import Duration
from resecta.timeline import Planner, timelines
from resecta.timeline.build import lay_bounds, lay_steps
from table import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from resecta.guideline import Guideline
    from resecta.timeline.network import Network, Windows

TITLE = "Timelines"
EVENTS = 45
STRATEGY = "primary_first"
DAYS_OF_MONTH = 30
INFINITE = 10**7


def measure() -> list[Line]:
    """Medians; the peers get the same events and bounds, months as 30 days, since they know no calendar."""
    guideline = load()
    network = course_of(guideline)
    windows = network.solve()
    moved = len(network.events) // 2
    days = [windows.earliest(moved) + offset for offset in range(1, 30)]
    solve = 1e3 * median(network.solve)
    change = 1e3 * median(lambda: [windows.fixed(moved, day) for day in days]) / len(days)
    fresh = plain(network)
    agree(windows, fresh, floyd_warshall(fresh))
    naive = 1e3 * median(lambda: floyd_warshall(fresh), times=5)
    one_plan = 1e3 * median(lambda: ask_z3(fresh), times=15)
    return [
        Line(f"windows of one strategy, {len(network.events)} events", solve, "ms", 1),
        Line("the windows after one what-if", change, "ms", 0.2),
        Line("all open strategies with proposals, slowest case", 1e3 * slowest(guideline), "ms", 20),
        Line("the same windows by full Floyd-Warshall", naive, "ms"),
        Line("one plan (no windows) from Z3", one_plan, "ms"),
        Line("times faster than Floyd-Warshall", naive / solve, "×"),
        Line("times faster than Z3 finds one plan", one_plan / solve, "×"),
    ]


def median(work: Callable[[], object], times: int = 200) -> float:
    """The median of some runs, in seconds."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def slowest(guideline: Guideline) -> float:
    """The median for the case that takes longest."""
    worst = 0.0
    for file in guideline.cases_path.glob("*.yaml"):
        case = read_case(file, guideline)
        if case.assessed_on is not None:
            advice = assess(guideline, case)
            worst = max(worst, median(lambda case=case, advice=advice: timelines(guideline, case, advice), 7))
    return worst


def course_of(guideline: Guideline) -> Network:
    """A staged course of the shipped guideline, its cycles as events until there are 45."""
    file = min(guideline.cases_path.glob("liver_is*.yaml"))
    planner = Planner(guideline, read_case(file, guideline))
    ids = guideline.strategies[STRATEGY].constraints
    course = lay_steps(planner.situation, planner.schedule, ids, planner.permitted, planner.start.toordinal())
    lay_bounds(course, planner.schedule, ids)
    network = course.network
    before = next(point.index for id, point in course.points.items() if id == "chemotherapy.start")
    for number in range(EVENTS - len(network.events)):
        cycle = network.event(f"cycle {number}")
        network.between(cycle, planner.start.toordinal(), None, "today")
        network.at_least(before, cycle, Duration(days=14), "cycles")
        network.at_most(before, cycle, Duration(days=21), "cycles")
        before = cycle
    return network


Plain = tuple[int, int, list[tuple[int, int, int]]]


def plain(network: Network) -> Plain:
    """The network as (events, origin, edges to - from ≤ days), a month as 30 days."""
    windows: Windows = network.solve()
    size = len(network.events)
    first = network.first
    edges: list[tuple[int, int, int]] = []
    for fact in network.facts:
        if fact.earliest is not None:
            edges.append((fact.event, size, first - fact.earliest))
        if fact.latest is not None:
            edges.append((size, fact.event, fact.latest - first))
    for start, arcs in enumerate(network.later):
        for end, weight, step, _ in arcs:
            days = weight if step is None else step(windows.earliest(start)) - windows.earliest(start)
            edges.append((end, start, -days))
    for start, arcs in enumerate(network.sooner):
        for end, weight, step, _ in arcs:
            if step is None:
                edges.append((start, end, weight))
            elif (day := windows.latest(start)) is not None:
                edges.append((start, end, step(day) - day))
    return size + 1, first, edges


def floyd_warshall(network: Plain) -> list[list[int]]:
    """Every shortest path, the textbook way."""
    size, _, edges = network
    distance = [[0 if row == column else INFINITE for column in range(size)] for row in range(size)]
    for start, end, weight in edges:
        distance[start][end] = min(distance[start][end], weight)
    for middle in range(size):
        for row in range(size):
            for column in range(size):
                through = distance[row][middle] + distance[middle][column]
                if through < distance[row][column]:
                    distance[row][column] = through
    return distance


def agree(windows: Windows, network: Plain, distance: list[list[int]]) -> None:
    """The peers find the same first days, and a plan: a comparison of different answers would be none."""
    origin, first = network[0] - 1, network[1]
    for event in range(origin):
        assert first - distance[event][origin] == windows.earliest(event)
    assert ask_z3(network) == z3.sat


def ask_z3(network: Plain) -> Any:
    """One plan from a general solver, in its own logic for differences of integers."""
    size, _, edges = network
    solver = z3.SolverFor("QF_IDL")
    events = [z3.Int(f"e{number}") for number in range(size)]
    solver.add([events[end] - events[start] <= weight for start, end, weight in edges])
    return solver.check()
