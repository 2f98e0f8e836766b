"""Code that was written out of a library and compiled is used again only if it is what was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.cql import Logic, check, evaluate_library, kept, parse_library
from resecta.cql.possible import Bench
from resecta.cql.run import PAYS_AFTER
from resecta.document.cache import MOST_FILES

TEXTS = [f"def node{number}(bench):\n    return {number}\n" for number in range(2 * kept.MOST_COMPILED_ANEW)]


def results(texts: list[str]) -> list[int]:
    found = []
    for number, code in enumerate(kept.codes(texts)):
        scope: dict[str, object] = {}
        exec(code, scope)  # noqa: S102  # our own text, as the product does
        function = scope[f"node{number}"]
        assert callable(function)
        found.append(function(None))
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache of its own, in a process that has compiled nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "_COMPILED", {})
    return tmp_path / "resecta"


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_COMPILED", {})


def test_a_library_is_kept_in_one_file_and_read_from_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert results(TEXTS) == list(range(len(TEXTS)))
    (file,) = folder.glob("logic-*.code")
    monkeypatch.setattr(kept, "_compiled", lambda _texts: pytest.fail("compiled again"))
    forget(monkeypatch)
    assert results(TEXTS) == list(range(len(TEXTS)))
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"not code", None])
def test_a_damaged_file_is_not_read_and_is_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    results(TEXTS)
    (file,) = folder.glob("logic-*.code")
    good = file.read_bytes()
    file.write_bytes(good[:-1] + bytes([good[-1] ^ 1]) if damage is None else damage)
    forget(monkeypatch)
    assert results(TEXTS) == list(range(len(TEXTS)))
    assert file.read_bytes() == good


def test_a_library_that_differs_in_a_few_definitions_leaves_no_file(folder: Path) -> None:
    results(TEXTS)
    results([*TEXTS[:-1], TEXTS[-1] + "\n"])
    assert len(list(folder.glob("logic-*.code"))) == 1


def test_only_the_newest_files_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in range(MOST_FILES + 3):
        forget(monkeypatch)
        results(TEXTS[: kept.MOST_COMPILED_ANEW + 1 + count])
    assert len(list(folder.glob("logic-*.code"))) == MOST_FILES


def test_where_there_is_no_safe_place_the_texts_are_compiled(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    assert results(TEXTS) == list(range(len(TEXTS)))
    assert list(folder.iterdir()) == []


def test_the_first_cases_and_those_for_which_all_is_compiled_come_out_alike() -> None:
    library = check(parse_library('library Few\nparameter "A" Boolean\ndefine "It": not "A"\n', "few.cql"))
    logic = Logic(library)
    for case in range(2 * PAYS_AFTER):
        assert ("program" in vars(logic)) is (case > PAYS_AFTER)
        assert logic.values({"A": case % 2 == 0}) == {"It": case % 2 == 1}


@pytest.mark.parametrize("form", ["({fact} and {rest})", "(({rest}) or {fact})", "(if {fact} then {rest} else {fact})"])
def test_logic_nested_deeper_than_python_reads_comes_out_the_same(form: str) -> None:
    text = '"A"'
    for number in range(90):
        text = form.format(fact='"A"' if number % 2 else 'not "B"', rest=text)
    library = check(
        parse_library(f'library Deep\nparameter "A" Boolean\nparameter "B" Boolean\ndefine "It": {text}\n', "deep.cql")
    )
    logic = Logic(library)
    for a in (True, False, None):
        for b in (True, False, None):
            facts = {"A": a, "B": b}
            ((value, _),) = logic.possible.pairs("It", Bench(logic.base(facts), 1))
            assert value is evaluate_library(library, facts)["It"]
