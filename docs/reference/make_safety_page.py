"""Write ``docs/safety/hazards.md`` from ``hazards.yaml``. With ``--check``, only compare."""

import sys
from pathlib import Path

import yaml

SAFETY = Path(__file__).parents[1] / "safety"
PAGE = SAFETY / "hazards.md"
HEAD = """\
# Hazards

Made from [hazards.yaml](hazards.yaml) by `docs/reference/make_safety_page.py`. An entry is never deleted, only closed.
Severity and likelihood are for a clinical safety officer to score; nobody has. Each test named is run by `make test`,
and `tests/project/test_hazards.py` holds that it exists.
"""


def page() -> str:
    """Every hazard with its control and its tests."""
    hazards = yaml.safe_load((SAFETY / "hazards.yaml").read_text(encoding="utf-8"))
    return "\n".join([HEAD, *(_told(id, hazard) for id, hazard in hazards.items())])


def _told(id: str, hazard: dict[str, object]) -> str:
    closed = f"\n- **Closed:** {hazard['closed']}" if "closed" in hazard else ""
    tests = hazard["test"]
    assert isinstance(tests, list)  # noqa: S101 - the shape is held by tests/project/test_hazards.py
    shown = "".join(f"\n  - `tests/{test.partition('::')[0]}`: {_words(test)}" for test in tests)
    return (
        f"## {id}. {hazard['hazard']}\n\n- **How:** {hazard['sequence']}\n- **Harm:** {hazard['harm']}\n"
        f"- **Control:** {hazard['control']}{closed}\n- **Shown by:**{shown}\n"
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
