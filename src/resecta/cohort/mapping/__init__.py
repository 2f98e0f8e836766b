"""A foreign table: which of its columns says what, in which unit, words and dates, and what stands for missing."""

from resecta.cohort.mapping.cells import UnfitError, mapped_cells
from resecta.cohort.mapping.read import read_mapping
from resecta.cohort.mapping.rule import ColumnRule, TableMapping

__all__ = ["ColumnRule", "TableMapping", "UnfitError", "mapped_cells", "read_mapping"]
