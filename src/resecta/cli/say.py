"""What a command says: lines in which nothing can steer the terminal, and JSON that is no less exact for it."""

from __future__ import annotations

import sys
from typing import Any

import click


def say(text: str, *, err: bool = False, nl: bool = True, **style: Any) -> None:
    """Print to standard output or standard error, what hides made visible. ``style``: as ``click.style`` takes it."""
    from resecta.document.visible import visible

    shown = visible(text)
    click.echo(click.style(shown, **style) if style else shown, err=err, nl=nl)


def say_json(data: Any, *, indent: bool = True) -> None:
    """Print JSON to standard output, on one line or indented."""
    say_bytes(json_bytes(data, indent=indent))


def json_bytes(data: Any, *, indent: bool) -> bytes:
    """The data as JSON, without the end of the line; what hides in its texts is written as ``\\u…``."""
    import orjson

    from resecta.document.visible import visible_json

    return visible_json(orjson.dumps(data, default=str, option=orjson.OPT_INDENT_2 if indent else 0))


def say_bytes(content: bytes) -> None:
    """Print one piece of JSON, whole, to standard output."""
    sys.stdout.buffer.write(content + b"\n")
