"""The ``extrahepatic`` rows of a case: every site of disease outside the liver. An empty list says there is none."""

from __future__ import annotations

import datetime
from functools import partial

from resecta.case.model import Site
from resecta.case.value import read_date
from resecta.document import Collector, Mapping, Node, as_sequence, as_text, did_you_mean, given, is_null, quote
from resecta.guideline.takes import Disease

_KEYS = ("site", "disease", "date", "notes")


def read_sites(node: Node, day: datetime.date | None, problems: Collector) -> tuple[Site, ...] | None:
    """Every site, in the order of the file; None where nothing is said."""
    if is_null(node):
        return None
    sites = [_site(item, day, problems) for item in problems.read(as_sequence, node) or ()]
    return tuple(site for site in sites if site is not None)


def _site(node: Node, day: datetime.date | None, problems: Collector) -> Site | None:
    if not isinstance(node, Mapping):
        problems.add(node, "a site outside the liver is a mapping", "write {site: lung, disease: resectable}")
        return None
    parts = problems.mapping(node, _KEYS, "a site outside the liver")
    if parts is None:
        return None
    site, disease, date = (given(parts, key) for key in ("site", "disease", "date"))
    name = None if site is None else problems.read(as_text, site)
    if site is None or (name is not None and not name.strip()):
        where = node if site is None else site
        problems.add(where, "disease outside the liver names no site", "write site: and where it is, as lung")
        return None
    known = None if date is None else problems.read(partial(read_date, day=day, done=True, what="the date"), date)
    word = None if disease is None else _disease(disease, problems)
    return None if name is None else Site(name, word, known)


def _disease(node: Node, problems: Collector) -> str | None:
    text = problems.read(as_text, node)
    if text is None or text in tuple(Disease):
        return text
    mend = did_you_mean(text, Disease) or f"allowed: {', '.join(Disease)}"
    problems.add(node, f"{quote(text)} is not a value of disease", mend)
    return None
