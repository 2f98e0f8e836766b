"""Mutation testing of a guideline: break it in one place, and see whether its own cases notice.

``mutants`` lists the breaks; ``run`` tries them all and reports the rate and the survivors.
"""

from resecta.authoring.mutation.mutant import Mutant
from resecta.authoring.mutation.mutants import mutants
from resecta.authoring.mutation.run import Report, run

__all__ = ["Mutant", "Report", "mutants", "run"]
