"""What a document says and what is refused, as people really write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.document import InputError, Mapping, Problem, Scalar, Sequence, is_null, read_document, read_text


def problems(text: str | bytes, file: str = "case.yaml") -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_text(text, file)
    return caught.value.problems


def mapping(text: str, file: str = "case.yaml") -> Mapping:
    root = read_text(text, file)
    assert isinstance(root, Mapping)
    return root


@pytest.mark.parametrize("word", ["no", "on", "off", "yes", "12:30", "010", "0x1F", "1e3", ".inf", "2026-02-30", "="])
def test_what_yaml_would_turn_into_something_else_stays_text(word: str) -> None:
    value = mapping(f"key: {word}")["key"]
    assert isinstance(value, Scalar)
    assert (value.text, value.quoted) == (word, False)


def test_a_key_named_on_stays_on() -> None:
    assert list(mapping("on: 2026-03-02")) == ["on"]


@pytest.mark.parametrize("text", ["key:", "key: null", "key: ~"])
def test_nothing_and_null_say_not_known(text: str) -> None:
    assert is_null(mapping(text)["key"])


def test_the_word_null_in_quotes_is_text() -> None:
    assert not is_null(mapping("key: 'null'")["key"])


def test_every_key_and_value_knows_its_place_and_line() -> None:
    root = mapping("a: 1\nfacts:\n  kras_status: WT  # as the report says\n")
    facts = root["facts"]
    assert isinstance(facts, Mapping)
    value = facts["kras_status"]
    assert (value.place.line, value.place.column, value.place.length) == (3, 16, 2)
    assert facts.keys["kras_status"].place.column == 3
    assert value.source_line == "  kras_status: WT  # as the report says"


def test_a_message_shows_file_line_column_text_and_caret() -> None:
    value = mapping("a: 1\nkras: WT\n")["kras"]
    assert str(value.problem('"WT" is not a KRAS status', "did you mean wild type?")) == (
        'case.yaml:2:7: "WT" is not a KRAS status\n  2 | kras: WT\n    |       ^^\n  did you mean wild type?'
    )


def test_a_message_never_repeats_a_whole_record_that_stands_on_one_line() -> None:
    value = mapping("{" + ", ".join(f"fact_{n}: secret {n}" for n in range(50)) + ", kras: WT}")["kras"]
    shown = str(value.problem("x", "y"))
    assert shown.count("secret") < 8
    line, caret = shown.splitlines()[1:3]
    assert line[caret.index("^")] == "W"


def test_duplicate_keys_are_refused_and_both_lines_named() -> None:
    (problem,) = problems("age: 58\nsex: female\nage: 60\n")
    assert problem.message == 'the key "age" stands twice: on line 1 and on line 3'


def test_all_duplicate_keys_are_told_at_once() -> None:
    assert len(problems("a: 1\na: 2\nb: {c: 1, c: 2}\n")) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("a: &x 1\n", "anchors (&name) are not read"),
        ("a: &x 1\nb: *x\n", "aliases (*name) are not read"),
        ("a: !!python/object:os.system 1\n", "tags ("),
        ("a: !local 1\n", "tags ("),
        ("<<: {a: 1}\n", "merge keys (<<) are not read"),
        ("a: 1\n---\nb: 2\n", "a second document begins here"),
        ("a: 1\n\tb: 2\n", "a tab where only spaces may stand"),
        ("? [a, b]\n: 1\n", "a key must be a single word or phrase"),
        ("'': 1\n", "a key is missing before the colon"),
        ("a: [1, 2\n", "not well-formed"),
        ("a: 'open\n", "not well-formed"),
        ("a: \x07\n", "the control character U+0007"),
        (b"a: \xff\n", "byte 0xff is not UTF-8 text"),
        (b"a: 1\n\0\0\0", "a null byte"),
        (b"\0" * 100, "a null byte"),
        ("a: 1".encode("utf-16"), "UTF-16"),
        ("a: 1".encode("utf-16-le"), "UTF-16"),
        ("[" * 100_000, "nested more than 40 deep"),
        ("a:\n" + "".join(" " * n + "b:\n" for n in range(1, 60)), "nested more than 40 deep"),
        pytest.param("[" + "1," * 200_001 + "]", "more than 200000 values", marks=pytest.mark.slow),
    ],
)
def test_what_is_refused(text: str | bytes, words: str) -> None:
    assert any(words in problem.message for problem in problems(text)), problems(text)


def test_aliases_that_would_grow_a_billion_times_cost_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert [problem.message[:9] for problem in problems(bomb)] == ["anchors (", "aliases ("]


def test_a_byte_order_mark_of_utf_8_is_read_over() -> None:
    root = read_text(b"\xef\xbb\xbfa: 1\n", "case.yaml")
    assert isinstance(root, Mapping)
    assert list(root) == ["a"]


def test_a_file_above_five_mebibytes_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"a" * (5 * 1024 * 1024 + 1))
    with pytest.raises(InputError, match="larger than 5 MiB and was not read"):
        read_document(large)


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "patient.yaml").write_text("a: 1")
    with pytest.raises(InputError, match=r"did you mean patient\.yaml"):
        read_document(tmp_path / "pateint.yaml")


def test_a_directory_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a directory, not a file"):
        read_document(tmp_path)


# JSON


def test_json_gives_the_same_nodes() -> None:
    text = '{"a": [1, -2.50, true, null, "x", {}], "b": {"c": "\\ud83d\\ude00 \\u00e9 \\/"},\n "d": []}'
    root = mapping(text, "case.json")
    items = root["a"]
    assert isinstance(items, Sequence)
    assert [(item.text, item.quoted) for item in items if isinstance(item, Scalar)] == [
        ("1", False),
        ("-2.50", False),
        ("true", False),
        ("null", False),
        ("x", True),
    ]
    inner = root["b"]
    assert isinstance(inner, Mapping)
    assert isinstance(inner["c"], Scalar)
    assert inner["c"].text == "😀 é /"
    assert (root.keys["d"].place.line, root.keys["d"].place.column) == (2, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ('{"a": 1, "a": 2}', 'the key "a" stands twice: on line 1 and on line 1'),
        ('{"a": NaN}', "a value is expected here"),
        ('{"a": 01}', "a value is expected here"),
        ('{"a": 1,}', "a key in double quotes is expected here"),
        ("[1, 2,]", "a value is expected here"),
        ("[1 2]", "a comma or the closing bracket"),
        ('{"a" 1}', '":" is expected here'),
        ("{'a': 1}", "a key in double quotes is expected here"),
        ('{"a": "x', "unterminated string"),
        ("[1]]", "something follows the end"),
        ("[1}", "a comma or the closing bracket"),
        ("[" * 100_000, "nested more than 40 deep"),
        ('["\\ud800"]', "half of a character pair"),
    ],
)
def test_json_that_is_refused(text: str, words: str) -> None:
    assert any(words in problem.message for problem in problems(text, "case.json")), problems(text, "case.json")


def test_of_thousands_of_problems_the_first_fifty_are_shown() -> None:
    with pytest.raises(InputError) as caught:
        read_text("".join(f"a: {number}\n" for number in range(1000)), "case.yaml")
    assert len(caught.value.problems) == 999
    assert str(caught.value).endswith("and 949 more problems")
