"""Papers as PDF: data and the name of a paper in, bytes out. A4, tagged (PDF/UA-1); same data, same bytes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from typing import Any

import orjson

from resecta.document.visible import visible


class PrintError(RuntimeError):
    """A paper that could not be set as it stands: the fault is ours."""


def pdf(paper: str, data: Mapping[str, Any]) -> bytes:
    """The paper ``papers/{paper}.typ`` with this data. Raises PrintError."""
    import typst

    with as_file(files("resecta.web").joinpath("papers")) as folder:
        made, warnings = typst.compile_with_warnings(
            str(folder / f"{paper}.typ"),
            format="pdf",
            # A reader by ear gets title, headings and their order; the writer refuses a paper that lacks them.
            pdf_standards=["ua-1"],
            sys_inputs={"data": orjson.dumps(_shown(data)).decode()},
        )
    told = [str(one) for one in warnings]
    if told:
        raise PrintError(f"{paper}: {len(told)} warnings")
    if not isinstance(made, bytes):
        raise PrintError(f"{paper}: no single file")
    return made


def _shown(data: Any) -> Any:
    """The data with what hides in its texts made visible: nothing on paper can be turned around or stand unseen."""
    if isinstance(data, str):
        return visible(data)
    if isinstance(data, Mapping):
        return {key: _shown(value) for key, value in data.items()}
    return [_shown(value) for value in data] if isinstance(data, Sequence) else data


def day_of(day: datetime.date) -> dict[str, int]:
    """A day as papers take it."""
    return {"year": day.year, "month": day.month, "day": day.day}
