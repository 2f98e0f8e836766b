"""Options that many commands share, each with its words once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def overlays(command: Command) -> Command:
    """``--overlay``, as often as wanted: ``overlays``, a tuple of paths in the order in which they are laid over."""
    return click.option(
        "--overlay",
        "overlays",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A site's files, laid over the guideline; may be given several times.",
    )(command)


def pack(command: Command) -> Command:
    """``--guideline``: ``pack``, an id or folder; None is the shipped guideline."""
    return click.option("--guideline", "pack", help="A guideline by id or folder; the shipped one if left out.")(
        command
    )
