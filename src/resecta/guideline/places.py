"""The ``{Name}`` places of a sentence, which show the value of a definition or parameter.

``{Name?}`` says that the sentence stands without a value too.
"""

from __future__ import annotations

import re

PLACE = re.compile(r"\{([^{}?]+)\??\}")


def places_needed(text: str) -> tuple[str, ...]:
    """The names without whose value the sentence cannot be said."""
    return tuple(match[1] for match in PLACE.finditer(text) if not match[0].endswith("?}"))
