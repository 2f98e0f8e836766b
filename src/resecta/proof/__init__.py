"""A guideline over every possible patient: properties, differences and counterfactuals, by a solver (extra ``proof``).

In come a guideline and what is asked of it; out come proofs, or patients as case files, each replayed by the
interpreter before it is shown. Logic, statuses and facts reach the solver through one visitor (``formulas``).
"""
