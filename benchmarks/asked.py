"""What `benchmarks/sparql.py` asks: every stored query with parameters, and further look-ups, paths and aggregates."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from kg.ontology import default_folder
from kg.rdf.vocabulary import PREFIXES
from kg.store import Session, StoredQuery, bind_stored, stored_queries

Kind = Literal["look-up", "path", "aggregate"]

STEPS = "4"
WHOLE = (
    "ambiguous-names",
    "best-supported",
    "overview",
    "ranking",
    "single-source",
    "time-series",
    "unresolved-names",
    "value-range",
)
"""Stored queries that count or compare, asked about everything."""

LOOK_UPS = {
    "a name": "SELECT ?name { <E> rdfs:label|skos:altLabel ?name }",
    "relations": "SELECT ?relation ?other ?name { <E> ?relation ?other . ?other rdfs:label ?name }",
    "who says so": """SELECT ?text ?sure {
        ?st rdf:subject <E> ; kg:confidence ?sure ; prov:wasDerivedFrom ?line . ?line nif:anchorOf ?text }""",
    "in which graphs": "SELECT DISTINCT ?graph { GRAPH ?graph { ?mention itsrdf:taIdentRef <E> } }",
}
PATHS = {
    "reached in any way": """SELECT DISTINCT ?other {
        <E> (kg:subsidiaryOf|kg:ownsBrand|kg:makes|kg:usesTechnology|kg:partOf)+ ?other }""",
    "named in one article": """SELECT DISTINCT ?other {
        ?m itsrdf:taIdentRef <E> . ?m nif:referenceContext/^nif:referenceContext/itsrdf:taIdentRef ?other } LIMIT 50""",
}
AGGREGATES = {
    "mentions by thing": """SELECT ?e (COUNT(*) AS ?n) { ?m itsrdf:taIdentRef ?e }
        GROUP BY ?e ORDER BY DESC(?n) LIMIT 20""",
    "articles by publisher": "SELECT ?p (COUNT(*) AS ?n) { ?d dcterms:publisher ?p } GROUP BY ?p ORDER BY DESC(?n)",
    "articles by month": """SELECT ?month (COUNT(*) AS ?n) {
        ?d dcterms:date ?day BIND(SUBSTR(STR(?day), 1, 7) AS ?month) } GROUP BY ?month ORDER BY ?month""",
    "statements by relation": "SELECT ?r (COUNT(*) AS ?n) { ?st rdf:predicate ?r } GROUP BY ?r ORDER BY DESC(?n)",
    "mean confidence by relation": """SELECT ?r (AVG(?c) AS ?mean) {
        { SELECT ?st ?r { ?st rdf:predicate ?r } } { SELECT ?st ?c { ?st kg:confidence ?c } } } GROUP BY ?r""",
    "models by maker": "SELECT ?e (COUNT(*) AS ?n) { ?e kg:makes ?m } GROUP BY ?e ORDER BY DESC(?n) LIMIT 20",
    "mean price by unit": """SELECT ?u (AVG(?v) AS ?mean) {
        ?o sosa:observedProperty kg:price ; sosa:hasSimpleResult ?v ; schema:unitText ?u } GROUP BY ?u""",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A question, asked about several things in turn: `queries` differ in their parameters alone."""

    name: str
    kind: Kind
    queries: tuple[str, ...]


def cases(source: Session, count: int, seed: int) -> Iterator[Case]:
    """All questions, each about up to `count` things of which there is an answer, any thing as likely as another."""
    chance = random.Random(seed)
    found = _rows(source, "SELECT DISTINCT ?e { ?m itsrdf:taIdentRef ?e }")
    things = sorted(row["e"]["value"] for row in found)
    chance.shuffle(things)
    kinds: list[tuple[Kind, dict[str, str]]] = [("look-up", LOOK_UPS), ("path", PATHS)]
    for kind, texts in kinds:
        for name, text in texts.items():
            yield Case(name, kind, _answered(source, (text.replace("<E>", f"<{e}>") for e in things), count))
    for name, stored in stored_queries(default_folder()).items():
        for parameter in stored.parameters:
            if parameter.kind == "entity" and parameter.name != "to":
                asked = _bound(stored, parameter.name, things, source)
                yield Case(f"{name} {parameter.name}=", _kind(stored), _answered(source, asked, count))
        if name in WHOLE:
            yield Case(f"{name} of all", "aggregate", (bind_stored(stored, {}, source),))
    for name, text in AGGREGATES.items():
        yield Case(name, "aggregate", (text,))


def _kind(stored: StoredQuery) -> Kind:
    """A path is what follows relations any number of times, or several times."""
    wheres = stored.text.partition("SELECT")[2]
    chained = re.search(r"kg:\w+\)?[+*](?=\s)|supplies/kg:supplies|relation2", wheres)
    return "path" if chained else "look-up"


def _bound(stored: StoredQuery, parameter: str, things: Sequence[str], source: Session) -> Iterator[str]:
    names = {other.name for other in stored.parameters}
    for number, thing in enumerate(things):
        params = {parameter: thing}
        if "steps" in names:
            params["steps"] = STEPS
        if "to" in names:
            params["to"] = things[number - 1]
        yield bind_stored(stored, params, source)


def _answered(source: Session, asked: Iterator[str], count: int, most: int = 200) -> tuple[str, ...]:
    """The first `count` queries that have an answer, of the first `most`."""
    found: list[str] = []
    for _, query in zip(range(most), asked, strict=False):
        if _rows(source, query):
            found.append(query)
        if len(found) == count:
            break
    return tuple(found)


def _rows(source: Session, query: str) -> list[dict[str, dict[str, str]]]:
    rows: list[dict[str, dict[str, str]]] = json.loads(source.run(query, timeout=60)[0])["results"]["bindings"]
    return rows


def ask(store: ox.Store, query: str, base: str) -> bytes:
    """The answer of a store opened in this process, as SPARQL results in JSON."""
    found = store.query(query, base_iri=base, prefixes=PREFIXES, use_default_graph_as_union=True)
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""  # type: ignore[union-attr, return-value]
