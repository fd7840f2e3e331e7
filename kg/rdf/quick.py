"""A quick look at whether a graph conforms to SHACL shapes: most do, and pySHACL takes long to find nothing.

What is held to be right here pySHACL holds to be right. What is wrong, or takes more than is known here, is left to
pySHACL, which also says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain

import rdflib
from pyoxigraph import NamedNode
from rdflib import SH
from rdflib.term import Node

from kg.rdf import vocabulary as v
from kg.rdf.compiled import TARGETS, Compiler, Shape
from kg.rdf.facts import Facts, Term, Unclear
from kg.rdf.paths import iri

Triple = tuple[NamedNode, NamedNode, Term]
Targets = list[Callable[[Facts], Collection[Term]]]
_BELOW = NamedNode(v.RDFS + "subClassOf")


class Quick:
    """The shapes of an ontology as plain functions. Shapes that are not understood are never said to be kept."""

    def __init__(self, graph: rdflib.Graph, hierarchy: Iterable[tuple[Node, Node, Node]]) -> None:
        self._known = False
        self._hierarchy: list[Triple] = []
        self._shapes: list[tuple[Targets, list[Shape]]] = []
        try:
            self._hierarchy = [(iri(s), iri(p), iri(o)) for s, p, o in hierarchy]
            self._shapes = self._compiled(graph)
            self._known = True
        except Unclear:
            pass

    def conforms(self, triples: Iterable[Triple]) -> bool:
        """Whether pySHACL is sure to find nothing in the graph; False where it does, and where that is unclear."""
        if not self._known:
            return False
        facts = Facts(triples)
        if _BELOW in facts.of:
            return False
        facts.add(self._hierarchy)
        try:
            return all(shape.holds(facts, nodes) for nodes, shapes in self._focused(facts) for shape in shapes)
        except Unclear:
            return False

    def _focused(self, facts: Facts) -> Iterable[tuple[Collection[Term], list[Shape]]]:
        for targets, shapes in self._shapes:
            found = [target(facts) for target in targets]
            yield (found[0] if len(found) == 1 else set(chain(*found))), shapes

    def _compiled(self, graph: rdflib.Graph) -> list[tuple[Targets, list[Shape]]]:
        groups: dict[frozenset[tuple[Node, Node]], list[Shape]] = {}
        for node, shape in Compiler(graph, self._at_or_below).shapes().items():
            targets = frozenset(row for row in graph.predicate_objects(node) if row[0] in TARGETS)
            if targets:
                groups.setdefault(targets, []).append(shape)
        return [([self._target(p, iri(o)) for p, o in targets], shapes) for targets, shapes in groups.items()]

    def _target(self, kind: Node, term: NamedNode) -> Callable[[Facts], Collection[Term]]:
        if kind == SH.targetNode:
            return lambda facts: (term,)
        if kind == SH.targetSubjectsOf:
            return lambda facts: facts.of.get(term, {})
        if kind == SH.targetObjectsOf:
            return lambda facts: facts.into(term)
        classes = sorted(self._at_or_below(term), key=str)
        return lambda facts: [node for name in classes for node in facts.into(v.TYPE).get(name, ())]

    def _at_or_below(self, top: NamedNode) -> frozenset[NamedNode]:
        found = {top}
        while more := {s for s, _, o in self._hierarchy if o in found and s not in found}:
            found |= more
        return frozenset(found)
