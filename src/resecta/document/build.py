"""From YAML events to nodes, strictly. (JSON comes in as the same events, see ``json_events.py``.)

PyYAML's own loaders read ``no`` as false, 12:30 as 750 and 010 as 8, let the last of two equal keys win and expand
aliases a billion times over. So only its C parser is used, and what it finds becomes nodes here: scalars stay text,
duplicate keys are refused with both lines, and everything that makes one place of a file mean another is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any

import yaml

from resecta.document.nodes import Mapping, Node, Scalar, Sequence, Source, Spot
from resecta.document.problem import InputError, Problem
from resecta.document.quote import quote
from resecta.document.visible import composed
from resecta.lazy_dataclass import dataclass

DEEPEST = 40
MOST_NODES = 200_000
_TOO_DEEP = f"nested more than {DEEPEST} deep"
_SHALLOWER = "write it with fewer levels"
_WELL_FORMED = "check quotes, brackets and indentation, here and in the line before"

_PLAIN = (None, "")
_NO_KEYS = ("", "<<")
_BEGINS = frozenset((yaml.MappingStartEvent, yaml.SequenceStartEvent))
_ENDS = frozenset((yaml.MappingEndEvent, yaml.SequenceEndEvent))

Event = Any  # PyYAML ships no types; every attribute read below is checked by the tests of this folder


def build(events: Iterable[Event], source: Source, if_empty: str) -> Node:
    """The root node of the one document in ``events``. ``if_empty``: the mend where there is none.

    Raises InputError with every problem found.
    """
    builder = _Builder(source, if_empty)
    try:
        for event in events:
            builder.take(event)
    except yaml.YAMLError as error:
        builder.stop(*_syntax_error(error, source))
    return builder.finish()


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not come yet."""

    spot: Spot
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None


class _Builder:
    """Takes one event after another; a stack of its own, so that depth costs no recursion."""

    def __init__(self, source: Source, if_empty: str) -> None:
        self._source, self._if_empty = source, if_empty
        self._problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0
        self._nodes = 0

    def take(self, event: Event) -> None:
        """Add one event."""
        kind = type(event)
        if kind is yaml.ScalarEvent:  # most of them are
            self._add(Scalar(composed(event.value), event.style not in _PLAIN, self._counted(event)))
        elif kind in _BEGINS:
            self._open(self._counted(event), is_mapping=kind is yaml.MappingStartEvent)
        elif kind in _ENDS:
            self._close()
        elif kind is yaml.AliasEvent:
            self._refuse(event, "aliases (*name) are not read", "write the value out")
            self._add(Scalar("", quoted=False, spot=self._spot(event)))
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self.stop(self._spot(event), "a second document begins here", "keep one document to a file")

    def finish(self) -> Node:
        """The root, if nothing was wrong."""
        if self._root is None and not self._problems:
            self._problems.append(Spot(self._source).problem("the file is empty", self._if_empty))
        if self._problems or self._root is None:
            raise InputError(self._problems)
        return self._root

    def stop(self, spot: Spot, message: str, mend: str) -> None:
        """Give up here: what follows cannot be read, or should not be."""
        raise InputError([*self._problems, spot.problem(message, mend)])

    def _counted(self, event: Event) -> Spot:
        """Where one more value begins."""
        spot = self._spot(event)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self.stop(spot, f"more than {MOST_NODES} values", "split the file")
        if not (event.anchor is None is event.tag):
            self._refuse_beside(event)
        return spot

    def _refuse_beside(self, event: Event) -> None:
        if event.anchor is not None:
            self._refuse(event, "anchors (&name) are not read", "write the value out where it is needed")
        if event.tag is not None:
            self._refuse(event, f"tags ({quote(event.tag)}) are not read", "remove the tag")

    def _open(self, spot: Spot, *, is_mapping: bool) -> None:
        if len(self._stack) >= DEEPEST:
            self.stop(spot, _TOO_DEEP, _SHALLOWER)
        self._stack.append(_Open(spot, is_mapping))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.is_mapping:
            self._add(Mapping(frame.entries, frame.keys, frame.spot))
        else:
            self._add(Sequence(tuple(frame.items), frame.spot))

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        frame = self._stack[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif (key := frame.key) is None:
            frame.key = node if isinstance(node, Scalar) and node.text not in _NO_KEYS else self._as_key(node)
        else:
            frame.key = None
            text = key.text
            if text in frame.keys:
                self._refuse_again(frame.keys[text], key)
            else:
                frame.keys[text] = key
                frame.entries[text] = node

    def _as_key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._problems.append(node.problem("a key must be a single word or phrase", "put quotes around it"))
            return Scalar("", quoted=True, spot=node.spot)
        if node.text == "<<" and not node.quoted:
            self._problems.append(node.problem("merge keys (<<) are not read", "write the entries out"))
        elif not node.text:
            self._problems.append(node.problem("a key is missing before the colon", "write the key there"))
        return node

    def _refuse_again(self, first: Scalar, key: Scalar) -> None:
        if key.text:
            message = f"the key {quote(key.text)} stands twice: on line {first.spot.line} and on line {key.spot.line}"
            self._problems.append(key.problem(message, "keep one of them"))

    def _refuse(self, event: Event, message: str, mend: str) -> None:
        if all(problem.message != message for problem in self._problems):  # the first of its kind says it all
            self._problems.append(self._spot(event).problem(message, mend))

    def _spot(self, event: Event) -> Spot:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        length = (end.column if end.line == line else len(self._source.line(line + 1))) - column
        return Spot(self._source, line + 1, column + 1, max(1, length))


def _syntax_error(error: yaml.YAMLError, source: Source) -> tuple[Spot, str, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Spot(source), "a character that cannot stand in a text file", "remove it"
    spot = Spot(source, min(mark.line + 1, max(1, len(source.lines))), mark.column + 1, 1)
    if "\t" in source.line(spot.line):
        return spot, "a tab where only spaces may stand", "put spaces in place of the tab"
    message = getattr(error, "problem", None) or "the file cannot be read"
    if "nest" in message and "exceed" in message:  # libyaml looks ahead, and may meet its own limit before ours
        return spot, _TOO_DEEP, _SHALLOWER
    context = getattr(error, "context", None)
    return spot, f"not well-formed: {message}{f' ({context})' if context else ''}", _WELL_FORMED
