"""Conditions of a guideline in English, for each kind of node."""

from __future__ import annotations

import pytest

from resecta.cql import check, parse_library
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.words import clause, in_words

HEADER = """library Words
parameter "Remnant" Quantity
parameter "Bleeding" String
parameter "Segments" Integer
parameter "Months" Decimal
parameter "Fit" Boolean
parameter "Cleared" Boolean
parameter "Start" Date
parameter "Operation" Date
parameter "Full dose" Quantity default 45 'Gy'
define "Least remnant": 30 '%'
define "Most segments": 3
define "Gap": 6 weeks
define "Twice the gap": 2 * 6
define "Primary out": "Bleeding" = 'none'
define "Bleeds": "Bleeding" = 'relevant'
define "Ready": "Fit" is true
define "Earliest": "Start" + "Gap"
"""

CASES = [
    ("\"Remnant\" > 30 '%'", "Remnant is above 30 %"),
    ('"Remnant" > "Least remnant"', "Remnant is above 30 %"),
    ('"Remnant" >= "Full dose"', "Remnant is at least Full dose"),
    ("\"Remnant\" < 30 '%'", "Remnant is below 30 %"),
    ("\"Remnant\" <= 30 '%'", "Remnant is at most 30 %"),
    ('"Segments" <= "Most segments"', "Segments is 3 or fewer"),
    ('"Segments" < 3', "Segments is fewer than 3"),
    ('"Segments" > 3', "Segments is more than 3"),
    ('"Segments" >= 3', "Segments is at least 3"),
    ('"Segments" = 0', "Segments is 0"),
    ('"Segments" != 0', "Segments is not 0"),
    ('"Segments" < "Twice the gap"', "Segments is fewer than 12"),
    ('"Months" >= 6.0', "Months is at least 6"),
    ("\"Bleeding\" = 'minor'", "Bleeding is minor"),
    ("\"Bleeding\" = 'minor' or \"Bleeding\" = 'relevant'", "Bleeding is minor or relevant"),
    ("\"Bleeding\" = 'a' or \"Bleeding\" = 'b' or \"Bleeding\" = 'c'", "Bleeding is a, b or c"),
    ("\"Bleeding\" != 'a' and \"Bleeding\" != 'b'", "Bleeding is not a or b"),
    ('"Bleeding" = \'a\' or "Fit" or "Bleeding" = \'b\'', "Bleeding is a, Fit: yes, or Bleeding is b"),
    ("\"Bleeding\" ~ 'a'", "Bleeding is equivalent to a"),
    ("\"Bleeding\" !~ 'a'", "Bleeding is not equivalent to a"),
    ("\"Bleeding\" in { 'a', 'b' }", "Bleeding is a or b"),
    ("not (\"Bleeding\" in { 'a', 'b' })", "Bleeding is not a or b"),
    ('"Segments" between 1 and 3', "Segments is between 1 and 3"),
    ('not ("Segments" properly between 1 and 3)', "Segments is not strictly between 1 and 3"),
    ('"Segments" in Interval[1, 3)', "Segments is within 1 to 3 (3 not included)"),
    ('"Segments" in Interval[null, 3]', "Segments is within 3 or less"),
    ('"Segments" in Interval(null as Integer, 3]', "Segments is within an unknown start to 3"),
    ('"Segments" properly during Interval[1, 3]', "Segments is within 1 to 3 and not all of it"),
    ('not ("Segments" properly during Interval[1, 3])', "Not (Segments is within 1 to 3 and not all of it)"),
    ('Interval["Segments", 3] during Interval[1, 5]', "Segments to 3 is within 1 to 5"),
    ('"Start" before Interval["Operation", null]', "Start is before Operation or later"),
    ('not ("Start" after Interval[null, "Operation"])', "Start is not after Operation or earlier"),
    ('"Fit"', "Fit: yes"),
    ('not "Fit"', "Fit: no"),
    ('not ("Segments" > 3)', "Segments is not more than 3"),
    ('not "Primary out"', "Not “Primary out”"),
    ('"Fit" and "Primary out"', "Fit: yes and “Primary out”"),
    ('"Fit" and ("Primary out" or "Cleared")', "Fit: yes, and (“Primary out” or Cleared: yes)"),
    ('"Fit" and "Cleared" and "Primary out"', "Fit: yes, Cleared: yes, and “Primary out”"),
    ('not ("Fit" and "Primary out")', "Not (Fit: yes and “Primary out”)"),
    ('not ("Bleeds" and "Primary out")', "Not both “Bleeds” and “Primary out”"),
    ('not ("Bleeds" and "Primary out" and "Ready")', "Not all of “Bleeds”, “Primary out”, and “Ready”"),
    ('"Fit" and not ("Bleeds" and "Ready")', "Fit: yes, and (not both “Bleeds” and “Ready”)"),
    ('not ("Bleeds" and "Ready") and "Fit"', "(not both “Bleeds” and “Ready”), and Fit: yes"),
    ('"Fit" xor "Cleared"', "Either Fit: yes or Cleared: yes, but not both"),
    ('"Fit" implies "Cleared"', "If Fit: yes, then Cleared: yes"),
    ('"Fit" is null', "Fit is not recorded"),
    ('"Fit" is not null', "Fit is recorded"),
    ('"Primary out" is null', "“Primary out” is not known"),
    ('("Fit" and "Cleared") is null', "It is not known whether (Fit: yes and Cleared: yes)"),
    ('("Start" + 6 weeks) is null', "6 weeks after Start is not known"),
    ('"Fit" is true', "Fit is recorded as yes"),
    ('"Fit" is not true', "Fit is not recorded as yes"),
    ('"Fit" is false', "Fit is recorded as no"),
    ('"Primary out" is true', "It is known that “Primary out”"),
    ('not ("Primary out" is true)', "It is not known that “Primary out”"),
    ('Coalesce("Fit", false)', "Fit: yes (not recorded counts as no)"),
    ('Coalesce("Fit", true)', "Fit: yes (or is not recorded)"),
    ('not Coalesce("Fit", false)', "Fit: no (or is not recorded)"),
    ("Coalesce(\"Bleeding\", 'none') = 'none'", "Bleeding, or if not recorded none is none"),
    ('Coalesce("Fit", "Cleared")', "Fit: yes, or if not recorded Cleared: yes"),
    ('if "Fit" then "Cleared" else false', "If Fit: yes, then Cleared: yes; otherwise no"),
    ('if "Fit" then null as Boolean else "Cleared"', "If Fit: yes, then unknown; otherwise Cleared: yes"),
    (
        'case "Bleeding" when \'a\' then true else "Fit" end',
        "If Bleeding is a, then yes; otherwise Fit: yes",
    ),
    ('if "Fit" then "Start" else "Operation"', "Start if Fit: yes, otherwise Operation"),
    ('"Start" < "Operation"', "Start is before Operation"),
    ('"Start" <= "Operation" + "Gap"', "Start is no later than 6 weeks after Operation"),
    ('"Operation" > "Start" - 11 days', "Operation is after 11 days before Start"),
    ('"Operation" >= "Earliest"', "Operation is no earlier than Earliest"),
    ('"Operation" same day or before "Start"', "Operation is no later than Start (counted in days)"),
    ('"Operation" same month as "Start"', "Operation is on the same month as Start"),
    ('difference in days between "Start" and "Operation" > 42', "Days from Start to Operation is more than 42"),
    ('weeks between "Start" and "Operation"', "Whole weeks from Start to Operation"),
    ('year from "Start"', "The year of Start"),
    ('-"Segments" + 2', "Minus Segments plus 2"),
    ('Round("Months" / 2.0, 1)', "(Months divided by 2) rounded to 1 decimal places"),
    ('2.0 ^ "Months"', "2 to the power of Months"),
    ('start of Interval["Start", "Operation"]', "The start of Start to Operation"),
    ("true", "Always"),
    ("null as Boolean", "Unknown"),
]


def library(text: str) -> Library:
    """A checked library whose definition "It" is the given text."""
    return check(parse_library(f'{HEADER}define "It": {text}\n', "words.cql"))


@pytest.mark.parametrize(("text", "words"), CASES)
def test_a_condition_reads_as_english(text: str, words: str) -> None:
    read = library(text)
    assert in_words(read.definitions["It"].expression, read) == words


def test_a_condition_after_if_keeps_the_quotes_of_a_name_and_takes_no_capital() -> None:
    read = library('not "Ready"')
    assert clause(read.definitions["It"].expression, read) == "not “Ready”"
    assert clause(nodes.DefinitionReference("Ready"), read) == "“Ready”"


def test_a_setting_in_force_is_written_as_its_value() -> None:
    read = library('"Remnant" >= "Full dose"')
    values = {"Full dose": read.parameters["Full dose"].default.value}  # type: ignore[union-attr]  # a literal, as declared
    assert in_words(read.definitions["It"].expression, read, values) == "Remnant is at least 45 Gy"
