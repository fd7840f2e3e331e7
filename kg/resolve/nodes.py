"""The articles' entities gathered by name or concept: what is merged without any further evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.model import Article, LocalEntity, Merge
from kg.resolve.names import normal
from kg.resolve.rules import Rules

NodeId = tuple[str, ...]
"""("concept", key) or ("name", slug, class, class …): a pure function of one local entity."""


@dataclass(slots=True)
class Alias:
    """That an article calls the thing by another name too: the name as written, and how the article shows it."""

    text: str
    main: str
    document: str
    reason: str


@dataclass(slots=True)
class Node:
    """All local entities of one name (or concept) and compatible type."""

    id: NodeId
    concept: str = ""
    documents: set[str] = field(default_factory=set)
    labels: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    types: Counter[str] = field(default_factory=Counter)
    merges: set[Merge] = field(default_factory=set)
    aliases: dict[str, Alias] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The name that most articles prefer; among equals the longest, then the first in the alphabet."""
        return min(self.labels, key=lambda name: (-self.labels[name], -len(name), name))

    @property
    def ranked(self) -> tuple[str, ...]:
        """The classes that articles give it, most votes first."""
        return tuple(sorted(self.types, key=lambda name: (-self.types[name], name)))

    def add(self, entity: LocalEntity, document: str) -> None:
        """Take in what one article says."""
        self.documents.add(document)
        self.labels[entity.name] += 1
        self.names.update(entity.names)
        for place, name in enumerate(entity.types):
            self.types[name] += 2 if place == 0 else 1
        self.merges.update(entity.merges)
        own = normal(entity.name)
        for text in sorted(entity.names):
            slug = normal(text)
            if slug != own:
                self._alias(slug, Alias(text, entity.name, document, _reason(entity, slug)))

    def absorb(self, other: Node) -> None:
        """Take in another node of the same thing."""
        self.concept = self.concept or other.concept
        self.documents |= other.documents
        self.labels += other.labels
        self.names |= other.names
        self.types += other.types
        self.merges |= other.merges

    def _alias(self, slug: str, alias: Alias) -> None:
        """Keep the first evidence in the order of the documents, whatever order they come in."""
        known = self.aliases.get(slug)
        if known is None or (alias.document, alias.text, alias.main) < (known.document, known.text, known.main):
            self.aliases[slug] = alias


def _reason(entity: LocalEntity, slug: str) -> str:
    own = normal(entity.name)
    for merge in sorted(entity.merges, key=lambda m: (m.left, m.right, m.reason)):
        if {normal(merge.left), normal(merge.right)} == {slug, own}:
            return merge.reason
    return "one thing"


Part = Callable[[LocalEntity, Rules], tuple[str, ...]]
"""What is added to the id of the node of a local entity that is kept apart from others of its name or concept."""


def node_id(entity: LocalEntity, rules: Rules, part: Part) -> NodeId:
    """Where a local entity belongs by its concept, or else by its class and name."""
    if entity.concept:
        return ("concept", entity.concept, *part(entity, rules))
    return ("name", normal(entity.name), *rules.group(entity.types), *part(entity, rules))


def gather(articles: Iterable[Article], rules: Rules, part: Part) -> dict[NodeId, Node]:
    """The nodes of all articles, by id."""
    nodes: dict[NodeId, Node] = {}
    for article in articles:
        for entity in article.entities:
            key = node_id(entity, rules, part)
            node = nodes.get(key)
            if node is None:
                node = nodes[key] = Node(key, entity.concept)
            node.add(entity, article.document.id)
    return nodes
