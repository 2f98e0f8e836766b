"""A dozen definitions of the shipped guideline, written by hand in ELM: the same work for the peer engine.

Each name below is a definition of ``logic.cql`` and says the same as it does there; the benchmark compares every value.
"""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]

FACTS = {
    "Primary status": "String",
    "Primary bleeding": "String",
    "Primary obstruction": "String",
    "Liver first cleared": "Boolean",
    "Extrahepatic disease": "String",
    "Future liver remnant": "Quantity",
    "Remnant volume method": "String",
    "Only functional volume counts": "Boolean",
}


def fact(name: str) -> Node:
    return {"type": "ParameterRef", "name": name}


def ref(name: str) -> Node:
    return {"type": "ExpressionRef", "name": name}


def both(*operands: Node) -> Node:
    return _chain("And", operands)


def either(*operands: Node) -> Node:
    return _chain("Or", operands)


def negated(operand: Node) -> Node:
    return {"type": "Not", "operand": operand}


def recorded(name: str) -> Node:
    return negated({"type": "IsNull", "operand": fact(name)})


def first_of(*operands: Node) -> Node:
    """The first that is known."""
    return {"type": "Coalesce", "operand": list(operands)}


def is_(name: str, *texts: str) -> Node:
    """The fact has this value, or one of these: as in the guideline, a disjunction of comparisons."""
    return either(*({"type": "Equal", "operand": [fact(name), _text(text)]} for text in texts))


def boolean(*, value: bool | None) -> Node:
    if value is None:
        return {"type": "As", "asType": "{urn:hl7-org:elm-types:r1}Boolean", "operand": {"type": "Null"}}
    return {"type": "Literal", "valueType": "{urn:hl7-org:elm-types:r1}Boolean", "value": str(value).lower()}


def _text(text: str) -> Node:
    return {"type": "Literal", "valueType": "{urn:hl7-org:elm-types:r1}String", "value": text}


def _chain(kind: str, operands: tuple[Node, ...]) -> Node:
    joined = operands[0]
    for operand in operands[1:]:
        joined = {"type": kind, "operand": [joined, operand]}
    return joined


DOZEN: dict[str, Node] = {
    "Primary in place": is_("Primary status", "in situ"),
    "No unresectable extrahepatic disease": {
        "type": "If",
        "condition": is_("Extrahepatic disease", "indeterminate"),
        "then": boolean(value=None),
        "else": is_("Extrahepatic disease", "none", "resectable"),
    },
    "Least future liver remnant": {"type": "Quantity", "value": 30, "unit": "%"},
    "Remnant only estimated": both(
        recorded("Future liver remnant"),
        either(
            first_of(is_("Remnant volume method", "estimated"), boolean(value=False)),
            both(
                fact("Only functional volume counts"),
                first_of(negated(is_("Remnant volume method", "measured functional")), boolean(value=True)),
            ),
        ),
    ),
    "Remnant measured": both(recorded("Future liver remnant"), negated(ref("Remnant only estimated"))),
    "Remnant on the threshold": both(
        ref("Remnant measured"),
        {"type": "Equal", "operand": [fact("Future liver remnant"), ref("Least future liver remnant")]},
    ),
    "Relevant bleeding": is_("Primary bleeding", "relevant", "transfused", "uncontrolled"),
    "Relevant obstruction": is_("Primary obstruction", "impending", "complete"),
    "Minor bleeding": is_("Primary bleeding", "minor", "unspecified"),
    "Minor obstruction": is_("Primary obstruction", "passable stenosis", "unspecified", "diverted"),
    "Liver first cleared by the board": first_of(fact("Liver first cleared"), boolean(value=False)),
    "Liver first barred": both(
        ref("Primary in place"),
        either(
            ref("Relevant bleeding"),
            ref("Relevant obstruction"),
            both(
                either(ref("Minor bleeding"), ref("Minor obstruction")),
                negated(ref("Liver first cleared by the board")),
            ),
        ),
    ),
}


def library() -> Node:
    """The dozen as an ELM library."""
    return {
        "library": {
            "identifier": {"id": "Dozen", "version": "1"},
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "usings": {"def": [{"localIdentifier": "System", "uri": "urn:hl7-org:elm-types:r1"}]},
            "parameters": {
                "def": [
                    {"name": name, "accessLevel": "Public", "parameterType": f"{{urn:hl7-org:elm-types:r1}}{type_}"}
                    for name, type_ in FACTS.items()
                ]
            },
            "statements": {
                "def": [
                    {"name": name, "context": "Patient", "accessLevel": "Public", "expression": expression}
                    for name, expression in DOZEN.items()
                ]
            },
        }
    }
