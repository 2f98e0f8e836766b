"""Options that many commands share, each with its words once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click


class _Path(click.Path):
    """A path that names something: an empty one would be the folder that the shell happens to be in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; click's refusal where it is empty."""
        if not str(value).strip():
            self.fail("the name is empty; give a file or folder.", param, ctx)
        return super().convert(value, param, ctx)


class _FileToWrite(_Path):
    """A path under which a file is to be written: a name that ends as a folder's does is refused, by an InputError. A
    ``Path`` has lost that end, and the file would be written under the folder's name.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        name = str(value)
        if not isinstance(value, Path) and name.endswith(_ENDS_OF_A_FOLDER):
            from resecta.document import InputError, Place, Problem

            message = "this is the name of a folder, and a file is to be written"
            raise InputError([Problem(Place(name), message, "name a file, in that folder or another")])
        return super().convert(value, param, ctx)


_SEPARATORS = (os.sep,) if os.altsep is None else (os.sep, os.altsep)
_ENDS_OF_A_FOLDER = tuple(separator + rest for separator in _SEPARATORS for rest in ("", os.curdir, os.pardir))


class Named(click.ParamType[str]):
    """A name of something, which is never empty: of a guideline, of tables, of a host. ``kinds``: what can be given."""

    name = "text"

    def __init__(self, kinds: str) -> None:
        self._kinds = kinds

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; click's refusal where it is empty."""
        if not str(value).strip():
            self.fail(f"the name is empty; give {self._kinds}.", param, ctx)
        return str(value)


PATH = _Path(path_type=Path)
FILE_TO_WRITE = _FileToWrite(path_type=Path)
PACK = Named("an id or folder")
TABLE = Named("a file, a folder or a glob")

Command = TypeVar("Command", bound=Callable[..., Any])


def overlays(command: Command) -> Command:
    """``--overlay``, as often as wanted: ``overlays``, a tuple of paths in the order in which they are laid over."""
    return click.option(
        "--overlay",
        "overlays",
        multiple=True,
        type=PATH,
        help="A site's files, laid over the guideline; may be given several times.",
    )(command)


def pack(command: Command) -> Command:
    """``--guideline``: ``pack``, an id or folder; None is the shipped guideline."""
    return click.option(
        "--guideline", "pack", type=PACK, help="A guideline by id or folder; the shipped one if left out."
    )(command)
