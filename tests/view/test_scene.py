"""Nodes of the picture: importance, names, and company for those that nothing is said of."""

from __future__ import annotations

import numpy as np

from kg.rdf.iris import Names
from kg.view.scene import edge_rows, importance, node_rows
from kg.view.tables import build_tables

from .synthetic import Writer, merge, small_graph

NAMES = Names("https://example.org/kg/")


def rows_of(graph):  # type: ignore[no-untyped-def]
    keys = sorted(graph.entities)
    tables = build_tables(graph, {key: n for n, key in enumerate(keys)})
    return {row["key"]: row for row in node_rows(graph, keys, tables, NAMES)}, tables


def test_the_best_connected_is_the_biggest() -> None:
    rows, _ = rows_of(small_graph())
    assert max(rows.values(), key=lambda row: row["size"])["key"] == "brand/velta"
    assert rows["model/velta-n3"]["names"] == ["N3"]


def test_what_is_denied_makes_nobody_important() -> None:
    graph = small_graph()
    keys = sorted(graph.entities)
    tables = build_tables(graph, {key: n for n, key in enumerate(keys)})
    for claim in tables.claims:
        claim[2] = "denied"
    assert max(importance(len(keys), tables)) < 5


def test_relations_are_edges_with_a_direction() -> None:
    _, tables = rows_of(small_graph())
    rows = edge_rows(tables)
    assert [row["id"] for row in rows] == list(range(len(tables.relations)))
    assert {row["arrows"] for row in rows} == {"to"}


def test_loner_lies_near_those_it_is_named_beside() -> None:
    entities = [(f"company/{name}", "Company", name) for name in ("ay", "bee", "cee", "dee", "loner")]
    writer = Writer("x", entities)
    for left, right in ((0, 1), (2, 3)):
        writer.relate(left, "invests", right, writer.say(left, " invests in ", right, "."))
    for _ in range(3):
        writer.say(2, " met ", 4, ".")
    graph = merge([writer.article()], {"x": tuple(key for key, _, _ in entities)})
    rows, _ = rows_of(graph)
    spot = {key: np.array([row["x"], row["y"]]) for key, row in rows.items()}
    far = {key: float(np.hypot(*(spot[key] - spot["company/loner"]))) for key in spot}
    assert far["company/cee"] < min(far["company/ay"], far["company/bee"])


def test_address_is_told_where_it_is_not_the_key() -> None:
    entities = [("company/été", "Company", "Été"), ("company/plain", "Company", "Plain")]
    writer = Writer("x", entities)
    writer.relate(0, "invests", 1, writer.say(0, " invests in ", 1, "."))
    rows, _ = rows_of(merge([writer.article()], {"x": ("company/été", "company/plain")}))
    assert rows["company/été"]["iri"] == "https://example.org/kg/company/%C3%A9t%C3%A9"
    assert "iri" not in rows["company/plain"]
