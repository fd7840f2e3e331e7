"""Where to look before a question is answered: the sentences."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.review.doubts import Doubt
from kg.store.bind import bind
from kg.store.results import select
from kg.store.source import Source

_MENTIONED = """SELECT DISTINCT ?sentence ?article WHERE {
  VALUES ?entity { }
  VALUES ?name { }
  ?mention itsrdf:taIdentRef ?entity ; nif:anchorOf ?name ; nif:sentence ?place .
  ?place nif:anchorOf ?sentence ; nif:referenceContext/dcterms:identifier ?article .
} ORDER BY ?article ?sentence LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, and the identifier of its article."""

    sentence: str
    article: str


def evidence(source: Source, doubt: Doubt, *, timeout: float = 30.0) -> tuple[Place, ...]:
    """The sentence of a claim; for a merge, one sentence for each of the names. Raises Timeout or StoreFailed."""
    if doubt.yes.sentence:
        return (Place(doubt.yes.sentence, doubt.yes.article),)
    found: dict[Place, None] = {}
    for thing in (doubt.yes.subject, doubt.yes.object):
        if thing is not None:
            query = bind(_MENTIONED, {"entity": [NamedNode(doubt.entity)], "name": [Literal(thing.name)]})
            rows = select(source, query, timeout=timeout).dicts()
            found |= dict.fromkeys(Place(row["sentence"], row["article"]) for row in rows)
    return tuple(found)
