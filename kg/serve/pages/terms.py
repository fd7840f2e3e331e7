"""The ontology: what may be said, as RDF and as a page on which every term has its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse
from starlette.responses import Response

from kg.rdf import vocabulary as v
from kg.serve.pages.render import page
from kg.serve.site import Site

_OWL = "http://www.w3.org/2002/07/owl#"
_COMMENT, _EXAMPLE = NamedNode(v.RDFS + "comment"), NamedNode(v.SKOS + "example")
_LINKS = {
    "kind of": NamedNode(v.RDFS + "subClassOf"),
    "sort of": NamedNode(v.RDFS + "subPropertyOf"),
    "from": NamedNode(v.RDFS + "domain"),
    "to": NamedNode(v.RDFS + "range"),
    "inverse of": NamedNode(_OWL + "inverseOf"),
}
_SECTIONS = {"Class": "Classes", "ObjectProperty": "Relations", "Metric": "Metrics"}
_OTHERS = "Other terms"


@dataclass(frozen=True, slots=True)
class TermView:
    """A term: its IRI and local name, and what the ontology says of it. `links` are other terms, by how they relate."""

    iri: str
    name: str
    label: str
    comment: str
    example: str
    links: tuple[tuple[str, str], ...]


def triples(folder: Path) -> list[Triple]:
    """The ontology of a folder."""
    return [quad.triple for quad in parse(path=str(folder / "schema.ttl"), format=RdfFormat.TURTLE)]


def sections(folder: Path) -> dict[str, list[TermView]]:
    """The terms by kind, sorted by label."""
    store = Store()
    store.extend(parse(path=str(folder / "schema.ttl"), format=RdfFormat.TURTLE))
    names = {q.subject.value for q in store if isinstance(q.subject, NamedNode) and q.subject.value.startswith(v.KG)}
    found: dict[str, list[TermView]] = {title: [] for title in (*_SECTIONS.values(), _OTHERS)}
    for iri in sorted(names):
        node = NamedNode(iri)
        types = [q.object.value for q in store.quads_for_pattern(node, v.TYPE, None) if isinstance(q.object, NamedNode)]
        kinds = [title for name, title in _SECTIONS.items() if any(one.endswith(f"#{name}") for one in types)]
        found[kinds[0] if kinds else _OTHERS].append(_term(store, node))
    return {title: sorted(terms, key=lambda term: (term.label, term.iri)) for title, terms in found.items() if terms}


def _term(store: Store, node: NamedNode) -> TermView:
    name = node.value.removeprefix(v.KG)
    links = [
        (way, quad.object.value)
        for way, predicate in _LINKS.items()
        for quad in store.quads_for_pattern(node, predicate, None)
        if isinstance(quad.object, NamedNode)
    ]
    label, comment, example = (_text(store, node, predicate) for predicate in (v.LABEL, _COMMENT, _EXAMPLE))
    return TermView(node.value, name, label or name, comment, example, tuple(sorted(links)))


def _text(store: Store, node: NamedNode, predicate: NamedNode) -> str:
    found = [q.object.value for q in store.quads_for_pattern(node, predicate, None) if isinstance(q.object, Literal)]
    return min(found, default="")


def respond(here: Site) -> Response:
    """The page. For use in threads."""
    found = here.kept("terms", lambda: sections(here.ontology.folder))
    return page("terms", sections=found, base=here.source.base)
