"""Whatever stands in a file of a guideline, loading says what is wrong with it, and never falls over."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resecta.document import InputError
from resecta.guideline import load
from resecta.guideline.folder import LOGIC, OPTIONAL, REQUIRED

GOOD = Path(__file__).parent / "good"
FILES = [*REQUIRED, *OPTIONAL]
MAY_BE_EMPTY = ("notices.yaml", "recommendations.yaml", "regimens.yaml", "constraints.yaml")
"""Nothing else of the good guideline names an entry of these."""
DAMAGE = {
    "empty": b"",
    "binary": bytes(range(256)),
    "utf-16": "id: x".encode("utf-16"),
    "a word": b"word",
    "a list": b"- a\n- b\n",
    "an empty mapping": b"{}",
    "entries that are words": b"a: b\nc: d\n",
    "entries that are lists": b"resectable: [a, b]\nlesion_size: []\nA01: []\n",
    "entries that hold nothing": b"resectable:\nlesion_size:\nA01:\n",
    "keys of the wrong kind": b"resectable: {title: {a: b}, define: [x], notes: word, window: [], statements: {}}\n",
    "nested": b"[" * 10000,
    "a null byte": b"a: \0",
    "tabs": b"a:\n\tb: c\n",
    "aliases": b"a: &x [1]\nb: *x\n",
}


def damaged(folder: Path, file: str, content: bytes) -> Path:
    shutil.copytree(GOOD, folder / "pack")
    (folder / "pack" / file).write_bytes(content)
    return folder / "pack"


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_file_is_refused_with_its_name(file: str, name: str, tmp_path: Path) -> None:
    pack = damaged(tmp_path, file, DAMAGE[name])
    if name == "an empty mapping" and file in MAY_BE_EMPTY:
        assert load(pack).id == "small_good"
        return
    with pytest.raises(InputError) as refused:
        load(pack)
    assert refused.value.problems
    assert all(problem.message for problem in refused.value.problems)


@given(at=st.integers(0, 5000), strewn=st.binary(max_size=8), file=st.sampled_from(FILES))
def test_bytes_strewn_into_a_file_never_break_the_loader(at: int, strewn: bytes, file: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = (GOOD / file).read_bytes() if (GOOD / file).exists() else b"a:\n  kind: step\n"
        pack = damaged(Path(folder), file, text[:at] + strewn + text[at + 2 :])
        with suppress(InputError):
            load(pack)


@pytest.mark.parametrize("text", [b"", b"// nothing yet\n", b"library Nothing\n"])
def test_a_logic_that_declares_nothing_is_one_problem(text: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a parameter nor a definition") as refused:
        load(damaged(tmp_path, LOGIC, text))
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize("file", REQUIRED)
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    pack = damaged(tmp_path, file, b"")
    (pack / file).unlink()
    with pytest.raises(InputError, match=f"the guideline lacks {file}"):
        load(pack)


@pytest.mark.parametrize("file", [LOGIC, "findings.yaml"])
def test_a_link_that_leads_round_to_itself_is_named(file: str, tmp_path: Path) -> None:
    (tmp_path / file).symlink_to(file)
    with pytest.raises(InputError) as refused:
        load(GOOD, [tmp_path])
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.message) == (
        str(tmp_path / file),
        "this is a link that leads round to itself",
    )
    assert problem.mend == "mend the link, or remove it"
