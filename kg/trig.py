"""graph.trig read back, as plain text values: for scoring and for comparing two outputs."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputMissing, KgError

ONTOLOGY = "https://example.org/kg/ontology#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SOSA = "http://www.w3.org/ns/sosa/"
TYPE = RDF + "type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
IDENTIFIER = "http://purl.org/dc/terms/identifier"
REFERS = "http://www.w3.org/2005/11/its/rdf#taIdentRef"
DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
UNIT = ("https://schema.org/unitText", "http://schema.org/unitText")
ASSERTED = "asserted"

Properties = dict[str, list[str]]
"""Predicate → values, sorted, each once."""


def read_nodes(path: Path) -> dict[str, Properties]:
    """Subject → predicate → values, over all graphs of an RDF file.

    Raises InputMissing where there is no such file, and KgError for malformed RDF.
    """
    if not path.is_file():
        raise InputMissing(f"no graph {path}; build one with kg build, or name its folder")
    nodes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    try:
        for quad in ox.parse(path=str(path)):
            nodes[_text(quad.subject)][quad.predicate.value].add(_text(quad.object))
    except (SyntaxError, ValueError) as error:
        raise KgError(f"{path} is not valid RDF: {error}; build it again") from error
    return {node: {name: sorted(values) for name, values in about.items()} for node, about in nodes.items()}


def _text(term: object) -> str:
    return str(term.value) if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(term)


def one(about: Properties, *names: str) -> str:
    """The first value of the first of these predicates that is there, or ""."""
    return next((about[name][0] for name in names if name in about), "")


def local(iri: str) -> str:
    """The local name of an IRI: what follows the last "#" or "/"."""
    return re.split(r"[#/]", iri)[-1]


def named(about: Properties, name: str) -> str:
    """The value of the property with this local name, whatever its namespace."""
    return next((values[0] for iri, values in sorted(about.items()) if local(iri) == name), "")


def status(about: Properties) -> str:
    """Whether the text asserts a statement or observation, or else what it does."""
    return local(named(about, "status") or ASSERTED)
