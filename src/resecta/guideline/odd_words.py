"""Is a word by which entries are put together one that the others use? One that stands once, and is nearly another, was
meant to be that: its entry would stand in a group, lane or discipline of its own, without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from resecta.document import Problem, misspelt, quote
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
        nodes = {id: manuscript.node(kind, id, key) for id in odd}
        of_sites = {node.text for node in nodes.values() if manuscript.is_of_a_site(node.spot)}
        for id, meant in odd.items():
            node = nodes[id]
            # Where a site has written the other word of the two, which is odd as well, the slip is there.
            if manuscript.is_of_a_site(node.spot) or meant not in of_sites:
                message = f"{quote(words[id])} stands here alone, and others are {quote(meant)}"
                yield node.problem(message, f"did you mean {meant}?")


def _odd(words: dict[str, str], declared: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each entry whose word is no other's, with the word that it nearly is."""
    used = Counter([*words.values(), *declared])
    words_used = tuple(used)
    for id, word in words.items():
        meant = misspelt(word, words_used) if word and used[word] == 1 else None
        if meant is not None:
            yield id, meant
