"""Write ``docs/safety/hazards.md`` from ``hazards.yaml`` and ``scale.yaml``. With ``--check``, only compare."""

import sys
from pathlib import Path
from typing import Any

import yaml

SAFETY = Path(__file__).parents[1] / "safety"
PAGE = SAFETY / "hazards.md"
HEAD = """\
# Hazards

Made from [hazards.yaml](hazards.yaml) and [scale.yaml](scale.yaml) by `docs/reference/make_safety_page.py`.
An entry is never deleted, only closed. Each test named is run by `make test`; `tests/project/test_hazards.py` holds it.

Scored by: {scored_by}. Confirmed by: {confirmed_by}. The scores are a clinical safety officer's to give; a hospital
gives its own before it uses Resecta.
"""


def page() -> str:
    """The scale, all hazards by level, then each with its control and its tests."""
    hazards = yaml.safe_load((SAFETY / "hazards.yaml").read_text(encoding="utf-8"))
    scale = yaml.safe_load((SAFETY / "scale.yaml").read_text(encoding="utf-8"))
    parts = [HEAD.format(**scale), _scale(scale), _table(hazards, scale)]
    return "\n".join([*parts, *(_told(id, hazard, scale) for id, hazard in hazards.items())])


def _scale(scale: dict[str, Any]) -> str:
    steps = ["| step | severity | likelihood |", "| --- | --- | --- |"]
    for step in scale["severity"]:
        said = (f"{one['word']}: {one['means']}" for one in (scale["severity"][step], scale["likelihood"][step]))
        steps.append(f"| {step} | {' | '.join(said)} |")
    levels = [f"- **Level {level}.** {means}" for level, means in scale["level"].items()]
    owners = [f"- **{owner.capitalize()}.** {means}" for owner, means in scale["owners"].items()]
    return "\n".join(["## Scale", "", *steps, "", *levels, "", "Owners of controls:", "", *owners, ""])


def _table(hazards: dict[str, Any], scale: dict[str, Any]) -> str:
    rows = ["| | hazard | severity | likelihood | level | owner |", "| --- | --- | --- | --- | --- | --- |"]
    for id, hazard in hazards.items():
        before, after = (level(scale, hazard, when) for when in ("before", "after"))
        likely = hazard["likelihood"]
        rows.append(
            f"| {id} | {hazard['hazard']} | {hazard['severity']} | {likely['before']} → {likely['after']} "
            f"| {before} → {after} | {hazard['owner']} |"
        )
    return "\n".join(["## All hazards", "", *rows, ""])


def level(scale: dict[str, Any], hazard: dict[str, Any], when: str) -> int:
    """The level of risk ``before`` or ``after`` the control."""
    found: int = scale["levels"][hazard["likelihood"][when]][hazard["severity"] - 1]
    return found


def _told(id: str, hazard: dict[str, Any], scale: dict[str, Any]) -> str:
    closed = f"\n- **Closed:** {hazard['closed']}" if "closed" in hazard else ""
    shown = "".join(f"\n  - `tests/{test.partition('::')[0]}`: {_words(test)}" for test in hazard["test"])
    likely = {when: scale["likelihood"][step]["word"] for when, step in hazard["likelihood"].items()}
    risk = "; ".join(f"{when} the control {word}, level {level(scale, hazard, when)}" for when, word in likely.items())
    return (
        f"## {id}. {hazard['hazard']}\n\n- **How:** {hazard['sequence']}\n- **Harm:** {hazard['harm']}\n"
        f"- **Risk:** {scale['severity'][hazard['severity']]['word']}; {risk}\n"
        f"- **Control:** {hazard['control']} Owner: {hazard['owner']}.{closed}\n- **Shown by:**{shown}\n"
    )


def _words(test: str) -> str:
    """What a test's name says."""
    return test.partition("::")[2].removeprefix("test_").replace("_", " ")


def main() -> None:
    written = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != written:
        sys.exit(
            "docs/safety/hazards.md is not what hazards.yaml says: run `python docs/reference/make_safety_page.py`"
        )


if __name__ == "__main__":
    main()
