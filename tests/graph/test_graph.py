from __future__ import annotations

import math
from dataclasses import replace

import pytest

from kg.graph import facts, merge, to_networkx, together
from kg.model import Graph, Statement
from kg.resolve import resolve
from tests.support import article, entity


@pytest.fixture
def graph() -> Graph:
    ends = (entity("Company", "Tarnwater"), entity("Company", "Brontide"))
    one = article("a", *ends, said=[(0, "partnersWith", 1), (0, "supplies", 1)])
    two = article("b", *reversed(ends), said=[(0, "partnersWith", 1)])
    articles = [two, one]
    return merge(articles, resolve(articles))


def test_articles_and_entities_are_sorted(graph: Graph) -> None:
    assert [a.document.id for a in graph.articles] == ["a", "b"]
    assert list(graph.entities) == sorted(graph.entities)


def test_a_symmetric_relation_said_both_ways_is_one_fact(graph: Graph) -> None:
    apart = [(f.subject, f.predicate) for f in facts(graph)]
    assert apart == [
        ("company/brontide", "partnersWith"),
        ("company/tarnwater", "partnersWith"),
        ("company/tarnwater", "supplies"),
    ]
    joined = facts(graph, symmetric=["partnersWith"])
    assert [(f.subject, f.predicate, f.documents) for f in joined] == [
        ("company/brontide", "partnersWith", ("a", "b")),
        ("company/tarnwater", "supplies", ("a",)),
    ]


def test_witnesses_add_up_by_article() -> None:
    ends = (entity("Company", "Tarnwater"), entity("Company", "Brontide"))
    sure, unsure = (Statement(0, "supplies", 1, 0, confidence=c) for c in (0.5, 0.4))
    articles = [
        replace(article("a", *ends), statements=(sure, unsure)),
        replace(article("b", *ends), statements=(sure,)),
    ]
    (fact,) = facts(merge(articles, resolve(articles)))
    assert math.isclose(fact.confidence, 0.75)
    assert len(fact.claims) == 3
    assert together([]) == 0.0
    assert together([1.0, 0.2]) == 1.0


def test_the_network_has_a_node_for_each_entity_and_an_edge_for_each_fact(graph: Graph) -> None:
    network = to_networkx(graph)
    assert set(network) == {"company/brontide", "company/tarnwater"}
    assert network.nodes["company/brontide"] == {
        "label": "Brontide",
        "types": ("Company",),
        "names": ("Brontide",),
        "mentions": 2,
        "articles": 2,
    }
    edge = network.edges["company/tarnwater", "company/brontide", "supplies"]
    assert edge["documents"] == ("a",)
    assert network.number_of_edges() == 3
