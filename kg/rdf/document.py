"""An article as a source: its description, and where its graph comes from."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.model import Document
from kg.rdf import vocabulary as v
from kg.rdf.literals import integer, moment, text

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
Triples = Iterator[Triple]


def describe(document: Document, node: NamedNode) -> Triples:
    """The article itself: identifier, title, date and where it was found."""
    yield node, v.TYPE, v.NEWS_ARTICLE
    yield node, v.IDENTIFIER, text(document.id)
    if document.title:
        yield node, v.TITLE, text(document.title)
    if document.date:
        yield node, v.ISSUED, moment(document.date)
    yield node, v.SOURCE, text(document.source)
    if document.url:
        yield node, v.URL, text(document.url)
    if document.publisher:
        yield node, v.PUBLISHER, text(document.publisher)
    if document.language:
        yield node, v.LANGUAGE, text(document.language)
    yield node, v.BEGIN, integer(document.offset)
    yield node, v.END, integer(document.offset + len(document.text))


def provenance(graph: NamedNode, document: NamedNode, version: str) -> Triples:
    """Whence the article's graph comes, in PROV-O: from the article, by a build, by that version of the software."""
    build, software = NamedNode(graph.value + "#build"), NamedNode(graph.value + "#software")
    yield graph, v.TYPE, v.BUNDLE
    yield graph, v.DERIVED_FROM, document
    yield graph, v.GENERATED_BY, build
    yield build, v.TYPE, v.ACTIVITY
    yield build, v.USED, document
    yield build, v.ASSOCIATED_WITH, software
    yield software, v.TYPE, v.SOFTWARE_AGENT
    yield software, v.NAME, text("kg")
    yield software, v.SOFTWARE_VERSION, text(version)
