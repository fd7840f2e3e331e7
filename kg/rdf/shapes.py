"""SHACL: what is wrong with one article's graph, by pySHACL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
from pyoxigraph import Literal as Term
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import OntologyInvalid
from kg.rdf.document import Triple
from kg.rdf.quick import Quick
from kg.rdf.vocabulary import XSD

_STRING = XSD + "string"
_TARGETS = (SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A breach of one rule: the node that breaks it, by which property and value where there are any.

    `predicates` are those by which the rule chose the node (sh:targetSubjectsOf, sh:targetObjectsOf). `severe` is false
    for what a shape calls a warning or a piece of information: it is reported but stays in the graph.
    """

    document: str
    focus: str
    message: str
    path: str = ""
    value: str = ""
    shape: str = ""
    predicates: tuple[str, ...] = ()
    severe: bool = True


@dataclass(frozen=True, slots=True)
class Shapes:
    """The parsed shapes with what belongs to every data graph: the hierarchy of the classes."""

    graph: Graph
    hierarchy: tuple[tuple[Node, Node, Node], ...]
    quick: Quick


def load_shapes(shapes: Path, schema: Path | None = None) -> Shapes:
    """Read a file of shapes, and from the schema which class is below which. Raises OntologyInvalid."""
    graph = Graph()
    for triple in _parse(shapes):
        graph.add(triple)
    below = URIRef("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    hierarchy = tuple(sorted(t for t in _parse(schema) if t[1] == below and _named(t))) if schema else ()
    return Shapes(graph, hierarchy, Quick(graph, hierarchy))


def _named(triple: tuple[Node, Node, Node]) -> bool:
    return isinstance(triple[0], URIRef) and isinstance(triple[2], URIRef)


def _parse(path: Path) -> list[tuple[Node, Node, Node]]:
    """The triples of a file; rdflib's own parser takes many times as long."""
    try:
        found = parse(path=str(path), format=RdfFormat.TURTLE)
        return [(_read(quad.subject), _read(quad.predicate), _read(quad.object)) for quad in found]
    except (OSError, ValueError, SyntaxError) as error:
        raise OntologyInvalid(f"{path}: cannot be read as Turtle: {error}; correct the file") from error


def _read(term: object) -> Node:
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Term) and term.language:
        return Literal(term.value, lang=term.language)
    return _term(term)


def validate(triples: Iterable[Triple], shapes: Shapes, document: str = "") -> tuple[Violation, ...]:
    """All breaches of the shapes in one article's graph, sorted. `document` is the article's id, for the report.

    The triples must hold all that the shapes look at: beside the article's own graph its entities and observations.
    Raises OntologyInvalid where the shapes themselves are faulty.
    """
    given = list(triples)
    return () if shapes.quick.conforms(given) else reported(given, shapes, document)


def reported(triples: Iterable[Triple], shapes: Shapes, document: str = "") -> tuple[Violation, ...]:
    """What `validate` gives, by pySHACL alone."""
    import pyshacl  # most builds that add an article do without, and it loads slowly

    try:
        conforms, report, _ = pyshacl.validate(_data(triples, shapes), shacl_graph=shapes.graph, inplace=True)
    except pyshacl.errors.ReportableRuntimeError as error:
        raise OntologyInvalid(f"the ontology's shapes.ttl: {error}; correct the file") from error
    if isinstance(report, pyshacl.errors.ValidationFailure):
        raise OntologyInvalid(f"the ontology's shapes.ttl: {report.message}; correct the file")
    if conforms:
        return ()
    found = (_violation(report, node, shapes, document) for node in report.subjects(RDF.type, SH.ValidationResult))
    return tuple(sorted(set(found)))


def _data(triples: Iterable[Triple], shapes: Shapes) -> Graph:
    graph = Graph(bind_namespaces="none")
    add = graph.store.add
    for subject, predicate, value in triples:
        add((_term(subject), _iri(predicate.value), _term(value)), graph)
    for triple in shapes.hierarchy:
        graph.add(triple)
    return graph


def _term(term: object) -> Node:
    if isinstance(term, NamedNode):
        return _iri(term.value)
    if isinstance(term, Term):
        return _literal(term.value, term.datatype.value)
    raise TypeError(f"neither an IRI nor a literal: {term}")


@lru_cache(maxsize=65536)
def _iri(text: str) -> URIRef:
    return URIRef(text)


@lru_cache(maxsize=4096)
def _literal(text: str, datatype: str) -> Literal:
    return Literal(text) if datatype == _STRING else Literal(text, datatype=_iri(datatype))


def _violation(report: Graph, node: Node, shapes: Shapes, document: str) -> Violation:
    shape = report.value(node, SH.sourceShape)
    path = report.value(node, SH.resultPath)
    return Violation(
        document=document,
        focus=_text(report.value(node, SH.focusNode)),
        message=_text(min(report.objects(node, SH.resultMessage), default=None, key=str)),
        path=_text(path) if isinstance(path, URIRef) else _text(report.value(path, SH.inversePath)) if path else "",
        value=_text(report.value(node, SH.value)),
        shape=_text(shape) if isinstance(shape, URIRef) else _owner(shapes.graph, shape),
        predicates=_predicates(shapes.graph, shape),
        severe=report.value(node, SH.resultSeverity) == SH.Violation,
    )


def _owner(graph: Graph, shape: Node | None) -> str:
    """The named shape that a property shape without name belongs to."""
    seen: set[Node] = set()
    while shape is not None and not isinstance(shape, URIRef) and shape not in seen:
        seen.add(shape)
        shape = min(graph.subjects(None, shape), default=None, key=str)
    return _text(shape) if isinstance(shape, URIRef) else ""


def _predicates(graph: Graph, shape: Node | None) -> tuple[str, ...]:
    found = {str(value) for target in _TARGETS for value in graph.objects(shape, target)}
    return tuple(sorted(found))


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)
