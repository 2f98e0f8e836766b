"""Smoke: the wheel in clean environments, on the oldest and the newest Python, without extras and with each.

Every command is run once. What needs an extra must work with it, and without it end with exit code 2 and the word that
installs it. Pythons that the machine does not have are named and passed over; one at least must be there. The suite
runs the part without extras (``test_the_wheel.py``), ``make smoke`` all of it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
OLDEST, NEWEST = "3.11", "3.13"
EXTRAS = ("timeline", "units", "pictures", "proof", "cohort", "board")
_OF_OURS = re.compile(r"resecta\[(\w+)\]")
DATABASE = "--database sqlite:///board.db"
CASE, OTHER = ROOT / "docs/examples/friday.yaml", ROOT / "docs/examples/monday.yaml"
COMMANDS = [
    f"assess {CASE}",
    f"assess {CASE} --json --html page.html",
    f"assess {CASE} --explain adequate_remnant --json",
    f"assess {CASE} {OTHER} --json --output advice",
    f"assess {CASE} --overlay {ROOT}/docs/examples/our_hospital",
    f"case check {CASE}",
    "case template",
    "case new --output new.yaml",
    f"compare {OTHER} {CASE} --html difference.html",
    f"plan {CASE}",
    f"plan {CASE} --strategy liver_first --svg plan.svg --json",
    "guideline check",
    "guideline show S06 --html show.html",
    "guideline coverage",
    "guideline readings",
    "guideline init ours",
    "guideline mutate --guideline ours --no-propose",
    "cql eval 1+1",
    "serve --help",  # by itself it ends by a signal only
    "db grant --help",  # it does nothing without a server of PostgreSQL
]
NEEDING = {
    f"plan {CASE} --strategy liver_first --ics plan.ics": "timeline",
    f"plan {CASE} --country DE --region BY": "timeline",
    f"plan {CASE} --svg plan.png": "pictures",
    "cql eval 5'mmol/L'>4'mmol/L'": "units",
    "guideline prove --property never_two_biologics": "proof",
    "guideline diff ours ours": "proof",
    f"explain {CASE} --why-not liver_first": "proof",
    f"explain {CASE} --what-would-settle liver_first --html asked.html": "proof",
    "cohort synthesise 3 --output made.parquet": "cohort",
    "cohort assess made.parquet --output advice.parquet": "cohort",
    "cohort coverage made.parquet": "cohort",
    "cohort audit advice.parquet --html audit.html": "cohort",
    f"cohort map {ROOT}/tests/project/header.csv": "cohort",
    f"db upgrade {DATABASE}": "board",
    "db key --output anchor.key": "board",
    "db seal-key --output seal.key": "board",
    f"db reseal {DATABASE}": "board",
    f"db anchor --key anchor.key {DATABASE}": "board",
    f"db verify {DATABASE}": "board",
    f"db replay {DATABASE}": "board",
    f"db backup --output board.backup {DATABASE}": "board",
    "db restore board.backup --database sqlite:///again.db": "board",
    f"db downgrade --to 0001 {DATABASE}": "board",
}


def pythons() -> Iterator[tuple[str, Path | None]]:
    """The two versions, each with its interpreter: in the path, or where pyenv keeps them; None where there is none."""
    for version in (OLDEST, NEWEST):
        folder = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
        kept = sorted(folder.glob(f"versions/{version}.*/bin/python"))
        found = [Path(each) for each in (shutil.which(f"python{version}"), *kept) if each is not None]
        yield version, next((each for each in found if _says(each) == version), None)


def _says(python: Path) -> str:
    """The version that an interpreter says it is."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=False).stdout.strip()


def wheel(folder: Path) -> Path:
    """The wheel, built into this folder."""
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", folder, ROOT], check=True, env=_clean())
    return next(folder.glob("*.whl"))


def environment(python: Path, built: Path, folder: Path) -> Path:
    """The interpreter of a clean environment in this folder that holds the wheel and what it cannot do without."""
    inside = folder / "bin/python"
    _uv("venv", "--no-project", "--python", python, folder)
    _install(folder, built, "--python", inside)
    return inside


def _install(folder: Path, what: str | Path, *more: str | Path) -> None:
    """Install the releases of the lock."""
    pins = folder.with_suffix(".pins")
    found = re.findall(r"^([a-z0-9.-]+==\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    pins.write_text("\n".join(found))
    _uv("pip", "install", "--constraint", pins, what, *more)


def _uv(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments], check=True, env=_clean())


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RESECTA"))}


def parts(extras: Mapping[str, Sequence[str]], extra: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The extras that one of them gives, itself among them, and the distributions that are installed for it."""
    given, wanted = {extra}, []
    for part in extras[extra]:
        other = _OF_OURS.match(part)
        if other is None:
            wanted.append(part)
        else:
            more, needed = parts(extras, other[1])
            given |= more
            wanted += needed
    return frozenset(given), tuple(wanted)


def failures(
    python: Path, work: Path, given: frozenset[str] = frozenset(), beside: Path | None = None
) -> Iterator[str]:
    """The commands that do not end as they should. ``given``: the extras that are there; ``beside``: the folder that
    holds their parts.
    """
    environment = {**_clean(), "XDG_CACHE_HOME": str(work.parent / "cache")}
    if beside is not None:
        environment["PYTHONPATH"] = str(beside)
    work.mkdir()
    for line in (*COMMANDS, *NEEDING):
        needs = NEEDING.get(line)
        command = [python, "-m", "resecta", *line.split()]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=work, env=environment, stdin=subprocess.DEVNULL
        )
        if needs is None or needs in given:
            ended = done.returncode in ((0, 1) if "mutate" in line else (0,))
        else:
            ended = done.returncode == 2 and f"install resecta[{needs}]" in done.stderr
        if not ended or "Traceback" in done.stderr:
            yield f"resecta {line}: exit {done.returncode}\n{done.stderr}"


def main() -> int:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    failed: list[str] = []
    tried = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = wheel(folder)
        for version, python in pythons():
            if python is None:
                _tell(f"Python {version}: not on this machine, passed over")
                continue
            tried += 1
            here = folder / version
            here.mkdir()
            inside = environment(python, built, here / "venv")
            for extra in ("", *EXTRAS):
                beside = here / f"with-{extra}" if extra else None
                given, wanted = parts(extras, extra) if extra else (frozenset[str](), ())
                for part in wanted:
                    _install(here / "venv", part, "--python", inside, "--target", str(beside))
                found = list(failures(inside, here / (extra or "nothing"), given, beside))
                failed += found
                _tell("\n".join([f"Python {version}, {extra or 'no extra'}: {len(found)} failed", *found]))
    return 1 if failed or not tried else 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
