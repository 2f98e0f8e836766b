"""A result audited: how often the guideline was kept, where, and how often nobody can tell; a page with small counts
left out.
"""

from resecta.cohort.audit.counts import Audit, audit

__all__ = ["Audit", "audit"]
