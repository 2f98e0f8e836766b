"""How the source is read: every interpretation of a guideline as data, with the option in force where there is a
choice.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from resecta.guideline import Guideline


def as_data(guideline: Guideline) -> list[dict[str, Any]]:
    """Every reading, in the guideline's order."""
    return [
        {
            "id": reading.id,
            "title": reading.title,
            "text": reading.text,
            "asks": reading.asks,
            "why": reading.why,
            "statements": list(reading.statements),
            "default": reading.default,
            "choice": reading.choice,
            "review": None if reading.review is None else asdict(reading.review),
            "options": [
                {"id": option.id, "text": option.text, "values": dict(option.values)} for option in reading.options
            ],
        }
        for reading in guideline.readings.values()
    ]
