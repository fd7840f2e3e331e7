"""Parameters → RDF terms in the VALUES blocks of a query. What users write never becomes part of the query as text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryInvalid
from kg.rdf import vocabulary as v
from kg.store.names import find_entities, find_names
from kg.store.scan import values_blocks
from kg.store.source import Source
from kg.store.stored import Kind, StoredQuery

Value = NamedNode | Literal | None
"""A term, or None for what may be anything (UNDEF)."""

ANY = "any"
"""What users write for "anything"."""

Params = Mapping[str, str | Sequence[str]]

_NUMBER = re.compile(r"([+-]?\d+)|([+-]?\d*\.\d+)", re.ASCII)
_LOCAL = re.compile(r"(?:kg:)?([A-Za-z][\w-]*)", re.ASCII)


def bind_stored(query: StoredQuery, params: Params, source: Source, *, timeout: float = 30.0) -> str:
    """The text of a stored query with values for some of its parameters. Raises QueryInvalid."""
    missing = [name for name in query.required if name not in params]
    if missing:
        raise QueryInvalid(f"the stored query {query.name} needs --param {missing[0]}=…")
    terms: dict[str, list[Value]] = {}
    for name, given in params.items():
        kind = query.parameter(name).kind
        terms[name] = [term for text in _several(given) for term in _terms(name, kind, text, source, timeout)]
    return bind(query.text, terms)


def bind_text(query: str, params: Params) -> str:
    """The text of any query with values for variables that have a VALUES block in it. Raises QueryInvalid.

    A value in angle brackets is an IRI, digits are a number, all else is text.
    """
    return bind(query, {name: [_guessed(name, text) for text in _several(given)] for name, given in params.items()})


def bind(query: str, terms: Mapping[str, Sequence[Value]]) -> str:
    """Put terms, as the RDF library serializes them, into the VALUES blocks of their variables. Raises QueryInvalid.

    Blocks that allow anything are taken out: they say nothing, and hide from the engine what it could begin with.
    """
    blocks = values_blocks(query)
    for name in terms:
        if name not in blocks:
            raise QueryInvalid(f"the query has no block VALUES ?{name} {{ … }} to take the parameter {name}; write one")
    places = []
    for name, found in blocks.items():
        for block in found:
            inside = query[block.begin : block.end]
            if name in terms:
                inside = " ".join("UNDEF" if value is None else str(value) for value in terms[name])
            if inside.split() == ["UNDEF"]:
                places.append((*_line(query, block.start, block.stop), ""))
            elif name in terms:
                places.append((block.begin, block.end, f" {inside} "))
    for begin, end, text in sorted(places, reverse=True):
        query = query[:begin] + text + query[end:]
    return query


def _line(query: str, start: int, stop: int) -> tuple[int, int]:
    """The whole line of what stands from `start` to `stop`, if nothing else stands there."""
    begin, end = query.rfind("\n", 0, start) + 1, query.find("\n", stop) + 1
    return (begin, end) if end and not (query[begin:start] + query[stop:end]).strip() else (start, stop)


def _several(given: str | Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given


def _terms(name: str, kind: Kind, text: str, source: Source, timeout: float) -> Sequence[Value]:
    if text == ANY:
        return [None]
    if kind == "entity":
        return find_entities(source, text, timeout=timeout)
    if kind == "name":
        return find_names(source, _checked(name, text), timeout=timeout)
    if kind in ("class", "relation", "metric"):
        match = _LOCAL.fullmatch(text.strip())
        if match is None:
            raise QueryInvalid(f"{name}={text!r}: not the name of a {kind} of the ontology")
        return [v.term(match[1])]
    if kind == "number":
        number = _number(text)
        if number is None:
            raise QueryInvalid(f"{name}={text!r}: not a number")
        return [number]
    return [Literal(_checked(name, text))]


def _guessed(name: str, text: str) -> NamedNode | Literal:
    if text.startswith("<") and text.endswith(">"):
        try:
            return NamedNode(text[1:-1])
        except ValueError as error:
            raise QueryInvalid(f"{name}={text}: not an IRI: {error}") from error
    return _number(text) or Literal(_checked(name, text))


def _number(text: str) -> Literal | None:
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    return Literal(match[0], datatype=v.INTEGER if match[1] else v.DECIMAL)


def _checked(name: str, text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryInvalid(f"{name}: the value is no valid Unicode text") from error
    return text
