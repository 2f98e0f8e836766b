"""What is written reads back as the same nodes, whatever stands in it."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.document import Mapping, Node, Scalar, Sequence, Source, Spot, read_text
from resecta.document.write import write_json, write_yaml

SPOT = Spot(Source("made", ()))
typed = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=40)
printable = typed.map(lambda text: normalize("NFC", text))  # as a document holds it: some signs are two when composed
plain_words = st.sampled_from(["true", "null", "12", "4.5", "2026-03-02", "no", "on", "wild type"])
scalars = st.builds(lambda text: Scalar(text, quoted=True, spot=SPOT), printable) | st.builds(
    lambda text: Scalar(text, quoted=False, spot=SPOT), plain_words
)


def mapping(entries: dict[str, Node]) -> Mapping:
    return Mapping(entries, {key: Scalar(key, quoted=True, spot=SPOT) for key in entries}, SPOT)


def shape(node: Node) -> Any:
    """What the node says: a plain word and the same word in quotes differ only where a type would read them apart."""
    if isinstance(node, Mapping):
        return {key: shape(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [shape(item) for item in node]
    return (node.text, node.quoted or node.text in ("no", "on", "wild type", "2026-03-02") or _just_text(node.text))


def _just_text(text: str) -> bool:
    return bool(text) and not text[0].isdigit() and text[0] not in "-+.~" and text not in ("true", "false", "null")


nodes = st.recursive(
    scalars,
    lambda inner: (
        st.builds(lambda items: Sequence(tuple(items), SPOT), st.lists(inner, max_size=3))
        | st.builds(mapping, st.dictionaries(printable.filter(bool), inner, max_size=3))
    ),
    max_leaves=8,
)


@given(nodes)
def test_yaml_reads_back(node: Node) -> None:
    assert shape(read_text(write_yaml(node), "case.yaml")) == shape(node)


@given(nodes)
def test_json_reads_back(node: Node) -> None:
    assert shape(read_text(write_json(node), "case.json")) == shape(node)


@pytest.mark.parametrize("text", ["12", "true", "null", "", "2026-03-02", "-", "~", "4.5 cm"])
def test_quoted_text_stays_text(text: str) -> None:
    root = read_text(write_yaml(mapping({"a": Scalar(text, quoted=True, spot=SPOT)})), "case.yaml")
    assert isinstance(root, Mapping)
    value = root["a"]
    assert isinstance(value, Scalar)
    assert value.text == text
    assert value.quoted
