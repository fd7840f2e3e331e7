"""What is said of one thing in all articles → Entity: its classes, its label, its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import Entity, Merge
from kg.resolve.names import normal
from kg.resolve.nodes import Node
from kg.resolve.rules import Rules

SECOND_CLASS = 0.25  # share of the first class's votes that a second class needs


def make(nodes: Sequence[Node], reasons: Iterable[Merge], rules: Rules, *, label: str = "", type: str = "") -> Entity:
    """The entity of nodes that are one thing; `reasons` say why they are, `label` and `type` what people decided."""
    whole = Node(nodes[0].id)
    for node in nodes:
        whole.absorb(node)
    types = (type,) if type else vote(whole, rules)
    label = label or whole.label
    merges = whole.merges | set(reasons)
    merges |= _spellings(whole, label, {frozenset((merge.left, merge.right)) for merge in merges})
    return Entity(
        key=whole.concept or f"{types[0].lower() if types else 'thing'}/{normal(label)}",
        types=types,
        label=label,
        names=tuple(sorted(whole.names)),
        concept=whole.concept,
        merges=tuple(sorted(merges, key=lambda m: (m.left, m.right, m.reason))),
    )


def vote(node: Node, rules: Rules) -> tuple[str, ...]:
    """The class with most votes, and one that is compatible with it where enough articles say so."""
    order, votes = node.ranked, node.types
    if not order:
        return ()
    group = rules.group((order[0],))
    second = [name for name in order[1:] if name in group and votes[name] >= SECOND_CLASS * votes[order[0]]]
    return (order[0], *second[:1])


def _spellings(node: Node, label: str, known: set[frozenset[str]]) -> set[Merge]:
    """Why labels that differ as written are one, where no reason is `known`: the same normal name, the same concept."""
    out = set()
    for name in node.labels:
        if name == label or frozenset((name, label)) in known:
            continue
        if normal(name) == normal(label):
            out.add(Merge(name, label, "the same name but for case and punctuation"))
        elif node.concept:
            out.add(Merge(name, label, f"both are names of the lexicon's {node.concept}"))
    return out
