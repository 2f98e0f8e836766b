"""Smoke: the wheel in clean environments, on the oldest and the newest Python, without extras and with each.

Every command is run once. What needs an extra must work with it, and without it end with exit code 2 and the word that
installs it. Pythons that the machine does not have are named and passed over; one at least must be there.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OLDEST, NEWEST = "3.11", "3.13"
EXTRAS = ("timeline", "units", "pictures")
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
]
NEEDING = {
    f"plan {CASE} --strategy liver_first --ics plan.ics": "timeline",
    f"plan {CASE} --country DE --region BY": "timeline",
    f"plan {CASE} --svg plan.png": "pictures",
    "cql eval 5'mmol/L'>4'mmol/L'": "units",
}


def pythons() -> Iterator[tuple[str, Path]]:
    """The interpreters of this machine: in the path, or where pyenv keeps them."""
    for version in (OLDEST, NEWEST):
        kept = sorted(
            Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/{version}.*/bin/python")
        )
        found = [Path(each) for each in (shutil.which(f"python{version}"), *kept) if each is not None]
        works = next((each for each in found if says(each) == version), None)
        if works is None:
            sys.stdout.write(f"Python {version}: not on this machine, passed over\n")
        else:
            yield version, works


def says(python: Path) -> str:
    """The version that an interpreter says it is."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=False).stdout.strip()


def pip(python: Path, *arguments: str) -> None:
    options = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([python, "-m", "pip", *arguments[:1], *options, *arguments[1:]], check=True, env=clean())


def clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RESECTA"))}


def failures(python: Path, extra: str, beside: Path | None, folder: Path) -> Iterator[str]:
    """The commands that do not end as they should."""
    environment = {**clean(), "XDG_CACHE_HOME": str(folder / "cache")}
    if beside is not None:
        environment["PYTHONPATH"] = str(beside)
    work = folder / (extra or "nothing")
    work.mkdir()
    for line in (*COMMANDS, *NEEDING):
        needs = NEEDING.get(line, extra)
        command = [python, "-m", "resecta", *line.split()]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=work, env=environment, stdin=subprocess.DEVNULL
        )
        if needs == extra:
            ended = done.returncode in ((0, 1) if "mutate" in line else (0,))
        else:
            ended = done.returncode == 2 and f"install resecta[{needs}]" in done.stderr
        if not ended or "Traceback" in done.stderr:
            yield f"resecta {line}: exit {done.returncode}\n{done.stderr}"


def main() -> int:
    pins = re.findall(r"^([a-z0-9.-]+==\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    failed: list[str] = []
    tried = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pins.txt").write_text("\n".join(pins))
        pip(Path(sys.executable), "wheel", "--no-deps", "--no-build-isolation", "-w", name, str(ROOT))
        (wheel,) = folder.glob("*.whl")
        for version, python in pythons():
            tried += 1
            here = folder / version
            subprocess.run([python, "-m", "venv", here / "venv"], check=True, env=clean())
            inside = here / "venv/bin/python"
            pip(inside, "install", "--constraint", str(folder / "pins.txt"), str(wheel))
            for extra in ("", *EXTRAS):
                beside = here / f"with-{extra}" if extra else None
                if beside is not None:
                    pip(inside, "install", "--target", str(beside), "-c", str(folder / "pins.txt"), *extras[extra])
                found = list(failures(inside, extra, beside, here))
                failed += found
                sys.stdout.write(
                    "\n".join([f"Python {version}, {extra or 'no extra'}: {len(found)} failed", *found, ""])
                )
                sys.stdout.flush()
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
