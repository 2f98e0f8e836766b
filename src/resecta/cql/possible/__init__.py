"""What may be the value of each definition in many scenarios at once.

A *scenario* says of some facts that they are free (they may have any value, or none), or that they have one of several
values, or another value than in the case. Scenario *i* is bit *i* of a whole number, so that one pass over the logic
answers as many scenarios as there are bits. Of a truth three numbers are kept: in which scenarios it can be true,
false, unknown; *and*, *or*, *not* are ``&`` and ``|`` on them. Of any other value is kept in which scenarios it can be
what, and in which it can be anything. Each node is read by itself: where two parts hang on one fact that is open, each
may go its own way, so that what comes out may be wider than what can be, never narrower. Where every fact has one value
in each scenario, the answers are exact.

``bench`` holds one pass, ``truths`` reads the nodes that are truths, ``steps`` the others, ``library`` puts the two
together.
"""

from resecta.cql.possible.bench import Base, Bench, Known, Pairs, Truth
from resecta.cql.possible.library import Possible

__all__ = ["Base", "Bench", "Known", "Pairs", "Possible", "Truth"]
