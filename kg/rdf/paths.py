"""Terms and paths of SHACL shapes, as rdflib reads them → terms of Oxigraph, and functions that follow the paths."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from decimal import Decimal

import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib import SH
from rdflib.term import Node

from kg.rdf.facts import Facts, Term, Unclear

Path = Callable[[Facts], Callable[[Term], Collection[Term]]]
"""From a graph to a function that gives the values of a node."""
STEPS = frozenset((SH.inversePath, SH.zeroOrOnePath))


def path(graph: rdflib.Graph, node: Node) -> Path:
    """The path that `node` stands for. Raises Unclear for one of several steps."""
    if isinstance(node, rdflib.URIRef):
        return forward(iri(node))
    rows = list(graph.predicate_objects(node))
    if len(rows) != 1 or rows[0][0] not in STEPS:
        raise Unclear
    step, predicate = rows[0]
    return _back(iri(predicate)) if step == SH.inversePath else _perhaps(iri(predicate))


def itself(facts: Facts) -> Callable[[Term], Collection[Term]]:
    """The path of no steps."""
    return lambda node: (node,)


def forward(predicate: NamedNode) -> Path:
    """From a node to its values of a predicate."""

    def follow(facts: Facts) -> Callable[[Term], Collection[Term]]:
        rows = facts.of.get(predicate, {})
        return lambda node: rows.get(node, ())

    return follow


def _back(predicate: NamedNode) -> Path:
    def follow(facts: Facts) -> Callable[[Term], Collection[Term]]:
        rows = facts.into(predicate)
        return lambda node: rows.get(node, ())

    return follow


def _perhaps(predicate: NamedNode) -> Path:
    def follow(facts: Facts) -> Callable[[Term], Collection[Term]]:
        rows = facts.of.get(predicate, {})
        return lambda node: {node, *rows.get(node, ())}

    return follow


def iri(node: Node) -> NamedNode:
    """An IRI of rdflib as one of Oxigraph. Raises Unclear for any other term."""
    if not isinstance(node, rdflib.URIRef):
        raise Unclear
    return NamedNode(str(node))


def term(node: Node) -> Term:
    """An IRI or string of rdflib as one of Oxigraph. Raises Unclear for any other term."""
    if isinstance(node, rdflib.Literal) and node.datatype is None and node.language is None:
        return Literal(str(node))
    return iri(node)


def whole(node: Node) -> int:
    """A whole number from 0 on. Raises Unclear for any other term."""
    if isinstance(node, rdflib.Literal) and type(node.value) is int and node.value >= 0:
        return node.value
    raise Unclear


def number(node: Node) -> Decimal:
    """A finite number. Raises Unclear for any other term."""
    value = node.value if isinstance(node, rdflib.Literal) else None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(value)
    raise Unclear
