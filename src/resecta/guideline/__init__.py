"""The pack: a guideline's id or directory in, its checked values out, or every problem of its files at once.

``load`` reads, overlays, checks and lints; ``Guideline`` is what it gives; ``model`` holds the values in it.
"""

from resecta.guideline.load import load
from resecta.guideline.mention import Mention
from resecta.guideline.pack import Guideline

__all__ = ["Guideline", "Mention", "load"]
