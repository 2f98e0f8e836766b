"""A node as one line of text or as plain data: how a departure shows it, and what the digest is taken of."""

from __future__ import annotations

from resecta.document.nodes import Mapping, Node, Scalar, Sequence


def content_of(node: Node) -> object:
    """Dictionaries, lists and texts."""
    if isinstance(node, Mapping):
        return {key: content_of(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [content_of(item) for item in node]
    return node.text


def in_one_line(node: Node | None) -> str:
    """The node's content for people; "" where there is none."""
    if node is None:
        return ""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Sequence):
        return ", ".join(in_one_line(item) for item in node)
    return "; ".join(f"{key}: {in_one_line(value)}" for key, value in node.items())
