"""What follows from the events of all patients at once: a table of patients and one of events in, facts as columns out.

``TakesInColumns`` is the one visitor over the takes of a pack; ``with_facts`` lays what it asks for over the tables.
"""

from resecta.cohort.takes.facts import Facts, with_facts

__all__ = ["Facts", "with_facts"]
