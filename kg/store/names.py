"""Names as people write them → the entities of the graph that bear them."""

from __future__ import annotations

import difflib
import re
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryInvalid
from kg.store.results import select
from kg.store.source import Source

_NEAR = 3
_MOST_NAMES = 20_000
"""Names up to which the nearest of all are looked for; comparing more takes seconds, and reading millions minutes."""
_AS_WRITTEN = """SELECT DISTINCT ?entity WHERE {{
  VALUES ?name {{ {name} }}
  ?entity rdfs:label|skos:altLabel ?name ; rdfs:label ?label .
}} ORDER BY ?entity"""
# One branch for each property, and labels asked for last: the engine passes through all names once and is done.
_ANY_CASE = """SELECT DISTINCT ?entity WHERE {{
  {{ SELECT DISTINCT ?entity WHERE {{
    {{ ?entity rdfs:label ?name FILTER(LCASE(STR(?name)) = LCASE({name})) }}
    UNION {{ ?entity skos:altLabel ?name FILTER(LCASE(STR(?name)) = LCASE({name})) }}
  }} }}
  ?entity rdfs:label ?label .
}} ORDER BY ?entity"""
_LEXICON = """SELECT DISTINCT ?entity WHERE {{
  VALUES ?wanted {{ {name} }}
  ?concept foaf:focus ?entity ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name .
  FILTER(LCASE(STR(?name)) = LCASE(?wanted))
}} ORDER BY ?entity"""
_NAME = """ASK {{
  VALUES ?name {{ {name} }}
  {{ ?entity rdfs:label|skos:altLabel ?name }} UNION {{ ?concept skos:hiddenLabel ?name }}
}}"""
_SPELLINGS = """SELECT DISTINCT ?name WHERE {{
  {{ ?entity rdfs:label ?name FILTER(LCASE(STR(?name)) = LCASE({name})) }}
  UNION {{ ?entity skos:altLabel ?name FILTER(LCASE(STR(?name)) = LCASE({name})) }}
  UNION {{ ?concept skos:hiddenLabel ?name FILTER(LCASE(STR(?name)) = LCASE({name})) }}
}} ORDER BY ?name"""
_IRI = "ASK {{ {iri} rdfs:label ?label }}"
_NAMES = """SELECT ?name WHERE {{
  {{ ?entity rdfs:label ?name }} UNION {{ ?entity skos:altLabel ?name }}
}} LIMIT {most}"""


def find_entities(source: Source, text: str, *, timeout: float = 30.0) -> tuple[NamedNode, ...]:
    """The entities of that name: as written, else in any case, else as the lexicon knows them.

    An IRI, whole or relative to the base ("brand/haval"), stands for itself. Raises QueryInvalid, with the nearest
    names of a graph that is not too large, where there is no such entity.
    """
    iri = as_iri(source, text)
    if iri is not None and _true(source, _IRI.format(iri=iri), timeout):
        return (iri,)
    name = Literal(" ".join(text.split()))
    for query in (_AS_WRITTEN, _ANY_CASE, _LEXICON):
        found = select(source, query.format(name=name), timeout=timeout)
        if found.rows:
            return tuple(NamedNode(row[0].value) for row in found.rows if row[0] is not None)
    near = _nearest(source, text, timeout)
    hint = f"did you mean {' or '.join(near)}?" if near else "kg query --name entities lists what there is"
    raise QueryInvalid(f"nothing in the graph is called {text!r}; {hint}")


def _nearest(source: Source, text: str, timeout: float) -> list[str]:
    """The names most like the text; none where the graph has so many that looking through them takes too long."""
    rows = select(source, _NAMES.format(most=_MOST_NAMES + 1), timeout=timeout).dicts()
    known = [row["name"] for row in rows]
    return difflib.get_close_matches(text, sorted(set(known)), _NEAR) if len(known) <= _MOST_NAMES else []


def find_names(source: Source, text: str, *, timeout: float = 30.0) -> tuple[Literal, ...]:
    """The name as the graph spells it: as written where it stands there so, else every spelling in another case.

    A name that the graph does not know stands for itself.
    """
    name = Literal(" ".join(text.split()))
    if _true(source, _NAME.format(name=name), timeout):
        return (name,)
    found = select(source, _SPELLINGS.format(name=name), timeout=timeout)
    return tuple(Literal(row[0].value) for row in found.rows if row[0] is not None) or (name,)


def _true(source: Source, query: str, timeout: float) -> bool:
    return any(row["answer"] == "yes" for row in select(source, query, timeout=timeout).dicts())


def as_iri(source: Source, text: str) -> NamedNode | None:
    """The text as an IRI, where it looks like one: whole, in angle brackets, or relative to the base."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if not re.match(r"https?://|[\w-]+/", bare):
        return None
    try:
        return NamedNode(urljoin(source.base, bare))
    except ValueError:
        return None
