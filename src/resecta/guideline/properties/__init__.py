"""What must hold of a guideline for every possible patient: ``properties.yaml`` beside a pack, read and checked.

A prover reads these (``resecta.proof``); they are no part of what the guideline says.
"""

from resecta.guideline.properties.claims import (
    Always,
    Answered,
    AtMostOne,
    Claim,
    ClaimVisitor,
    Distinct,
    KnownException,
    Monotone,
    Property,
    Reachable,
    Threshold,
    Unchanged,
)
from resecta.guideline.properties.read import read_properties

__all__ = [
    "Always",
    "Answered",
    "AtMostOne",
    "Claim",
    "ClaimVisitor",
    "Distinct",
    "KnownException",
    "Monotone",
    "Property",
    "Reachable",
    "Threshold",
    "Unchanged",
    "read_properties",
]
