"""The formats of answers: their names, media types and file endings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `name` as in `?format=name`, the media type it is sent as, those it is also asked for by, and the IRI
    by which a service description names it."""

    name: str
    media: str
    also: tuple[str, ...]
    ending: str
    iri: str


def _format(name: str, media: str, ending: str, iri: str, *also: str) -> Format:
    return Format(name, media, also, ending, f"http://www.w3.org/ns/formats/{iri}")


RESULTS: dict[str, Format] = {
    f.name: f
    for f in (
        _format("json", "application/sparql-results+json", "srj", "SPARQL_Results_JSON", "application/json"),
        _format("xml", "application/sparql-results+xml", "srx", "SPARQL_Results_XML", "application/xml", "text/xml"),
        _format("csv", "text/csv", "csv", "SPARQL_Results_CSV"),
        _format("tsv", "text/tab-separated-values", "tsv", "SPARQL_Results_TSV"),
    )
}
"""How bindings and truths are written, the preferred format first."""

GRAPHS: dict[str, Format] = {
    f.name: f
    for f in (
        _format("turtle", "text/turtle", "ttl", "Turtle", "application/x-turtle", "application/turtle"),
        _format("ntriples", "application/n-triples", "nt", "N-Triples", "text/plain"),
        _format("rdfxml", "application/rdf+xml", "rdf", "RDF_XML", "application/xml", "text/xml"),
        _format("jsonld", "application/ld+json", "jsonld", "JSON-LD", "application/json"),
        _format("trig", "application/trig", "trig", "TriG", "application/x-trig"),
        _format("nquads", "application/n-quads", "nq", "N-Quads", "text/x-nquads"),
        _format("n3", "text/n3", "n3", "N3", "text/rdf+n3"),
    )
}
"""How graphs are written, the preferred format first."""

QUADS = ("trig", "nquads", "jsonld")
"""Those of them that can hold several graphs."""

SAME = {"json": "jsonld", "xml": "rdfxml"}
"""Which format of graphs is meant by a name that results have too."""


def content_type(format: Format) -> str:
    """The header, with the character set where the media type has one."""
    return f"{format.media}; charset=utf-8" if format.media.startswith("text/") else format.media
