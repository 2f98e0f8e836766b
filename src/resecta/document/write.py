"""Nodes back to text: what ``read_text`` reads as the same nodes. Quoted text stays quoted, plain words stay plain."""

from __future__ import annotations

import json
from collections.abc import Iterator

import yaml

from resecta.document.nodes import Mapping, Node, Scalar, Sequence

_WIDTH = 100


def write_yaml(node: Node) -> str:
    """The node as YAML, one entry a line."""
    text = yaml.emit(_events(node), Dumper=yaml.SafeDumper, allow_unicode=True, width=_WIDTH)
    return str(text)


def write_json(node: Node) -> str:
    """The node as JSON; numbers keep their digits."""
    return f"{_json(node, '')}\n"


def _events(node: Node) -> Iterator[yaml.Event]:
    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    yield from _node_events(node)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _node_events(node: Node) -> Iterator[yaml.Event]:
    if isinstance(node, Mapping):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=not node.entries)
        for key, value in node.items():
            yield from _node_events(node.keys[key])
            yield from _node_events(value)
        yield yaml.MappingEndEvent()
    elif isinstance(node, Sequence):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not node.items)
        for item in node:
            yield from _node_events(item)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar_event(node)


def _scalar_event(node: Scalar) -> yaml.Event:
    """Quotes only where the text could be read as something else without them."""
    style = "'" if node.quoted and _needs_quotes(node.text) else None
    return yaml.ScalarEvent(None, None, (style is None, True), node.text, style=style)


def _needs_quotes(text: str) -> bool:
    return not text or text[0].isdigit() or text[0] in "-+.~" or text in ("true", "false", "null")


def _json(node: Node, indent: str) -> str:
    deeper = indent + "  "
    if isinstance(node, Mapping):
        parts = [f"{deeper}{json.dumps(key)}: {_json(value, deeper)}" for key, value in node.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}" if parts else "{}"
    if isinstance(node, Sequence):
        parts = [f"{deeper}{_json(item, deeper)}" for item in node]
        return "[\n" + ",\n".join(parts) + f"\n{indent}]" if parts else "[]"
    if node.is_null:
        return "null"
    plain = not node.quoted and (node.text in ("true", "false") or _is_number(node.text))
    return node.text if plain else json.dumps(node.text, ensure_ascii=False)


def _is_number(text: str) -> bool:
    try:
        return json.dumps(json.loads(text)) != "" and not isinstance(json.loads(text), str | list | dict)
    except (json.JSONDecodeError, RecursionError):
        return False
