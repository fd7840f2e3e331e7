"""How much of what the store holds, found by queries."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import Timeout
from kg.store import Rows, Source, select

_TRIPLES = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }"
_GRAPHS = "SELECT ?graph WHERE { GRAPH ?graph {} } ORDER BY ?graph"
_CLASSES = "SELECT ?class (COUNT(?s) AS ?count) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?count) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_ARTICLES = "SELECT (COUNT(?s) AS ?count) WHERE { ?s a schema:NewsArticle }"
_EXAMPLES = """SELECT ?entity WHERE {
  ?entity skos:prefLabel ?label ; rdfs:label ?label .
} LIMIT 3"""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts; None and nothing where counting took too long."""

    triples: int | None
    articles: int
    graphs: tuple[str, ...]
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]


def statistics(source: Source, timeout: float) -> Statistics:
    """Ask the store; each question may take `timeout` seconds. Raises StoreFailed."""
    triples = _rows(source, _TRIPLES, timeout)
    articles = _rows(source, _ARTICLES, timeout)
    return Statistics(
        triples=int(triples[0]["count"]) if triples else None,
        articles=int(articles[0]["count"]) if articles else 0,
        graphs=tuple(row["graph"] for row in _rows(source, _GRAPHS, timeout)),
        classes=tuple((row["class"], int(row["count"])) for row in _rows(source, _CLASSES, timeout)),
        properties=tuple((row["p"], int(row["count"])) for row in _rows(source, _PROPERTIES, timeout)),
        examples=tuple(row["entity"] for row in _rows(source, _EXAMPLES, timeout)),
    )


def _rows(source: Source, query: str, timeout: float) -> list[dict[str, str]]:
    try:
        found: Rows = select(source, query, timeout=timeout)
    except Timeout:
        return []
    return list(found.dicts())
