"""Is a word by which entries are put together one that the others use? One that stands once, and is nearly another, was
meant to be that: its entry would stand in a group, lane or discipline of its own, without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from resecta.document import Node, Problem, Scalar, misspelt, quote
from resecta.guideline.manuscript import Manuscript

KEYS = (
    ("statement", "kind"),
    ("element", "group"),
    ("element", "discipline"),
    ("activity", "lane"),
    ("regimen", "kind"),
)
"""Kind of entry, and the key under which its words stand."""


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each such word."""
    header = manuscript.header
    declared = {"group": header.get("groups", ()), "discipline": header.get("disciplines_required", ())}
    for kind, key in KEYS:
        words = {id: getattr(entry, key) for id, entry in manuscript.entries[kind].items()}
        odd = dict(_odd(words, declared.get(key, ())))
        for id, meant in odd.items():
            node = manuscript.node(kind, id, key)
            if not _is_the_meant_one(manuscript, node, [manuscript.node(kind, other, key) for other in odd], meant):
                message = f"{quote(words[id])} stands here alone, and others are {quote(meant)}"
                yield node.problem(message, f"did you mean {meant}?")


def _is_the_meant_one(manuscript: Manuscript, node: Node, odd: Iterable[Node], meant: str) -> bool:
    """Whether a site has written the other word of the two, which is odd as well: then the slip is there."""
    others = [other for other in odd if isinstance(other, Scalar) and other.text == meant]
    return not manuscript.is_of_a_site(node.spot) and any(manuscript.is_of_a_site(other.spot) for other in others)


def _odd(words: dict[str, str], declared: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each entry whose word is no other's, with the word that it nearly is."""
    used = Counter([*words.values(), *declared])
    for id, word in words.items():
        meant = misspelt(word, [other for other in used if other != word]) if word and used[word] == 1 else None
        if meant is not None:
            yield id, meant
