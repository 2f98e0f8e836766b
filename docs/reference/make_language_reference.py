"""Write ``language.md`` from the tables that specify the language: ``make docs``. With ``--check``, only compare."""

import sys
from itertools import groupby
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.cql.spec.tables import Table, tables  # noqa: E402  # the folder above is on the path only now

PAGE = Path(__file__).with_name("language.md")
EXCUSED = ROOT / "tests" / "cql" / "conformance" / "excused.yaml"
START = """\
# The language of a guideline

Made by `make docs` from the tables under `tests/cql/spec/`, which every back end must satisfy; a test compares.

A guideline's logic is written in a scalar part of CQL 1.5, so its file opens in other CQL tooling too. A library has
parameters (the facts of a case, and settings with a default) and definitions:

```text
library Example version '1.0.0'

parameter "Future liver remnant" Quantity
parameter "Least remnant" Quantity default 30 '%'

// @statement S06
define "Adequate remnant": "Future liver remnant" > "Least remnant"
```

- **Types:** Boolean, Integer (32 bits), Decimal (8 digits after the point), String, Date (a year, a month or a day),
  Quantity (a number with a UCUM code in quotes, or a calendar word: `30 '%'`, `6 weeks`), and Interval of the ordered
  ones. A bare `null` takes the type that its place wants.
- **Unknown:** truth has three values. `null` means *not known*, and never turns into *no* but where a line says so.
- **Names** with spaces stand in double quotes, texts in single quotes. `//` and `/* */` are comments; above a
  definition, `// @statement S06` and `// @reading C01` say whose words it computes.
- **Precedence**, tightest first: sign, `start of` and the like · `^` · `*` `/` `div` `mod` · `+` `-` · `is` `as` ·
  `not` · `between` · `<` `<=` `>` `>=` · `before`, `same day as`, `during` and the like · `=` `!=` `~` `!~` ·
  `in` `contains` · `and` · `or` `xor` · `implies`.
- A text is read to its end whatever is wrong with it: all problems are told at once, each with its place and mend.
"""
LEFT_OUT = """\
## What is left out

Each of these is refused with an error, never answered with a value.

| left out | why | for example |
| --- | --- | --- |
"""


def chapter(name: str, inside: list[Table]) -> str:
    """One chapter: a heading and a small table for each rule."""
    return f"## {name.capitalize()}\n\n" + "\n".join(rule(table) for table in inside)


def rule(table: Table) -> str:
    """One rule: what it says, the expression, and the cases."""
    head = [*table.facts, "="]
    lines = [f"### {table.title}", "", table.about, "", "```text", table.expression, "```", ""]
    lines += [row([*table.facts, "value"]), row(["---"] * len(head))]
    lines += [row([*(f"`{one.facts[name]}`" for name in table.facts), f"`{one.expected}`"]) for one in table.rows]
    return "\n".join(lines) + "\n"


def row(cells: list[str]) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def left_out() -> str:
    """The table of what is not in the language."""
    entries = yaml.safe_load(EXCUSED.read_text(encoding="utf-8"))
    lines = [
        row([entry["feature"], entry["why"], f"`{entry['examples'][0]}`" if entry["examples"] else ""])
        for entry in entries
    ]
    return LEFT_OUT + "\n".join(lines) + "\n"


def main() -> None:
    chapters = [chapter(name, list(inside)) for name, inside in groupby(tables(), key=lambda table: table.chapter)]
    written = "\n".join([START, *chapters, left_out()])
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != written:
        sys.exit("docs/reference/language.md is not what the tables say: run `make docs`")


if __name__ == "__main__":
    main()
