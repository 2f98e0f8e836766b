"""A file or a text in, its root node out. A name that ends in .json is read by JSON's own rules, all else as YAML."""

from __future__ import annotations

import os
import re

import yaml

from resecta.document.build import build
from resecta.document.nodes import Node, Source
from resecta.document.source import BYTE_ORDER_MARK, decode, read_source, refuse_control_characters

_YAML_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""As libyaml counts lines; ``str.splitlines`` breaks at more characters, and the quoted line would be another one."""


IF_EMPTY = "write what belongs in it, or remove it"
"""The mend of an empty file of which nothing more is known."""


def read_document(path: str | os.PathLike[str], if_empty: str = IF_EMPTY) -> Node:
    """The root node of a file; ``if_empty``: the mend where nothing stands in it.

    Raises InputError with every problem of its syntax.
    """
    return read_text(read_source(path), os.fspath(path), if_empty)


def read_text(text: str | bytes, file: str, if_empty: str = IF_EMPTY) -> Node:
    """The root node of a text; ``file`` is the name that messages give it."""
    if isinstance(text, bytes):
        text = decode(text, file)
    text = text.removeprefix(BYTE_ORDER_MARK)
    refuse_control_characters(text, file)
    if file.lower().endswith(".json"):
        from resecta.document.json_events import json_events  # most files are YAML

        source = Source(file, tuple(text.split("\n")))
        return build(json_events(text, source), source, if_empty)
    source = Source(file, tuple(_YAML_LINE_END.split(text)))
    events = iter(yaml.CSafeLoader(text).get_event, None)  # as yaml.parse gives them, which looks at each twice
    return build(events, source, if_empty)
