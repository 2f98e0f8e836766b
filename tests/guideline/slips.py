"""One slip of the pen at every place of a guideline's YAML: what is written there, and what stands there instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from resecta.cql import Library
from resecta.document import Collector, Problem
from resecta.guideline.folder import LogicFile
from resecta.guideline.logic import read_logic
from resecta.guideline.model import Departure

Read = tuple["Library | None", tuple[Departure, ...]]

AS_IDS = {"statements", "sources", "options", "fields", "values", "says"}
"""Below these keys, and at the top of every file but guideline.yaml, keys are ids: one of them stands for all."""


@dataclass(frozen=True)
class Slip:
    """``text`` is the file with one thing at ``path`` gone wrong as ``what`` says. ``always``: nobody can mean it."""

    file: str
    path: str
    what: str
    text: str
    always: bool

    def __str__(self) -> str:
        return f"{self.file} {self.path}: {self.what}"


def slips(file: Path) -> Iterator[Slip]:
    """Slips at one place of each shape: a key misspelt, a value of another shape, a text left blank, an item twice."""
    text, seen = file.read_text(encoding="utf-8"), set[str]()
    for path, node, is_key in _places(
        yaml.compose(text, yaml.SafeLoader), "" if file.name == "guideline.yaml" else "*"
    ):
        if path in seen:
            continue
        seen.add(path)
        for what, written, always in _wrong(node, text, is_key=is_key):
            changed = text[: node.start_mark.index] + written + text[node.end_mark.index :]
            yield Slip(file.name, path, what, changed, always)


def _places(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node, bool]]:
    """Every key and value below a node; ``path`` ends with * where its keys are ids."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = path if path.endswith("*") else f"{path}.{key.value}"
            if not path.endswith("*"):
                yield f"{below} (key)", key, True
            below = f"{below.removesuffix('*')}<id>" if path.endswith("*") else below
            yield below, value, False
            yield from _places(value, f"{below}.*" if key.value in AS_IDS and path != "*" else below)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield f"{path}[]", item, False
            yield from _places(item, f"{path}[]")


def _wrong(node: yaml.Node, text: str, *, is_key: bool) -> Iterator[tuple[str, str, bool]]:
    written = text[node.start_mark.index : node.end_mark.index]
    end = written[len(written.rstrip()) :]
    if is_key:
        yield "misspelt", written[:1] + "x" + written[2:], True
    elif isinstance(node, yaml.ScalarNode):
        yield "a list of lists", f"[[x]]{end}", True
        yield "blank", f"' '{end}", False
        yield "below zero", f"-3{end}", False
    else:
        yield "a word", f"word{end}", True
        yield "nothing in it", f"{'[]' if isinstance(node, yaml.SequenceNode) else '{}'}{end}", False
    if isinstance(node, yaml.SequenceNode) and node.flow_style and node.value:
        first = text[node.value[0].start_mark.index : node.value[0].end_mark.index]
        yield "an item twice", f"[{first}, {written[1:]}", True


def logic_read_once() -> Callable[[tuple[LogicFile, ...], Mapping[str, str], Collector], Read]:
    """What reads the logic of a guideline, for slips that are not in it: the same text is read and checked once."""
    known: dict[object, tuple[Read, list[Problem]]] = {}

    def read_once(files: tuple[LogicFile, ...], units: Mapping[str, str], problems: Collector) -> Read:
        key = files, tuple(sorted(units.items()))
        if key not in known:
            found = Collector()
            known[key] = read_logic(files, units, found), found.problems
        result, faults = known[key]
        for fault in faults:
            problems.note(fault)
        return result

    return read_once
