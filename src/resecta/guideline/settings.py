"""The readings that a site may choose: has each a default, do its options say what the logic understands, which are
in force?
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library, evaluate_expression, parse_expression
from resecta.cql.tree.library import Parameter
from resecta.cql.values import Quantity, Value, literal
from resecta.cql.values.units import comparable
from resecta.document import InputError, Node, Problem, did_you_mean, quote
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import Option, Reading

_TWO = 2
"""Of so many options nobody can tell which of them should be like the other."""


def check(manuscript: Manuscript, library: Library | None) -> Iterator[Problem]:
    """A problem for each setting without a default and each option that the logic cannot take."""
    for reading in manuscript.readings.values():
        yield from _check_choice(manuscript, reading)
        yield from _check_same(manuscript, library, reading)
        if library is not None:
            for option in reading.options:
                yield from _check_values(manuscript, library, reading, option)


def values_in_force(manuscript: Manuscript, library: Library) -> dict[str, Value]:
    """Each setting's parameter with its value: that of the option in force, else the parameter's default. Of a
    checked pack.
    """
    values = {
        parameter.name: evaluate_expression(parameter.default)
        for parameter in library.parameters.values()
        if parameter.default is not None
    }
    for reading in manuscript.readings.values():
        for option in reading.options:
            if option.id == (reading.choice or reading.default):
                values.update((name, _value(text)) for name, text in option.values.items())
    return values


def _check_choice(manuscript: Manuscript, reading: Reading) -> Iterator[Problem]:
    options = [option.id for option in reading.options]
    if not options:
        for key, value in (("default", reading.default), ("choice", reading.choice)):
            if value is not None:
                node = manuscript.node("reading", reading.id, key)
                yield node.problem(f"{reading.id} has no options to choose from", "add options:, or leave it out")
        return
    if reading.default is None:
        mend = f"add default: with one of {', '.join(options)}"
        yield manuscript.key("reading", reading.id).problem(f"the setting {reading.id} has no default", mend)
    for key, value in (("default", reading.default), ("choice", reading.choice)):
        if value is not None and value not in options:
            node = manuscript.node("reading", reading.id, key)
            mend = did_you_mean(value, options) or f"options: {', '.join(options)}"
            yield node.problem(f"{quote(value)} is not an option of {reading.id}", mend)


def _check_same(manuscript: Manuscript, library: Library | None, reading: Reading) -> Iterator[Problem]:
    """Every option sets the same; what an option sets that is no setting at all is a problem of its own."""
    known = set() if library is None else {name for name, one in library.parameters.items() if one.default is not None}
    wanted = {name for option in reading.options for name in option.values} & known
    alone = {name for name in wanted if len(reading.options) > _TWO and len(_setting(reading, name)) == 1}
    for name in sorted(alone):
        (option,) = _setting(reading, name)
        key = manuscript.node("reading", reading.id, "options", option.id, "values").keys[name]
        message = f"of the options of {reading.id} {quote(option.id)} alone sets {quote(name)}"
        yield key.problem(message, "leave it out, or give it a value in each option")
    wanted -= alone
    for option in reading.options:
        for name in sorted(wanted - set(option.values)) if known.issuperset(option.values) else ():
            node = manuscript.node("reading", reading.id, "options", option.id)
            yield node.problem(
                f"the option {quote(option.id)} says nothing of {quote(name)}, which the other options set",
                f"give {quote(name)} a value there too",
            )


def _setting(reading: Reading, name: str) -> list[Option]:
    """The options that set it."""
    return [option for option in reading.options if name in option.values]


def _check_values(manuscript: Manuscript, library: Library, reading: Reading, option: Option) -> Iterator[Problem]:
    for name, text in option.values.items():
        parameter = library.parameters.get(name)
        if parameter is None or parameter.default is None:
            continue  # the reference is checked elsewhere
        node: Node = manuscript.node("reading", reading.id, "options", option.id, "values", name)
        try:
            value = _value(text)
        except InputError as error:
            yield node.problem(f"{quote(text)} is not a CQL value: {error.problems[0].message}", error.problems[0].mend)
            continue
        default = evaluate_expression(parameter.default)
        if value is None and default is not None:
            yield node.problem(f"{quote(text)} is no value", f"write a value of the type {parameter.type}")
        elif value is not None and _type_of(value) not in _taken(str(parameter.type)):
            message = f"{quote(name)} is {parameter.type}; {quote(text)} is {_type_of(value)}"
            yield node.problem(message, f"write a value of the type {parameter.type}")
        elif isinstance(value, Quantity) and isinstance(default, Quantity) and not comparable(value.unit, default.unit):
            message = f"{quote(text)} does not compare with the default, {literal(default)}"
            yield node.problem(message, f"write it in a unit that can be converted to {quote(default.unit)}")
        elif option.id == reading.default and value != default:
            yield _two_defaults(manuscript, reading, parameter, node, f"{text}, logic.cql to {literal(default)}")


def _two_defaults(manuscript: Manuscript, reading: Reading, parameter: Parameter, node: Node, values: str) -> Problem:
    """A default that is another in settings.yaml than in logic.cql, told where a site has changed one of the two."""
    message = f"the default option of {reading.id} sets {quote(parameter.name)} to {values}"
    default = manuscript.node("reading", reading.id, "default").spot
    if manuscript.is_of_a_site(node.spot):
        return node.problem(message, "write it as an option of its own, and choose that by choice:")
    if manuscript.is_of_a_site(default):
        problem: Problem = default.problem(message, f"write choice: {reading.default} in place of it")
        return problem
    if manuscript.is_of_a_site(parameter.spot):
        mend = f"leave it out, and choose another option of {reading.id} in settings.yaml by choice:"
        return parameter.spot.problem(message, mend)
    return node.problem(message, "write the same value in both")


def _value(text: str) -> Value:
    return evaluate_expression(parse_expression(text))


def _type_of(value: Value) -> str:
    if isinstance(value, bool):
        return "Boolean"
    names = {"int": "Integer", "str": "String"}
    kind = type(value).__name__
    return names.get(kind, kind)


def _taken(wanted: str) -> tuple[str, ...]:
    return ("Decimal", "Integer") if wanted == "Decimal" else (wanted,)
