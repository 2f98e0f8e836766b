"""Documents that people write: a YAML or JSON file in, nodes with places out, or every problem of the file.

``read_document`` and ``read_text`` give the root node; the ``as_…`` readers turn a node into a typed value; a
``Collector`` gathers problems; ``nearest`` finds the name that was meant.
"""

from resecta.document.collector import Collector, listing
from resecta.document.nearest import did_you_mean, misspelt, nearest
from resecta.document.nodes import Mapping, Node, Scalar, Sequence, Source, Spot, given, is_null, kind_of
from resecta.document.problem import InputError, Place, Problem, ResectaError
from resecta.document.quote import printable, quote
from resecta.document.read import read_document, read_text
from resecta.document.source import read_source
from resecta.document.typed import (
    as_boolean,
    as_date,
    as_decimal,
    as_integer,
    as_mapping,
    as_partial_date,
    as_sequence,
    as_text,
)

__all__ = [
    "Collector",
    "InputError",
    "Mapping",
    "Node",
    "Place",
    "Problem",
    "ResectaError",
    "Scalar",
    "Sequence",
    "Source",
    "Spot",
    "as_boolean",
    "as_date",
    "as_decimal",
    "as_integer",
    "as_mapping",
    "as_partial_date",
    "as_sequence",
    "as_text",
    "did_you_mean",
    "given",
    "is_null",
    "kind_of",
    "listing",
    "misspelt",
    "nearest",
    "printable",
    "quote",
    "read_document",
    "read_source",
    "read_text",
]
