"""Which nodes are one thing: known concepts by their label, and short forms that an article explains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.model import Merge
from kg.resolve.names import normal, variant
from kg.resolve.nodes import Alias, Node, NodeId
from kg.resolve.rules import Rules

Where = Callable[[Collection[str]], Mapping[str, Collection[str]]]
"""For each of some normal names the documents, by their ids, that name something so."""

Mark = tuple[str, int]
"""A correction that keeps two names apart, and on which side of it a thing is."""
NONE: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """That `node` is the same thing as `main`, and why."""

    node: NodeId
    main: NodeId
    reason: Merge


def concept_links(nodes: Mapping[NodeId, Node], rules: Rules) -> list[Link]:
    """Unlisted names that are the label of exactly one concept of a compatible class ("Haval" → brand/haval)."""
    concepts: dict[NodeId, set[NodeId]] = defaultdict(set)
    for key, node in nodes.items():
        if node.concept:
            for slug in {normal(node.label), node.concept.rsplit("/", 1)[-1]}:
                concepts["name", slug, *rules.group(node.ranked)].add(key)
    links = []
    for key, node in nodes.items():
        found = concepts.get(key, set())
        own = ("concept", f"{node.ranked[0].lower()}/{key[1]}") if node.ranked else key
        main = own if own in found else next(iter(found)) if len(found) == 1 else None
        if not node.concept and main:
            reason = Merge(node.label, nodes[main].label, f"the label of the lexicon's {main[1]}")
            links.append(Link(key, main, reason))
    return links


def alias_links(nodes: Mapping[NodeId, Node], rules: Rules, where: Where) -> list[Link]:
    """Short forms, acronyms and spellings that some article gives as another name of a thing, as candidates."""
    candidates = []
    for node in nodes.values():
        group = rules.group(node.ranked)
        for slug, alias in node.aliases.items():
            short = nodes.get(("name", slug, *group))
            if short is not None and short is not node:
                candidates.append((short, node, alias, _needs(alias, short, node, rules)))
    found = where({slug for *_, needs in candidates if needs for slug in needs.slugs})
    return [_link(short, node, alias) for short, node, alias, needs in candidates if needs and needs.met(found)]


def _link(short: Node, node: Node, alias: Alias) -> Link:
    how = variant(alias.text, alias.main) or variant(alias.main, alias.text)
    reason = f"{how}; article {alias.document}: {alias.reason}"
    return Link(short.id, node.id, Merge(alias.text, alias.main, reason))


@dataclass(frozen=True, slots=True)
class _Needs:
    """That each of these documents names something by one of the slugs; nothing where there are no slugs."""

    slugs: tuple[str, ...] = ()
    documents: Collection[str] = ()

    def met(self, found: Mapping[str, Collection[str]]) -> bool:
        return not self.slugs or all(any(name in found[slug] for slug in self.slugs) for name in self.documents)


def _needs(alias: Alias, short: Node, long: Node, rules: Rules) -> _Needs | None:
    """What must be so for what one article says of a name to hold in the others that use the shorter form.

    None where it does not hold there in any case.
    """
    text, whole = alias.text, alias.main
    if not variant(text, whole):
        text, whole, short, long = whole, text, long, short
        if not variant(text, whole):
            return None
    words = normal(text).split("-")
    if rules.full_names.intersection(long.types) and len(words) < 2:
        return None
    rest = "-".join(word for word in normal(whole).split("-") if word not in words)
    if rules.owned.intersection(long.types) and rest:
        return _Needs((rest, normal(whole)), short.documents)
    return _Needs()


class Union:
    """Sets of nodes that are one thing. What one article keeps apart is never put together.

    `marks` are the names by which nodes must stay apart: no set may bear a mark of each side.
    """

    def __init__(self, nodes: Mapping[NodeId, Node], marks: Mapping[NodeId, frozenset[Mark]] | None = None) -> None:
        self.nodes = nodes
        self.marks = dict(marks or {})
        self.parent: dict[NodeId, NodeId] = {}
        self.documents: dict[NodeId, set[str]] = {}
        self.reasons: list[Link] = []

    def root(self, key: NodeId) -> NodeId:
        """The node that stands for the set of `key`."""
        while (up := self.parent.get(key, key)) != key:
            self.parent[key] = key = self.parent.get(up, up)
        return key

    def join(self, link: Link, *, always: bool = False) -> None:
        """Put two sets together, unless they are one already or an article names both as different things."""
        left, right = self.root(link.node), self.root(link.main)
        if left == right:
            return
        mine, theirs = self._documents(left), self._documents(right)
        if not always and not mine.isdisjoint(theirs):
            return
        marks = self.marks.get(left, NONE) | self.marks.get(right, NONE)
        if any((id, 1 - side) in marks for id, side in marks):
            return
        if marks:
            self.marks[right] = marks
        self.parent[left] = right
        self.documents[right] = mine | theirs
        self.reasons.append(link)

    def join_clear(self, links: Iterable[Link]) -> None:
        """Follow the links of all names that mean one thing only, until nothing changes.

        A name that stands for two things (GM: General Motors, Guangzhou Motors) is linked to neither, unless the two
        turn out to be one.
        """
        by_node: dict[NodeId, list[Link]] = defaultdict(list)
        for link in sorted(links, key=_order):
            by_node[link.node].append(link)
        while True:
            before = len(self.reasons)
            clear = [group[0] for group in by_node.values() if len({self.root(link.main) for link in group}) == 1]
            for link in clear:
                self.join(link)
            if len(self.reasons) == before:
                return

    def _documents(self, root: NodeId) -> set[str]:
        return self.documents.get(root) or self.nodes[root].documents


def _order(link: Link) -> tuple[NodeId, NodeId, str, str, str]:
    return link.node, link.main, link.reason.left, link.reason.right, link.reason.reason
