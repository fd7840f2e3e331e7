"""The first rows of an answer, in the SPARQL JSON format."""

from __future__ import annotations

from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from kg.rdf.vocabulary import XSD

ENDS = ("subject", "predicate", "object")
Term = NamedNode | BlankNode | Literal | Triple


def table(found: QuerySolutions | QueryBoolean | QueryTriples, limit: int) -> dict[str, Any]:
    """At most `limit` rows; "more" says whether there are others. A graph has the columns of ENDS."""
    if isinstance(found, QueryBoolean):
        return {"head": {}, "boolean": bool(found), "more": False}
    if isinstance(found, QueryTriples):
        columns: tuple[str, ...] = ENDS
        rows = [{name: term(getattr(triple, name)) for name in ENDS} for triple in islice(found, limit + 1)]
    else:
        columns = tuple(variable.value for variable in found.variables)
        rows = [
            {name: term(value) for name in columns if (value := row[name]) is not None}
            for row in islice(found, limit + 1)
        ]
    return {"head": {"vars": columns}, "results": {"bindings": rows[:limit]}, "more": len(rows) > limit}


def term(value: Term) -> dict[str, str]:
    """A term as the SPARQL JSON format writes it; a quoted triple as text."""
    if isinstance(value, NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, Triple):
        return {"type": "literal", "value": str(value)}
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    if value.datatype.value == XSD + "string":
        return {"type": "literal", "value": value.value}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}
