"""Every definition of the shipped guideline reads as English, and every reason it can give as a sentence."""

from __future__ import annotations

import random
import re

import pytest

from resecta.cql.explain import Branch, explain
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Date, Quantity, Value
from resecta.cql.words import in_words, sentence
from resecta.guideline import Guideline

WORDS = [
    (
        "Remnant above the threshold",
        "If “Remnant only estimated”, then unknown; otherwise Future liver remnant is above 30 %",
    ),
    ("Relevant bleeding", "Primary bleeding is relevant, transfused or uncontrolled"),
    ("Synchronous", "Metastasis timing is synchronous"),
    ("Bevacizumab given", "Last bevacizumab is recorded"),
    ("KRAS not known", "KRAS status is not recorded or KRAS status is failed (not recorded counts as no)"),
    ("Symptomatic or multiple", "“Symptomatic primary” or “Multiple metastases”"),
    ("Earliest operation after bevacizumab", "6 weeks after Last bevacizumab"),
    ("Least future liver remnant", "30 %"),
]
PROGRAM = re.compile(r"[=<>{}@]|\bnull\b|\bNone\b|\bDecimal\b|Coalesce|'|  ")
"""What would show through if a node were not worded."""


@pytest.mark.parametrize(("name", "words"), WORDS)
def test_a_definition_in_words(shipped: Guideline, name: str, words: str) -> None:
    assert in_words(shipped.library.definitions[name].expression, shipped.library) == words


def test_no_definition_shows_its_programming(shipped: Guideline) -> None:
    for name, definition in shipped.own_definitions.items():
        text = in_words(definition.expression, shipped.library, shipped.settings_values)
        assert not PROGRAM.search(text), (name, text)
        assert text[0] == text[0].upper()


def facts_of(guideline: Guideline, random_: random.Random) -> dict[str, Value]:
    """Random facts for about half of the elements."""
    facts: dict[str, Value] = {**guideline.settings_values, "Assessed on": Date(2026, 6, 15)}
    for element in guideline.elements.values():
        if random_.random() < 0.5:
            continue
        low = 0 if element.minimum is None else int(element.minimum)
        number = low + random_.randint(0, 6)
        kind = str(element.type)
        facts[element.name] = {
            "Boolean": random_.random() < 0.5,
            "String": random_.choice(element.choices) if element.choices else None,
            "Integer": number,
            "Decimal": number * 1,
            "Quantity": Quantity(number, element.unit),  # type: ignore[arg-type]  # an int will do  # a whole number is a number
            "Date": Date(2026, random_.randint(1, 5), random_.randint(1, 28)),
        }[kind]
    return facts


def test_every_reason_of_random_patients_is_a_sentence(shipped: Guideline) -> None:
    random_ = random.Random(1)
    said = set()
    for _ in range(60):
        run = shipped.logic(facts_of(shipped, random_))
        for name, definition in shipped.own_definitions.items():
            if definition.type == BOOLEAN:
                said |= {sentence(atom, run.value) for atom in run.because(name)}
    assert len(said) > 300
    assert {text for text in said if PROGRAM.search(text) or text != text.strip()} == set()


@pytest.mark.parametrize(
    ("facts", "define", "sentences"),
    [
        (
            {"Future liver remnant": Quantity(24, "%")},  # type: ignore[arg-type]  # an int will do
            "Adequate remnant",
            ["Future liver remnant 24 % is not above 30 %"],
        ),
        ({"Primary bleeding": "transfused"}, "Relevant bleeding", ["Primary bleeding is transfused"]),
        ({"Primary bleeding": "minor"}, "Relevant bleeding", ["Primary bleeding is minor"]),
        (
            {"Primary status": "in situ", "Primary R0 resectable": True},
            "Primary controlled",
            ["Primary status is in situ", "Primary R0 resectable: yes"],
        ),
        ({}, "KRAS not known", ["KRAS status is not recorded"]),
        ({"Segments resected": 5}, "Within three segments", ["Segments resected 5 is not 3 or fewer"]),
        ({"Liver operation": Date(2026, 5, 25)}, "Liver done", ["Liver operation is 25 May 2026"]),
        ({}, "Recurrent", ["Recurrent liver disease is not recorded"]),
    ],
)
def test_a_reason_in_words(shipped: Guideline, facts: dict[str, Value], define: str, sentences: list[str]) -> None:
    run = shipped.logic({**shipped.settings_values, **facts})
    found = dict.fromkeys(sentence(atom, run.value) for atom in run.because(define) if atom.parameters)
    assert [text for text in found if text in sentences] == sentences


def branches(branch: Branch) -> list[Branch]:
    """The branch and all below it."""
    return [branch, *(below for child in branch.children for below in branches(child))]


@pytest.mark.slow
def test_the_explained_tree_has_the_traced_values_down_to_the_facts(shipped: Guideline) -> None:
    random_ = random.Random(2)
    for _ in range(10):
        run = shipped.logic(facts_of(shipped, random_))
        for name in shipped.library.definitions:
            for branch in branches(explain(run, name)):
                if branch.define:
                    assert branch.value == run.value(branch.define)
                assert not PROGRAM.search(branch.text), branch.text
