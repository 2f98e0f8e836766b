"""The core of the language as columns: core nodes in, Ibis expressions over a table out, for any engine Ibis speaks to.

``Columns`` is the visitor; what an operation means in SQL stands by its kind in ``comparing``, ``numbers``,
``lengths``, ``moments``, ``spans`` and ``converting``. Unknown is ``NULL``.
"""

from resecta.cohort.columns.column import Column, NotInColumnsError, Span, fact
from resecta.cohort.columns.visitor import Columns

__all__ = ["Column", "Columns", "NotInColumnsError", "Span", "fact"]
