"""schema.ttl → the terms of the ontology with all that it says of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg.rdf import vocabulary as v

_OWL = "http://www.w3.org/2002/07/owl#"
_ONTOLOGY = NamedNode(_OWL + "Ontology")
_SAYS = {
    "kind of": v.RDFS + "subClassOf",
    "a sort of": v.RDFS + "subPropertyOf",
    "from": v.RDFS + "domain",
    "to": v.RDFS + "range",
    "inverse of": _OWL + "inverseOf",
    "usual unit": v.KG + "usualUnit",
    "other units": v.KG + "unit",
    "written": v.SKOS + "notation",
    "in QUDT": v.KG + "qudtUnit",
    "see also": v.RDFS + "seeAlso",
}
_KINDS = {
    "Class": "Classes",
    "ObjectProperty": "Relations and other links",
    "DatatypeProperty": "Values",
    "AnnotationProperty": "Annotations",
    "Metric": "Metrics",
    "Unit": "Units",
}
_HEADER = {
    "title": v.DCTERMS + "title",
    "about": v.DCTERMS + "description",
    "version": _OWL + "versionInfo",
    "version_iri": _OWL + "versionIRI",
    "license": v.DCTERMS + "license",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term by its local name. `says` are what else is said: how, and the IRIs or texts."""

    name: str
    label: str
    comment: str
    example: str
    symmetric: bool
    says: tuple[tuple[str, tuple[str, ...]], ...]


def read_terms(folder: Path) -> tuple[dict[str, str], dict[str, list[Term]]]:
    """What the ontology says of itself, and its terms by kind, in the order of the file."""
    store, order = Store(), dict[str, None]()
    for quad in parse(path=str(folder / "schema.ttl"), format=RdfFormat.TURTLE):
        store.add(quad)
        if isinstance(quad.subject, NamedNode):
            order[quad.subject.value] = None
    kinds: dict[str, list[Term]] = {title: [] for title in _KINDS.values()}
    for iri in order:
        types = {value.rpartition("#")[2] for value in _objects(store, iri, v.TYPE.value)}
        for kind, title in _KINDS.items():
            if kind in types and iri.startswith(v.KG):
                kinds[title].append(_term(store, iri, "SymmetricProperty" in types))
                break
    return _header(store), {title: terms for title, terms in kinds.items() if terms}


def _header(store: Store) -> dict[str, str]:
    nodes = [q.subject for q in store.quads_for_pattern(None, v.TYPE, _ONTOLOGY) if isinstance(q.subject, NamedNode)]
    iri = nodes[0].value if nodes else ""
    return {"iri": iri} | {name: _first(store, iri, predicate) for name, predicate in _HEADER.items()}


def _term(store: Store, iri: str, symmetric: bool) -> Term:
    name = iri.removeprefix(v.KG)
    said = ((how, tuple(sorted(_objects(store, iri, predicate)))) for how, predicate in _SAYS.items())
    return Term(
        name=name,
        label=_first(store, iri, v.LABEL.value) or name,
        comment=_first(store, iri, v.RDFS + "comment"),
        example=_first(store, iri, v.SKOS + "example"),
        symmetric=symmetric,
        says=tuple((how, values) for how, values in said if values),
    )


def _objects(store: Store, iri: str, predicate: str) -> Iterator[str]:
    for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None) if iri else ():
        if isinstance(quad.object, NamedNode | Literal):
            yield quad.object.value


def _first(store: Store, iri: str, predicate: str) -> str:
    return min(_objects(store, iri, predicate), default="")
