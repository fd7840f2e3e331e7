"""Articles and resolution → the merged graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.graph import figures, relations
from kg.graph.claims import observations, statements
from kg.graph.rules import Rules
from kg.model import Article, Conflict, Graph, Resolution


def merge(
    articles: Iterable[Article],
    resolution: Resolution,
    rules: Rules | None = None,
    copies: Mapping[str, str] | None = None,
) -> Graph:
    """The graph of all articles, sorted by document id, and what disagrees in it. Their order does not matter."""
    graph = Graph(
        articles=tuple(sorted(articles, key=lambda a: a.document.id)),
        entities={key: resolution.entities[key] for key in sorted(resolution.entities)},
        keys={name: resolution.keys[name] for name in sorted(resolution.keys)},
        copies=copies or {},
    )
    return replace(graph, conflicts=conflicts(graph, rules or Rules()))


def conflicts(graph: Graph, rules: Rules) -> tuple[Conflict, ...]:
    """What cannot all be true, sorted by subject, relation or metric, and claims."""
    found = [
        *figures.find(observations(graph), rules),
        *relations.find(list(statements(graph)), dict(graph.entities), rules),
    ]
    places = {c: [(claim.document, claim.kind, claim.index) for claim in c.claims] for c in found}
    return tuple(sorted(found, key=lambda c: (c.subject, c.about, c.reason, places[c])))
