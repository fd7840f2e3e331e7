"""Articles and resolution → the merged graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.articles import Stored
from kg.graph import figures, relations
from kg.graph.claims import observations, statements
from kg.graph.rules import Rules
from kg.graph.suspects import Suspects
from kg.model import Article, Conflict, Graph, Resolution


def merge(
    articles: Iterable[Article],
    resolution: Resolution,
    rules: Rules | None = None,
    copies: Mapping[str, str] | None = None,
) -> Graph:
    """The graph of all articles, sorted by document id, and what disagrees in it. Their order does not matter."""
    graph = Graph(
        articles=articles if isinstance(articles, Stored) else tuple(sorted(articles, key=lambda a: a.document.id)),
        entities={key: resolution.entities[key] for key in sorted(resolution.entities)},
        keys={name: resolution.keys[name] for name in sorted(resolution.keys)},
        copies=copies or {},
    )
    return replace(graph, conflicts=conflicts(graph, rules or Rules()))


def conflicts(graph: Graph, rules: Rules) -> tuple[Conflict, ...]:
    """What cannot all be true, sorted by subject, relation or metric, and claims."""
    suspects = Suspects(rules)
    for article in graph.articles:
        suspects.hear(graph, article)
    said, measured = [], []
    for article in graph.articles:
        said += [found for found in statements(graph, [article]) if suspects.doubts(found)]
        measured += [found for found in observations(graph, [article]) if suspects.doubts_figure(found)]
    found = [
        *figures.find(measured, rules),
        *relations.find(said, graph.entities, rules, suspects.house),
    ]
    places = {c: [(claim.document, claim.kind, claim.index) for claim in c.claims] for c in found}
    return tuple(sorted(found, key=lambda c: (c.subject, c.about, c.reason, places[c])))
