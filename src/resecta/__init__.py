"""Resecta: a guideline written once as data, read as explained advice for one patient.

What comes in: a guideline (``load``) and what is known of a patient. What goes out: an ``Advice`` (``assess``). ::

    import resecta

    guideline = resecta.load()
    advice = resecta.assess(guideline, {"facts": {"future_liver_remnant": 24}})
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resecta.advice import assess
    from resecta.guideline import load

__all__ = ["__version__", "assess", "load"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import ``load`` and ``assess`` when first asked for, so that ``import resecta`` alone costs nothing."""
    if name == "load":
        from resecta.guideline import load

        return load
    if name == "assess":
        from resecta.advice import assess

        return assess
    raise AttributeError(f"module 'resecta' has no attribute {name!r}")
