"""SHACL shapes → plain functions over the triples of a graph."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib import RDF, RDFS, SH
from rdflib.term import Node

from kg.rdf import paths
from kg.rdf import vocabulary as v
from kg.rdf.facts import DATATYPES, Facts, Term, Unclear, apart, below, counted, number, typed, written

Each = Callable[[Facts, Collection[Term]], bool]
"""Whether every one of some nodes passes."""
Pair = Callable[[Facts, Term, Collection[Term]], bool]
"""Whether the values of a node pass, as seen from the node."""

TARGETS = frozenset((SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf))
_SAID = frozenset((SH.message, SH.name, SH.description, SH.order, SH.group, SH.severity, RDFS.label, RDFS.comment))
_KINDS = frozenset((SH.NodeShape, SH.PropertyShape))


@dataclass(slots=True)
class Shape:
    """What must hold of the values that a path leads to: their number, each of them, all of them beside the node."""

    path: paths.Path
    least: int = 0
    most: float = math.inf
    each: list[Each] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    def holds(self, facts: Facts, nodes: Collection[Term]) -> bool:
        """Whether all the nodes conform. Raises Unclear."""
        values = self.path(facts)
        for node in nodes:
            found = values(node)
            if not counted(found, self.least, self.most):
                return False
            for each in self.each if found else ():
                if not each(facts, found):
                    return False
            for pair in self.pairs:
                if not pair(facts, node, found):
                    return False
        return True


class Compiler:
    """Compiles the shapes of one graph. `below` maps a class to the classes that are it or below it."""

    def __init__(self, graph: rdflib.Graph, below: Callable[[NamedNode], frozenset[NamedNode]]) -> None:
        self._graph = graph
        self._below = below
        self._shapes: dict[Node, Shape | None] = {}
        self._constraints: Mapping[Node, Callable[[Shape, Node], None]] = {
            SH.minCount: self._least,
            SH.maxCount: self._most,
            SH["in"]: self._among,
            SH["class"]: self._class,
            SH.datatype: self._datatype,
            SH.nodeKind: self._kind,
            SH.minLength: self._length,
            SH.pattern: self._pattern,
            SH.minInclusive: self._from,
            SH.maxInclusive: self._to,
            SH.lessThan: self._less,
            SH.disjoint: self._disjoint,
            SH.property: self._nested,
            SH.node: self._node,
            SH["or"]: self._either,
            SH["not"]: self._never,
        }
        self._repeatable = (SH.property, SH.node, SH["or"], SH["not"], SH["class"])

    def shapes(self) -> dict[Node, Shape]:
        """All shapes of the graph. Raises Unclear where a node is none, or one that is not understood."""
        lists = set(self._graph.subjects(RDF.rest))
        steps = {s for step in paths.STEPS for s in self._graph.subjects(step)}
        ontologies = set(self._graph.subjects(RDF.type, rdflib.OWL.Ontology))
        return {node: self._shape(node) for node in set(self._graph.subjects()) - lists - steps - ontologies}

    def _shape(self, node: Node) -> Shape:
        found = self._shapes.get(node)
        if found is not None:
            return found
        if node in self._shapes:  # it leads back to itself
            raise Unclear
        self._shapes[node] = None
        shape = self._compiled(node)
        self._shapes[node] = shape
        return shape

    def _compiled(self, node: Node) -> Shape:
        rows = list(self._graph.predicate_objects(node))
        ways = [value for predicate, value in rows if predicate == SH.path]
        kinds = {value for predicate, value in rows if predicate == RDF.type}
        if not kinds <= _KINDS or len(ways) > 1 or (SH.PropertyShape in kinds) > len(ways) or not rows:
            raise Unclear
        if SH.NodeShape in kinds and (ways or len(kinds) > 1):
            raise Unclear
        shape = Shape(paths.path(self._graph, ways[0]) if ways else paths.itself)
        for predicate, value in rows:
            if predicate in self._constraints:
                if predicate not in self._repeatable and len(list(self._graph.objects(node, predicate))) > 1:
                    raise Unclear
                self._constraints[predicate](shape, value)
            elif predicate not in _SAID and predicate not in TARGETS and predicate not in (RDF.type, SH.path):
                raise Unclear
        if (shape.least or shape.most < math.inf or shape.pairs) and not ways:
            raise Unclear
        return shape

    def _least(self, shape: Shape, value: Node) -> None:
        shape.least = paths.whole(value)
        if shape.least > 1:  # two ways to write one number would count as one
            raise Unclear

    def _most(self, shape: Shape, value: Node) -> None:
        shape.most = paths.whole(value)

    def _among(self, shape: Shape, value: Node) -> None:
        allowed = frozenset(paths.term(item) for item in self._items(value))
        shape.each.append(lambda facts, values: allowed.issuperset(values))

    def _class(self, shape: Shape, value: Node) -> None:
        classes = self._below(paths.iri(value))

        def check(facts: Facts, values: Collection[Term]) -> bool:
            types = facts.of.get(v.TYPE, {})
            return all(not classes.isdisjoint(types.get(value, ())) for value in values)

        shape.each.append(check)

    def _datatype(self, shape: Shape, value: Node) -> None:
        datatype = paths.iri(value)
        if datatype not in DATATYPES:
            raise Unclear
        shape.each.append(lambda facts, values: all(typed(value, datatype) for value in values))

    def _kind(self, shape: Shape, value: Node) -> None:
        if value not in (SH.IRI, SH.Literal):
            raise Unclear
        kind = NamedNode if value == SH.IRI else Literal
        shape.each.append(lambda facts, values: all(isinstance(value, kind) for value in values))

    def _length(self, shape: Shape, value: Node) -> None:
        least = paths.whole(value)
        shape.each.append(lambda facts, values: all(len(written(value)) >= least for value in values))

    def _pattern(self, shape: Shape, value: Node) -> None:
        if not isinstance(value, rdflib.Literal) or len(value) < 2:
            raise Unclear
        try:
            pattern = re.compile(str(value))
        except re.error as error:
            raise Unclear from error
        shape.each.append(lambda facts, values: all(pattern.search(written(value)) for value in values))

    def _from(self, shape: Shape, value: Node) -> None:
        bound = paths.number(value)
        shape.each.append(lambda facts, values: all(number(value) >= bound for value in values))

    def _to(self, shape: Shape, value: Node) -> None:
        bound = paths.number(value)
        shape.each.append(lambda facts, values: all(number(value) <= bound for value in values))

    def _less(self, shape: Shape, value: Node) -> None:
        other = paths.forward(paths.iri(value))
        shape.pairs.append(lambda facts, node, values: below(values, other(facts)(node)))

    def _disjoint(self, shape: Shape, value: Node) -> None:
        other = paths.forward(paths.iri(value))
        shape.pairs.append(lambda facts, node, values: apart(values, other(facts)(node)))

    def _nested(self, shape: Shape, value: Node) -> None:
        nested = self._shape(value)
        if nested.path is paths.itself:
            raise Unclear
        shape.each.append(nested.holds)

    def _node(self, shape: Shape, value: Node) -> None:
        nested = self._shape(value)
        if nested.path is not paths.itself:
            raise Unclear
        shape.each.append(nested.holds)

    def _either(self, shape: Shape, value: Node) -> None:
        options = [self._shape(item) for item in self._items(value)]
        shape.each.append(
            lambda facts, values: all(any(option.holds(facts, (value,)) for option in options) for value in values)
        )

    def _never(self, shape: Shape, value: Node) -> None:
        unwanted = self._shape(value)
        shape.each.append(lambda facts, values: not any(unwanted.holds(facts, (value,)) for value in values))

    def _items(self, head: Node) -> list[Node]:
        try:
            found = list(self._graph.items(head))
        except ValueError as error:  # the list leads back to itself
            raise Unclear from error
        if not found:
            raise Unclear
        return found
