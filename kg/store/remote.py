"""Queries to a SPARQL 1.1 store elsewhere, by its protocol."""

from __future__ import annotations

from types import TracebackType
from urllib.parse import urlencode

from kg.errors import QueryInvalid, StoreFailed
from kg.rdf.vocabulary import DEFAULT_BASE, PREFIXES
from kg.store.http import Client
from kg.store.messages import Form, Format
from kg.store.results import parse
from kg.store.scan import has_dataset, refuse, tokens

_RESULTS: dict[Format, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
_GRAPHS: dict[Format, str] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "json": "application/ld+json",
    "xml": "application/rdf+xml",
}
_UNIONS: tuple[dict[str, str], ...] = (
    {},
    {"default-graph-uri": "urn:x-arq:UnionGraph"},
    {"union-default-graph": ""},
)
"""How to ask for the union of all graphs: by default (Virtuoso, RDF4J, GraphDB, Blazegraph), Jena's way, Oxigraph's."""

_FORMS: dict[str, Form] = {"select": "bindings", "ask": "boolean", "construct": "graph", "describe": "graph"}
_ARTICLE = """SELECT ?g WHERE {
  GRAPH ?g { ?document dcterms:identifier ?identifier } FILTER(CONTAINS(STR(?g), "graph/article/"))
} LIMIT 1"""
_SEES_ALL = "SELECT ?document WHERE { ?document dcterms:identifier ?identifier } LIMIT 1"


class Remote:
    """A SPARQL endpoint. `base` is the base IRI of the data in it. Use it in a `with` block."""

    def __init__(self, url: str) -> None:
        self.client = Client(url)
        self.base = DEFAULT_BASE
        self._union: dict[str, str] = {}

    def __enter__(self) -> Remote:
        found = parse(self.run(_ARTICLE)[0])
        if found.rows and found.rows[0][0] is not None:
            self.base = found.rows[0][0].value.rpartition("graph/article/")[0]
            self._union = self._find_union()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""

    def _find_union(self) -> dict[str, str]:
        for how in _UNIONS:
            self._union = how
            if parse(self.run(_SEES_ALL)[0]).rows:
                return how
        raise StoreFailed(
            f"the store {self.client.url} does not show the union of its graphs as the default graph; switch that on"
        )

    def run(
        self, query: str, *, format: Format = "json", graph_format: Format = "turtle", timeout: float = 30.0
    ) -> tuple[bytes, Form]:
        """The whole answer in the wanted format, and its form. Raises QueryInvalid, Timeout or StoreFailed."""
        refuse(query)
        form = _form(query)
        accepted = _GRAPHS.get(graph_format) if form == "graph" else _RESULTS.get(format)
        if accepted is None:
            raise QueryInvalid(
                "this format does not fit the form of the answer: graphs are turtle, ntriples, json or xml"
            )
        asked = {"query": self._head() + query} | ({} if has_dataset(query) else self._union)
        headers = {"Accept": accepted, "Content-Type": "application/x-www-form-urlencoded"}
        reply = self.client.send("POST", self.client.url, urlencode(asked).encode(), headers=headers, timeout=timeout)
        if reply.status == 400:
            raise QueryInvalid(f"the store {self.client.url} refuses the query: {reply.reason}")
        if not reply.ok:
            raise StoreFailed(f"the store {self.client.url} failed: {reply.reason}")
        return reply.body, form

    def _head(self) -> str:
        prefixes = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
        return f"BASE <{self.base}> {prefixes}\n"


def _form(query: str) -> Form:
    """The form of the answer, by the first word that tells it."""
    words = (token.text.lower() for token in tokens(query) if token.kind == "word")
    return next((_FORMS[word] for word in words if word in _FORMS), "bindings")
