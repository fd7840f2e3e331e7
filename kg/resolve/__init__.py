"""resolve: the articles' entities → one Entity for each real thing, each merge with its reason.

Things are one where the lexicon's concept is one, where class and normalised name are the same, or where one is a form
of the other's name and an article shows that it stands for it. The keys depend on nothing but the articles' content.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from kg.corrections.model import Corrections, Outcome
from kg.model import Article, Entity, Resolution
from kg.resolve.decided import Apart, Deciding
from kg.resolve.entity import make
from kg.resolve.links import Union, alias_links, concept_links
from kg.resolve.names import normal, variant
from kg.resolve.nodes import Node, NodeId, gather, node_id
from kg.resolve.rules import Rules, load_rules

__all__ = ["Rules", "load_rules", "normal", "resolve", "variant"]


def resolve(
    articles: Sequence[Article],
    rules: Rules | None = None,
    corrections: Corrections = Corrections(),  # noqa: B008 — a frozen value
    outcome: Outcome | None = None,
) -> Resolution:
    """Merge the entities of all articles. Their order does not matter. Document ids must be distinct.

    `corrections` win over what the articles show; `outcome` is told what they touched, and which cannot be followed.
    """
    rules, outcome = rules or Rules(), outcome or Outcome()
    apart = Apart(corrections)
    nodes = gather(articles, rules, apart.suffix)
    union = _unite(articles, nodes, rules, apart)
    decided = Deciding(union, nodes, rules).follow(corrections, outcome)
    members: dict[NodeId, list[Node]] = defaultdict(list)
    for key in sorted(nodes):
        members[union.root(key)].append(nodes[key])
    reasons = defaultdict(list)
    for link in union.reasons:
        reasons[union.root(link.node)].append(link.reason)
    made = {
        root: make(found, reasons[root], rules, label=decided.labels.get(root, ""), type=decided.types.get(root, ""))
        for root, found in members.items()
    }
    keys = _distinct(made)
    for id, touched in decided.touched.items():
        outcome.entities[id].update(keys[union.root(node)] for node in touched)
    entities = {keys[root]: entity for root, entity in made.items()}
    found = {
        article.document.id: tuple(
            keys[union.root(node_id(entity, rules, apart.suffix))] for entity in article.entities
        )
        for article in articles
    }
    return Resolution(
        entities={key: _named(entities[key], key) for key in sorted(entities)},
        keys={id: found[id] for id in sorted(found)},
    )


def _unite(articles: Sequence[Article], nodes: dict[NodeId, Node], rules: Rules, apart: Apart) -> Union:
    def where(slugs: Collection[str]) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {slug: set() for slug in slugs}
        for article in articles if slugs else ():
            for slug in {normal(name) for entity in article.entities for name in entity.names}.intersection(found):
                found[slug].add(article.document.id)
        return found

    marks = {key: apart.marks((*n.labels, *n.names), n.types, rules) for key, n in nodes.items()} if apart else {}
    union = Union(nodes, marks)
    for link in sorted(concept_links(nodes, rules), key=lambda link: link.node):
        union.join(link, always=True)
    union.join_clear(alias_links(nodes, rules, where))
    return union


def _distinct(made: dict[NodeId, Entity]) -> dict[NodeId, str]:
    """A key for each entity; where two would have the same, all but the first by node id carry their number."""
    taken: dict[str, NodeId] = {}
    for root in sorted(made):
        key, number = made[root].key, 1
        while key in taken:
            number += 1
            key = f"{made[root].key}-{number}"
        taken[key] = root
    return {root: key for key, root in taken.items()}


def _named(entity: Entity, key: str) -> Entity:
    if entity.key == key:
        return entity
    return Entity(key, entity.types, entity.label, entity.names, entity.concept, entity.merges)
