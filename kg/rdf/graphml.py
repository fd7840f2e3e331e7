"""The merged graph → GraphML, for Gephi, Cytoscape and networkx: entities, and an edge for each asserted relation.

The bytes are those that networkx writes, which takes several times as long and holds the whole graph twice for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from kg.graph import together
from kg.model import Entity
from kg.rdf.iris import Names
from kg.rdf.literals import clean

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_HEAD = f"""<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="{_SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="{_SPACE} {_SPACE}/1.0/graphml.xsd">
"""
_NODE = {"label": "string", "type": "string", "names": "string"}
_EDGE = {"predicate": "string", "role": "string", "confidence": "double", "evidence": "string", "articles": "string"}


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


def pieces(entities: Mapping[str, Entity], edges: Sequence[Edge], names: Names) -> Iterator[bytes]:
    """The file: nodes by IRI with label, type and names, edges with predicate, role, confidence, evidence and articles.

    `edges` are sorted by their subjects, all of which are among the entities. Several values stand in one attribute, a
    line each. Characters that XML cannot hold become U+FFFD.
    """
    yield _HEAD.encode()
    scopes = [
        *(("node", *row) for row in _NODE.items() if entities),
        *(("edge", *row) for row in _EDGE.items() if edges),
    ]
    for number, (scope, name, kind) in reversed([*enumerate(scopes)]):
        yield f'  <key id="d{number}" for="{scope}" attr.name="{name}" attr.type="{kind}" />\n'.encode()
    yield b'  <graph edgedefault="directed">\n' if entities else b'  <graph edgedefault="directed" />\n'
    for key in sorted(entities):
        yield _node(names.entity(key).value, entities[key]).encode()
    for subject, group in groupby(enumerate(edges, 1), key=lambda row: row[1].subject):
        for number, edge in _beside(group):
            yield _edge(number, names.entity(subject).value, names.entity(edge.object).value, edge).encode()
    yield b"  </graph>\n</graphml>\n\n" if entities else b"</graphml>\n\n"


def _beside(edges: Iterator[tuple[int, Edge]]) -> Iterator[tuple[int, Edge]]:
    """Edges of one subject with those to one object together, in the order of the first of them."""
    by_object: dict[str, list[tuple[int, Edge]]] = {}
    for number, edge in edges:
        by_object.setdefault(edge.object, []).append((number, edge))
    for found in by_object.values():
        yield from found


def _node(iri: str, entity: Entity) -> str:
    others = "\n".join(sorted(set(entity.names) - {entity.label}))
    return f'    <node id="{_attribute(iri)}">\n{_data(0, [entity.label, " ".join(entity.types), others])}    </node>\n'


def _edge(number: int, subject: str, object_: str, edge: Edge) -> str:
    values = [edge.predicate, "\n".join(edge.roles), str(round(together(edge.confidences), 2))]
    values += ["\n".join(edge.sentences), "\n".join(edge.documents)]
    ends = f'source="{_attribute(subject)}" target="{_attribute(object_)}"'
    return f'    <edge {ends} id="e{number}">\n{_data(len(_NODE), values)}    </edge>\n'


def _data(first: int, values: Sequence[str]) -> str:
    rows = [(number, escape(clean(value))) for number, value in enumerate(values, first)]
    return "".join(
        f'      <data key="d{n}">{text}</data>\n' if text else f'      <data key="d{n}" />\n' for n, text in rows
    )


def _attribute(iri: str) -> str:
    return escape(iri, {'"': "&quot;"})
