"""The merged graph as a networkx graph, for measures, notebooks and other tools."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx

from kg.graph.facts import facts
from kg.model import Graph

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]


def to_networkx(graph: Graph) -> Network:
    """Nodes by entity key (label, types, names, mentions, articles), an edge for each fact, keyed by its relation.

    Edges carry the confidence of all their claims together, the roles, and the ids of the articles that say it.
    """
    mentions: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for article in graph.articles:
        keys = graph.keys[article.document.id]
        mentions.update(keys[mention.entity] for mention in article.mentions)
        articles.update(set(keys))
    network: Network = nx.MultiDiGraph()
    for key, entity in graph.entities.items():
        network.add_node(
            key,
            label=entity.label,
            types=entity.types,
            names=entity.names,
            mentions=mentions[key],
            articles=articles[key],
        )
    for fact in facts(graph):
        network.add_edge(
            fact.subject,
            fact.object,
            key=fact.predicate,
            relation=fact.predicate,
            roles=fact.roles,
            confidence=fact.confidence,
            documents=fact.documents,
        )
    return network
