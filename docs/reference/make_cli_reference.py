"""Write ``cli.md`` from what ``--help`` says: ``make docs``. With ``--check``, only say whether it is up to date."""

import sys
from pathlib import Path

import click

from resecta.cli import resecta

PAGE = Path(__file__).with_name("cli.md")
START = """\
# Commands

Made by `make docs` from what `--help` says; a test compares. Every command leaves with 0 when done, 1 when the answer
is "no" (a check failed) and 2 on bad input, which one message on standard error explains. `NO_COLOR` switches colours
off.
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
