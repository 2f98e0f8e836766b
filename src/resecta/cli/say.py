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


def say_exactly(data: Any, name: str) -> None:
    """Print data as JSON whose numbers keep all their digits; ``name``: what messages call it."""
    from resecta.case.nodes_from_python import to_node
    from resecta.document.visible import visible_json
    from resecta.document.write import write_json

    say_bytes(visible_json(write_json(to_node(data, name)).rstrip("\n").encode()))


def say_json(data: Any, *, indent: bool = True) -> None:
    """Print JSON to standard output, on one line or indented."""
    say_bytes(json_bytes(data, indent=indent))


def json_bytes(data: Any, *, indent: bool) -> bytes:
    """The data as JSON, without the end of the line; what hides in its texts is written as ``\\u…``."""
    import orjson

    from resecta.document.visible import visible_json

    option = orjson.OPT_INDENT_2 if indent else 0
    try:
        content = orjson.dumps(data, default=str, option=option)
    except orjson.JSONEncodeError:  # the name of a file that is not UTF-8
        content = orjson.dumps(_readable(data), default=str, option=option)
    return visible_json(content)


def _readable(data: Any) -> Any:
    """The data with each byte that is no text as an escape, as ``say`` shows it."""
    match data:
        case str():
            return data.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {key: _readable(value) for key, value in data.items()}
        case list() | tuple():
            return [_readable(value) for value in data]
        case _:
            return data


def say_bytes(content: bytes) -> None:
    """Print one piece of JSON, whole, to standard output."""
    sys.stdout.buffer.write(content + b"\n")
