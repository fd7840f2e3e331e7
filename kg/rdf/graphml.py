"""The merged graph → GraphML, for Gephi, Cytoscape and networkx: entities, and an edge for each asserted relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import networkx as nx

from kg.graph import together
from kg.model import Entity
from kg.rdf.iris import Names
from kg.rdf.literals import clean

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]


@dataclass(frozen=True, slots=True)
class Edge:
    """An asserted relation between two entities (keys) with what says so.

    `confidences` has one for each article that is no copy of another.
    """

    subject: str
    predicate: str
    object: str
    roles: tuple[str, ...]
    confidences: tuple[float, ...]
    sentences: tuple[str, ...]
    documents: tuple[str, ...]


def network(entities: Mapping[str, Entity], edges: Iterable[Edge], names: Names) -> Network:
    """Nodes by IRI with label, type and names; edges with predicate, roles, confidence, evidence and articles.

    Several values stand in one attribute, a line each. Characters that XML cannot hold become U+FFFD.
    """
    found: Network = nx.MultiDiGraph()
    for key in sorted(entities):
        entity = entities[key]
        found.add_node(
            names.entity(key).value,
            label=clean(entity.label),
            type=" ".join(entity.types),
            names=clean("\n".join(sorted(set(entity.names) - {entity.label}))),
        )
    for number, edge in enumerate(edges, start=1):
        found.add_edge(
            names.entity(edge.subject).value,
            names.entity(edge.object).value,
            key=f"e{number}",
            predicate=edge.predicate,
            role=clean("\n".join(edge.roles)),
            confidence=round(together(edge.confidences), 2),
            evidence=clean("\n".join(edge.sentences)),
            articles=clean("\n".join(edge.documents)),
        )
    return found


def serialize(found: Network) -> bytes:
    """GraphML as bytes, the same for the same network."""
    target = BytesIO()
    nx.write_graphml_xml(found, target, prettyprint=True, infer_numeric_types=False)
    return target.getvalue() + b"\n"
