"""The cases of a demonstration: a guideline's own worked cases, moved in time so that something waits for many of them.

Every date of a case is moved by the same whole weeks, so that weekdays and distances stay as the case tells them.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resecta.advice import assess
from resecta.board.incoming import read_case_text
from resecta.case import case_from
from resecta.web.worklist import worklist

if TYPE_CHECKING:
    from resecta.board.packs import Pack
    from resecta.guideline.pack import Guideline

_WEEK = 7
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}\Z", re.ASCII)
_ABOUT = ("case", "title", "story", "expected")
"""What a worked case says of itself and not of the patient."""


def demonstrated(pack: Pack, today: datetime.date, most: int, weeks_ago: int) -> tuple[dict[str, Any], ...]:
    """At most ``most`` cases in the order of their files: as told within the last days, and where nothing would wait
    for the patient, as told ``weeks_ago`` if something has come to wait since. Those for whom nothing waits fill up.
    """
    told = [_at(pack, file, today, weeks_ago) for file in _considered(pack, most)]
    waiting = [place for place, (_, waits) in enumerate(told) if waits][:most]
    quiet = [place for place, (_, waits) in enumerate(told) if not waits][: most - len(waiting)]
    return tuple(told[place][0] for place in sorted(waiting + quiet))


def _considered(pack: Pack, least: int) -> list[Path]:
    """The cases that tell a story; where they are too few, others after them."""
    found = sorted(pack.guideline.cases_path.glob("*.yaml"))
    stories = [file for file in found if "\nstory:" in file.read_text(encoding="utf-8")]
    others = [file for file in found if file not in stories]
    return stories + others[: max(0, least - len(stories))]


def _at(pack: Pack, file: Path, today: datetime.date, weeks_ago: int) -> tuple[dict[str, Any], bool]:
    """A case where it is to stand in time, and whether something waits for the patient there."""
    document = read_case_text(file.read_bytes(), file.name, pack.guideline)
    for about in _ABOUT:
        document.pop(about, None)
    weeks = (today - datetime.date.fromisoformat(str(document["assessed_on"]))).days // _WEEK
    recent, earlier = (_moved(document, datetime.timedelta(weeks=weeks - ago)) for ago in (0, weeks_ago))
    if _waits(pack.guideline, recent, today):
        return recent, True
    if _waits(pack.guideline, earlier, today):
        return earlier, True
    return recent, False


def _waits(guideline: Guideline, document: dict[str, Any], today: datetime.date) -> bool:
    case = case_from({**document, "assessed_on": today.isoformat()}, guideline)
    return bool(worklist(guideline, case, assess(guideline, case)))


def _moved(value: Any, by: datetime.timedelta) -> Any:
    """Plain data with every date in it moved; a month by as many months as the days come to."""
    if isinstance(value, dict):
        return {key: _moved(part, by) for key, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, by) for part in value]
    if isinstance(value, str) and _DAY.match(value):
        return (datetime.date.fromisoformat(value) + by).isoformat()
    if isinstance(value, str) and _MONTH.match(value):
        return (datetime.date.fromisoformat(f"{value}-15") + by).isoformat()[:7]
    return value
