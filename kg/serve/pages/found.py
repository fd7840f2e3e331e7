"""Finding entities: by a part of a name, or all of a class."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal
from starlette.responses import Response

from kg.rdf.vocabulary import term
from kg.serve.pages.asking import Row, text
from kg.serve.pages.links import local
from kg.serve.pages.render import page
from kg.serve.site import Site
from kg.store import bind, select

PER_PAGE = 200
MOST_ORDERED = 3000
"""Entities of a class up to which its list is in the order of the names; putting more in order takes seconds."""


def named(here: Site, name: str, most: int) -> list[dict[str, Any]]:
    """At most `most` entities whose names contain `name`, the shortest names first: IRI, key, label and types.

    For use in threads. Raises Timeout, Busy or StoreFailed.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(here, bind(text("named"), {"wanted": [Literal(name)]})):
        iri = row["entity"]
        key = iri.removeprefix(here.source.base)
        entry = found.setdefault(iri, {"iri": iri, "key": key, "label": row["label"], "types": []})
        entry["types"].append(local(row["class"]))
    return list(found.values())[:most]


def respond(here: Site, name: str, kind: str, start: int) -> Response:
    """The entities whose names contain `name`, or those of class `kind` from number `start` on. For use in threads."""
    rows: list[Row] = []
    ordered, size = True, 0
    if name:
        rows = _rows(here, bind(text("named"), {"wanted": [Literal(name)]}))
    elif kind in here.ontology.classes:
        size = _size(here, kind)
        ordered = size <= MOST_ORDERED
        query = bind(text("of-class" if ordered else "some-of-class"), {"class": [term(kind)]})
        rows = _rows(here, query.replace("OFFSET 0", f"OFFSET {start}"))
    classes: dict[str, list[str]] = {}
    for row in rows:
        classes.setdefault(row["entity"], []).append(local(row["class"]))
    labels = {row["entity"]: row["label"] for row in rows}
    more = len(rows) > PER_PAGE if name else start + PER_PAGE < size
    entities = [(iri, labels[iri], classes[iri]) for iri in list(labels)[:PER_PAGE]]
    return page(
        "found",
        order=tuple(here.ontology.classes),
        entities=entities,
        more=more,
        ordered=ordered,
        next=start + PER_PAGE if more and not name else 0,
        name=name,
        kind=kind,
        known=here.ontology.classes,
        base=here.source.base,
    )


def _size(here: Site, kind: str) -> int:
    """How many entities the class has, counted once for each build."""

    def count() -> int:
        return int(_rows(here, bind(text("size-of-class"), {"class": [term(kind)]}))[0]["number"])

    return here.kept(f"size of {kind}", count)


def _rows(here: Site, query: str) -> list[Row]:
    return list(select(here.source, query, timeout=here.options.limits.timeout).dicts())
