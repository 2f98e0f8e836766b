"""What an answer would move, in columns: for each fact that may be asked for, how many strategies at least one answer
changes, and whether that touches the one that is or would be first. The rules are those of ``resecta.advice.moves``.
"""

from resecta.cohort.moves.moved import Moved, with_moves
from resecta.cohort.moves.tries import Try, tries_of

__all__ = ["Moved", "Try", "tries_of", "with_moves"]
