"""Answers as rows of terms, and as a table of text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from kg.rdf.vocabulary import PREFIXES
from kg.store.messages import Format
from kg.store.source import Source


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term of an answer: an IRI, or a literal with its datatype (empty for plain text)."""

    value: str
    iri: bool = False
    datatype: str = ""


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer of bindings: the names of the columns, and rows with None where a variable is not bound."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def dicts(self) -> Iterator[dict[str, str]]:
        """Each row as plain text by column; what is not bound is empty."""
        for row in self.rows:
            yield {name: term.value if term else "" for name, term in zip(self.columns, row, strict=True)}


_VIRTUOSO_ASK = "__ASK_RETVAL"


def select(source: Source, query: str, *, timeout: float = 30.0) -> Rows:
    """Run a SELECT query. Raises QueryInvalid, Timeout or StoreFailed."""
    answer, _ = source.run(query, format=_JSON, timeout=timeout)
    return parse(answer)


_JSON: Format = "json"


def parse(answer: bytes) -> Rows:
    """Read an answer in the SPARQL JSON format; a truth becomes one row of one column."""
    data: dict[str, Any] = json.loads(answer)
    if "boolean" in data:
        return _truth(data["boolean"])
    columns = tuple(data["head"]["vars"])
    if columns == (_VIRTUOSO_ASK,):
        return _truth(data["results"]["bindings"][0][_VIRTUOSO_ASK]["value"] == "1")
    rows = tuple(tuple(_term(row.get(name)) for name in columns) for row in data["results"]["bindings"])
    return Rows(columns, rows)


def _truth(value: bool) -> Rows:
    return Rows(("answer",), ((Term("yes" if value else "no"),),))


def _term(found: dict[str, str] | None) -> Term | None:
    if found is None:
        return None
    return Term(found["value"], found["type"] == "uri", found.get("datatype", ""))


def table(found: Rows, base: str) -> str:
    """The rows as aligned columns under a heading; IRIs are shortened as in graph.ttl."""
    lines = [list(found.columns), *([_cell(term, base) for term in row] for row in found.rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["─" * width for width in widths])
    written = ("  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "".join(f"{line.rstrip()}\n" for line in written)


def _cell(term: Term | None, base: str) -> str:
    if term is None:
        return ""
    shown = shorten(term.value, base) if term.iri else term.value
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in shown)


def shorten(iri: str, base: str) -> str:
    """An IRI relative to the base, or with a prefix."""
    if iri.startswith(base) and not iri.startswith(PREFIXES["kg"]):
        return iri[len(base) :]
    for name, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{name}:{iri[len(namespace) :]}"
    return iri


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
