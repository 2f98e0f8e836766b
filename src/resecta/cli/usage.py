"""A command line that cannot be understood, in the style of every other message: the place, what is wrong, the mend.

The parser's own words ("Usage: …", "Error: No such option") would be a second style, and often have no mend.
"""

from __future__ import annotations

import re

import click

from resecta.document.nearest import did_you_mean

_NO_SUCH_COMMAND = re.compile(r"No such command '(.+?)'", re.DOTALL)
_LONGEST = 60  # a name longer than this is not what someone meant to type, and is cut in the message


def misread(error: click.ClickException) -> str:
    """``resecta plan: there is no option --stratgy``, and below it what to do."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    if context is None:  # click knows no place for an option without its value
        return f"resecta: {error.format_message().rstrip('.')}\n  resecta COMMAND --help explains every option"
    message, mend = _told(error, context)
    return f"{context.command_path}: {message}\n  {mend}"


def _told(error: click.ClickException, context: click.Context) -> tuple[str, str]:
    path = context.command_path
    if isinstance(error, click.NoSuchOption):
        known = [name for parameter in context.command.params for name in parameter.opts]
        mend = did_you_mean(error.option_name, known) or f"{path} --help lists the options"
        return f"there is no option {_cut(error.option_name)}", mend
    if isinstance(error, click.MissingParameter) and error.param is not None:
        usage = " ".join(context.command.collect_usage_pieces(context))
        return f"{_name(error.param, context)} is missing", f"write {path} {usage}; {path} --help explains"
    unknown = _NO_SUCH_COMMAND.match(error.format_message())
    if unknown and isinstance(context.command, click.Group):
        known = context.command.list_commands(context)
        mend = did_you_mean(unknown[1], known) or f"commands: {', '.join(known)}"
        return f"there is no command {_cut(unknown[1])}", mend
    return error.format_message().rstrip("."), f"{path} --help explains every option"


def _name(parameter: click.Parameter, context: click.Context) -> str:
    return parameter.make_metavar(context) if isinstance(parameter, click.Argument) else parameter.opts[0]


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
