"""A group of commands that imports a command only when it is called: ``--help`` reads the table alone."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Later:
    """A command by address: the module and the name in it, and the line that ``--help`` shows for it."""

    module: str
    name: str
    summary: str

    def load(self) -> click.Command:
        """Import the module and hand out the command."""
        command = getattr(import_module(self.module), self.name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.module}:{self.name} is not a click command")
        return command


class LazyGroup(click.Group):
    """A click group over a table of commands, shown in the table's order."""

    def __init__(self, *, later: Mapping[str, Later], **attributes: object) -> None:
        super().__init__(**attributes)  # type: ignore[arg-type]  # click's own long list of options, passed through
        self._later = later

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table: the order in which a reader meets them."""
        return list(self._later)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None if the table has none (click then names the nearest)."""
        later = self._later.get(cmd_name)
        return None if later is None else later.load()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, later.summary) for name, later in self._later.items()])
