"""What the service is and what its data set holds: SPARQL 1.1 Service Description, and VoID."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import __version__
from kg.rdf import vocabulary as v
from kg.serve.formats import GRAPHS, RESULTS
from kg.serve.site import Site
from kg.serve.statistics import Statistics, statistics

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_VOCABULARIES = (v.KG, v.RDF, v.RDFS, v.SKOS, v.DCTERMS, v.PROV, v.SOSA, v.SCHEMA, v.NIF, v.ITSRDF)
_DUMPS = ("graph.ttl", "graph.trig", "graph.jsonld")
_GRAPHS_NAMED = 1000


def service_description(here: Site, address: str) -> list[Triple]:
    """The service at `address` (ending in a slash), with its data set. For use in threads."""
    found = here.kept("statistics", lambda: statistics(here.source, here.options.limits.timeout))
    return list(_service(found, address, bool(here.options.token)))


def void_description(here: Site, address: str) -> list[Triple]:
    """The data set as VoID. For use in threads."""
    found = here.kept("statistics", lambda: statistics(here.source, here.options.limits.timeout))
    return list(_data_set(found, here, address))


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)


def _void(name: str) -> NamedNode:
    return NamedNode(VOID + name)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=v.INTEGER)


def _service(found: Statistics, address: str, writable: bool) -> Iterator[Triple]:
    service, data, default = NamedNode(urljoin(address, "sparql")), BlankNode("dataset"), BlankNode("default")
    yield Triple(service, v.TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if writable:
        yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for format in {f.iri: f for f in (*RESULTS.values(), *GRAPHS.values())}:
        yield Triple(service, _sd("resultFormat"), NamedNode(format))
    yield Triple(service, _sd("defaultDataset"), data)
    yield Triple(data, v.TYPE, _sd("Dataset"))
    yield Triple(data, _sd("defaultGraph"), default)
    yield Triple(default, v.TYPE, _sd("Graph"))
    if found.triples is not None:
        yield Triple(default, _void("triples"), _number(found.triples))
    for n, graph in enumerate(found.graphs[:_GRAPHS_NAMED]):
        node = BlankNode(f"graph{n}")
        yield Triple(data, _sd("namedGraph"), node)
        yield Triple(node, v.TYPE, _sd("NamedGraph"))
        yield Triple(node, _sd("name"), NamedNode(graph))


def _data_set(found: Statistics, here: Site, address: str) -> Iterator[Triple]:
    base = here.source.base
    node = NamedNode(urljoin(address, ".well-known/void#dataset"))
    yield Triple(node, v.TYPE, _void("Dataset"))
    yield Triple(node, v.TITLE, Literal("Knowledge graph from news articles"))
    yield Triple(node, NamedNode(v.DCTERMS + "creator"), Literal(f"kg {__version__}"))
    yield Triple(node, _void("sparqlEndpoint"), NamedNode(urljoin(address, "sparql")))
    yield Triple(node, _void("uriSpace"), Literal(base))
    for file in _DUMPS:
        if (here.output / file).is_file():
            yield Triple(node, _void("dataDump"), NamedNode(urljoin(address, f"files/{file}")))
    for name in ("turtle", "trig", "jsonld"):
        yield Triple(node, _void("feature"), NamedNode(GRAPHS[name].iri))
    for vocabulary in _VOCABULARIES:
        yield Triple(node, _void("vocabulary"), NamedNode(vocabulary))
    for entity in found.examples:
        yield Triple(node, _void("exampleResource"), NamedNode(entity))
    yield from _numbers(found, node)


def _numbers(found: Statistics, node: NamedNode) -> Iterator[Triple]:
    if found.triples is not None:
        yield Triple(node, _void("triples"), _number(found.triples))
    if found.graphs:
        yield Triple(node, _void("documents"), _number(found.articles))
    if found.classes:
        yield Triple(node, _void("classes"), _number(len(found.classes)))
    if found.properties:
        yield Triple(node, _void("properties"), _number(len(found.properties)))
    for n, (name, count) in enumerate(found.classes):
        part = BlankNode(f"class{n}")
        yield Triple(node, _void("classPartition"), part)
        yield Triple(part, _void("class"), NamedNode(name))
        yield Triple(part, _void("entities"), _number(count))
    for n, (name, count) in enumerate(found.properties):
        part = BlankNode(f"property{n}")
        yield Triple(node, _void("propertyPartition"), part)
        yield Triple(part, _void("property"), NamedNode(name))
        yield Triple(part, _void("triples"), _number(count))
