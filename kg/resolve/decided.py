"""What people decided about names: which are one thing, which are two, how a thing is called, of which class it is.

Decisions are followed in the order in which they were made, each upon what the ones before it have left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.corrections.model import OF_NAMES, Correction, Corrections, Outcome, Thing
from kg.model import LocalEntity, Merge
from kg.resolve.links import Link, Union
from kg.resolve.names import normal
from kg.resolve.nodes import Node, NodeId
from kg.resolve.rules import Rules


class Apart:
    """The names that are kept apart, as marks of what bears them: what bears a mark of each side is never one."""

    def __init__(self, corrections: Corrections) -> None:
        self._sides: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        for correction in corrections.of("apart"):
            for side, thing in enumerate((correction.subject, correction.object)):
                if thing is not None:
                    self._sides[normal(thing.name)].append((correction.id, side, thing.type))

    def __bool__(self) -> bool:
        return bool(self._sides)

    def marks(self, names: Iterable[str], types: Iterable[str], rules: Rules) -> frozenset[tuple[str, int]]:
        """The marks of a thing of these names and classes."""
        if not self._sides:
            return frozenset()
        kinds = tuple(types)
        group = {*kinds, *rules.group(kinds)}
        found = (mark for name in names for mark in self._sides.get(normal(name), ()))
        return frozenset((id, side) for id, side, kind in found if not kind or not kinds or kind in group)

    def suffix(self, entity: LocalEntity, rules: Rules) -> tuple[str, ...]:
        """What is added to the node's id of one that is kept apart from the first of two."""
        marks = self.marks((entity.name, *entity.names), entity.types, rules)
        return tuple(f"apart {id}" for id, side in sorted(marks) if side)


@dataclass(slots=True)
class Decided:
    """What was decided of each set of nodes, by its root: the label, the class, and which corrections touched it."""

    labels: dict[NodeId, str] = field(default_factory=dict)
    types: dict[NodeId, str] = field(default_factory=dict)
    touched: dict[str, set[NodeId]] = field(default_factory=lambda: defaultdict(set))

    def joined(self, left: NodeId, right: NodeId) -> None:
        """That the set of `left` is now part of that of `right`."""
        for values in (self.labels, self.types):
            if left in values:
                values.setdefault(right, values.pop(left))


class Unclear(Exception):
    """A correction names nothing, or more than one thing; the text says what and what to do."""


class Deciding:
    """Follows the corrections upon what was united without them."""

    def __init__(self, union: Union, nodes: Mapping[NodeId, Node], rules: Rules) -> None:
        self._union = union
        self._nodes = nodes
        self._rules = rules
        self._known: dict[str, set[NodeId]] = defaultdict(set)
        self._members: dict[NodeId, list[NodeId]] = defaultdict(list)
        self.decided = Decided()

    def follow(self, corrections: Corrections, outcome: Outcome) -> Decided:
        """All of them; `outcome` hears of those that cannot be followed."""
        made = [correction for correction in corrections.made if correction.kind in OF_NAMES]
        if made:
            self._learn(made)
        for correction in made:
            try:
                self._follow(correction)
            except Unclear as problem:
                outcome.fail(correction, str(problem))
        return self.decided

    def _learn(self, made: Iterable[Correction]) -> None:
        """Which nodes bear the names that corrections speak of."""
        things = [thing for c in made for thing in (c.subject, c.object) if thing is not None]
        wanted = {normal(thing.name) for thing in things}
        for key, node in self._nodes.items():
            self._members[self._union.root(key)].append(key)
            for slug in {normal(name) for name in (*node.labels, *node.names)} & wanted:
                self._known[slug].add(key)

    def _follow(self, correction: Correction) -> None:
        if correction.kind == "apart":
            roots = [self._parted(correction, side) for side in (correction.subject, correction.object) if side]
        else:
            roots = [self._find(correction.subject)]
        if correction.kind == "merge" and correction.object is not None:
            self._merge(correction, roots[0], self._find(correction.object))
        elif correction.kind == "rename":
            self._rename(correction, roots[0])
        elif correction.kind == "retype":
            self._retype(correction, roots[0])
        self.decided.touched[correction.id].update(roots)

    def _parted(self, correction: Correction, thing: Thing) -> NodeId:
        found = sorted(key for key in self._known[normal(thing.name)] if self._is(key, thing))
        if not found:
            raise _nothing(thing)
        return found[0]

    def _merge(self, correction: Correction, left: NodeId, right: NodeId) -> None:
        first, second = correction.subject.name, correction.object.name if correction.object else ""
        reason = Merge(second, first, f"as {correction.credit}")
        self._join(Link(right, left, reason), "what another correction keeps apart")

    def _rename(self, correction: Correction, root: NodeId) -> None:
        former = self._label(root)
        self.decided.labels[root] = correction.new
        self._known[normal(correction.new)].add(root)
        self._union.reasons.append(Link(root, root, Merge(correction.new, former, f"renamed, as {correction.credit}")))

    def _retype(self, correction: Correction, root: NodeId) -> None:
        """Give the class; what has the same name and that class already is the same thing."""
        self.decided.types[root] = correction.new
        label = self._label(root)
        same = self._nodes.get(("name", normal(label), *self._rules.group((correction.new,))))
        if same is not None and self._union.root(same.id) != root:
            reason = Merge(same.label, label, f"the same name and class, as {correction.credit}")
            self._join(Link(same.id, root, reason), "what another correction keeps apart")

    def _join(self, link: Link, trouble: str) -> None:
        left, right = self._union.root(link.node), self._union.root(link.main)
        if left == right:
            self._union.reasons.append(link)
            return
        self._union.join(link, always=True)
        if self._union.root(left) != self._union.root(right):
            raise Unclear(f"it would put together {trouble}; take back one of the two")
        self.decided.joined(left, right)
        self._members[right] += self._members.pop(left)

    def _find(self, thing: Thing) -> NodeId:
        """The one set of nodes that is meant."""
        bearing = self._known[normal(thing.name)]
        if not bearing:
            raise _nothing(thing)
        roots = {self._union.root(key) for key in bearing if self._is(key, thing)}
        if not roots:
            raise Unclear(f"no {thing.type} is called “{thing.name}” any more")
        if len(roots) > 1:
            roots = {root for root in roots if normal(self._label(root)) == normal(thing.name)} or roots
        if len(roots) > 1 and thing.type:
            roots = {root for root in roots if self._best(root) == thing.type} or roots
        if len(roots) > 1:
            listed = ", ".join(sorted(f"{self._label(root)} ({self._best(root)})" for root in roots))
            raise Unclear(f"{thing} may be any of {listed}; make it anew with a fuller name or with the class")
        return roots.pop()

    def _is(self, key: NodeId, thing: Thing) -> bool:
        """Whether a node may be of the class that is named."""
        root = self._union.root(key)
        return not thing.type or thing.type in (*self._nodes[key].types, self.decided.types.get(root))

    def _label(self, root: NodeId) -> str:
        return self.decided.labels.get(root) or self._whole(root).label

    def _best(self, root: NodeId) -> str:
        return self.decided.types.get(root) or next(iter(self._whole(root).ranked), "")

    def _whole(self, root: NodeId) -> Node:
        whole = Node(root)
        for key in self._members[root]:
            whole.absorb(self._nodes[key])
        return whole


def _nothing(thing: Thing) -> Unclear:
    return Unclear(f"no article names “{thing.name}” any more")
