"""The default graph → JSON-LD with a compact context: one object per subject, keys in place of IRIs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.ontology import Ontology
from kg.rdf import vocabulary as v
from kg.rdf.document import Triple

_EXACT = 2**53

_LITERALS = {
    "label": v.LABEL,
    "prefLabel": v.PREF_LABEL,
    "altLabel": v.ALT_LABEL,
    "mergeReason": v.MERGE_REASON,
    "value": v.RESULT,
    "unitText": v.UNIT_TEXT,
    "period": v.PERIOD,
    "qualifier": v.QUALIFIER,
    "status": v.STATUS,
    "reason": v.REASON,
}
_LINKS = {
    "entity": v.FEATURE,
    "metric": v.PROPERTY,
    "unit": v.HAS_UNIT,
    "about": v.ABOUT,
    "conflicting": v.CONFLICTING,
    "predicate": v.PREDICATE,
}
_SETS = {v.ALT_LABEL, v.MERGE_REASON, v.CONFLICTING}
_STRING = v.XSD + "string"


class Context:
    """The short names of one data set, and how they are declared."""

    def __init__(self, ontology: Ontology, base: str) -> None:
        self._base = base
        self._short: dict[str, str] = {}
        self.declared: dict[str, Any] = {"@base": base} | {name: v.PREFIXES[name] for name in sorted(v.PREFIXES)}
        for name, predicate in _LITERALS.items():
            self._declare(name, predicate, {"@container": "@set"} if predicate in _SETS else {})
        self._declare("confidence", v.CONFIDENCE, {"@type": "xsd:decimal"})
        for name, predicate in _LINKS.items():
            self._declare(name, predicate, {"@type": "@id"} | ({"@container": "@set"} if predicate in _SETS else {}))
        for name in sorted(ontology.relations):
            self._declare(name, v.term(name), {"@type": "@id", "@container": "@set"})
        for name in sorted(ontology.classes):
            self._declare(name, v.term(name), {})

    def _declare(self, name: str, term: NamedNode, how: dict[str, str]) -> None:
        if name not in self.declared and term.value not in self._short:
            self._short[term.value] = name
            self.declared[name] = {"@id": self.compact(term.value), **how} if how else self.compact(term.value)

    def term(self, iri: str) -> str:
        """The short name of a predicate or class."""
        return self._short.get(iri) or self.compact(iri)

    def compact(self, iri: str) -> str:
        """A compact IRI, or the IRI itself where no prefix fits."""
        for name, namespace in v.PREFIXES.items():
            if iri.startswith(namespace) and not iri.startswith("//", len(namespace)):
                return f"{name}:{iri[len(namespace) :]}"
        return iri

    def node(self, iri: str) -> str:
        """The IRI of a thing, relative to the base where it lies below it."""
        if iri.startswith(self._base) and not iri.startswith(v.KG):
            return iri[len(self._base) :]
        return self.compact(iri)

    def links(self, predicate: str) -> bool:
        """Whether plain strings under this predicate are read as IRIs."""
        declared = self.declared.get(self._short.get(predicate, ""))
        return isinstance(declared, dict) and declared.get("@type") == "@id"

    def many(self, predicate: str) -> bool:
        """Whether this predicate's values are always given as a list."""
        declared = self.declared.get(self._short.get(predicate, ""))
        return isinstance(declared, dict) and declared.get("@container") == "@set"


def head(context: Context) -> bytes:
    """What stands before the objects."""
    return b'{\n"@context": ' + _dump(context.declared, indent=1) + b',\n"@graph": ['


def objects(triples: Iterable[Triple], context: Context) -> bytes:
    """An object for each subject, with commas between. Triples of one subject must come together, and among them those
    of one predicate."""
    groups = groupby(triples, key=itemgetter(0))
    return b",".join(b"\n" + _dump(_object(subject, group, context)) for subject, group in groups)


FOOT = b"\n]\n}\n"


def _object(subject: NamedNode, triples: Iterable[Triple], context: Context) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": context.node(subject.value)}
    for predicate, group in groupby(triples, key=itemgetter(1)):
        values = [_value(predicate, value, context) for _, _, value in group]
        name = "@type" if predicate == v.TYPE else context.term(predicate.value)
        found[name] = values if len(values) > 1 or context.many(predicate.value) else values[0]
    return found


def _value(predicate: NamedNode, value: NamedNode | Literal, context: Context) -> Any:
    if isinstance(value, NamedNode):
        if predicate == v.TYPE:
            return context.term(value.value)
        iri = context.node(value.value)
        return iri if context.links(predicate.value) else {"@id": iri}
    if value.datatype.value == _STRING or (value.datatype == v.DECIMAL and predicate == v.CONFIDENCE):
        return value.value
    if value.datatype == v.INTEGER and abs(int(value.value)) < _EXACT:
        return int(value.value)
    return {"@value": value.value, "@type": context.compact(value.datatype.value)}


def _dump(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent).encode()
