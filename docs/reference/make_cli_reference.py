"""Write ``cli.md`` from what ``--help`` says: ``make docs``. With ``--check``, only say whether it is up to date."""

import sys
from pathlib import Path

import click

from resecta.cli import resecta

PAGE = Path(__file__).with_name("cli.md")
START = """\
# Commands

Made by `make docs` from what `--help` says; a test compares. `NO_COLOR` switches colours off.

| Exit code | Meaning |
| --- | --- |
| 0 | done |
| 1 | the answer is "no": a check failed, there is no plan to write |
| 2 | bad input, which one message on standard error explains, with the mend; or a file could not be written |
| 70 | a fault of ours, told by its kind and place, never with what a case says |
| 129, 130, 143 | it was asked to stop: SIGHUP, Ctrl-C, SIGTERM. "Stopped." says how many answers were written |
| 141 | nobody reads what it prints any more (`head`, a pager that quits); files are written all the same |
"""


def sections(command: click.Command, path: str, parent: click.Context | None = None) -> list[str]:
    """The help of a command and of all below it."""
    context = click.Context(command, info_name=path.split()[-1], parent=parent, terminal_width=80, max_content_width=80)
    context.help_option_names = ["-h", "--help"]
    parts = [f"## `{path}`\n\n```text\n{command.get_help(context).rstrip()}\n```\n"]
    if isinstance(command, click.Group):
        below = {name: command.get_command(context, name) for name in command.list_commands(context)}
        for name, inner in below.items():
            parts += sections(inner, f"{path} {name}", context) if inner else []
    return parts


def main() -> None:
    written = "\n".join([START, *sections(resecta, "resecta")])
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written)
    elif not PAGE.exists() or PAGE.read_text() != written:
        sys.exit("docs/reference/cli.md is not what --help says: run `make docs`")


if __name__ == "__main__":
    main()
