"""ontology/schema.ttl → classes, relations, metrics and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from kg._turtle import Node, Triples, name_of
from kg.errors import OntologyInvalid

KG = "https://example.org/kg/ontology#"
_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NOTATION = "http://www.w3.org/2004/02/skos/core#notation"


@dataclass(frozen=True, slots=True)
class Relation:
    """An object property between entities. `domain` and `range` are class names, unions written out."""

    name: str
    label: str
    comment: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Metric:
    """Something measured, and the units (as in `schema:unitText`) that its figures may have, usual one first."""

    name: str
    label: str
    comment: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """What may be said. `unit_iris` maps units to their QUDT IRIs, where there is one."""

    classes: tuple[str, ...]
    relations: Mapping[str, Relation]
    metrics: Mapping[str, Metric]
    units: tuple[str, ...]
    unit_iris: Mapping[str, str]


def read_schema(path: Path) -> Schema:
    """Read a schema file. Raises OntologyInvalid where it is malformed or lacks classes, relations or metrics."""
    triples = Triples([path])
    classes = tuple(name_of(node.value) for node in _below(triples, "subClassOf", "Entity"))
    relations = [_relation(triples, node, classes) for node in _below(triples, "subPropertyOf", "relatedTo")]
    units = _units(triples)
    metrics = [_metric(triples, node, units) for node in _instances(triples, "Metric")]
    for found, what in ((classes, "subclass of kg:Entity"), (relations, "subproperty of kg:relatedTo")):
        if not found:
            raise OntologyInvalid(f"{path} declares no {what}, so there is nothing to look for. Declare at least one.")
    iris = {units[node]: iri.value for node in units for iri in triples.nodes(node, KG + "qudtUnit")}
    return Schema(
        classes=classes,
        relations={relation.name: relation for relation in relations},
        metrics={metric.name: metric for metric in metrics},
        units=tuple(units.values()),
        unit_iris=iris,
    )


def _below(triples: Triples, predicate: str, root: str) -> list[Node]:
    return list(triples.subjects(_RDFS + predicate, pyoxigraph.NamedNode(KG + root)))


def _instances(triples: Triples, name: str) -> list[Node]:
    return list(triples.subjects(_TYPE, pyoxigraph.NamedNode(KG + name)))


def _units(triples: Triples) -> dict[Node, str]:
    units: dict[Node, str] = {}
    for node in _instances(triples, "Unit"):
        notation = triples.text(node, _NOTATION)
        if notation in units.values():
            raise triples.error(node, f'another unit is written "{notation}" already; give it another skos:notation')
        units[node] = notation
    return units


def _relation(triples: Triples, node: Node, classes: tuple[str, ...]) -> Relation:
    return Relation(
        name=name_of(node.value),
        label=triples.text(node, _RDFS + "label"),
        comment=triples.text(node, _RDFS + "comment"),
        domain=_end(triples, node, "domain", classes),
        range=_end(triples, node, "range", classes),
        symmetric=pyoxigraph.NamedNode(_OWL + "SymmetricProperty") in triples.objects(node, _TYPE),
    )


def _end(triples: Triples, node: Node, which: str, classes: tuple[str, ...]) -> tuple[str, ...]:
    """The class names that may stand at one end of a relation, in the order of the schema's classes."""
    named = triples.nodes(node, _RDFS + which)
    if len(named) != 1:
        raise triples.error(node, f"a relation has one rdfs:{which}, not {len(named)}; name a union for more")
    found = {name_of(member.value) for member in _members(triples, named[0])}
    if unknown := sorted(found - set(classes)):
        raise triples.error(node, f"its rdfs:{which} has {', '.join(unknown)}, which is no subclass of kg:Entity")
    return tuple(name for name in classes if name in found)


def _members(triples: Triples, node: Node) -> list[Node]:
    """The classes that a named union is made of, below it or equal to it; a class that is no union is itself alone."""
    below = triples.subjects(_RDFS + "subClassOf", node)
    for same in [node, *triples.nodes(node, _OWL + "equivalentClass"), *below]:
        for members in triples.nodes(same, _OWL + "unionOf"):
            return triples.members(members)
    return [node]


def _metric(triples: Triples, node: Node, units: Mapping[Node, str]) -> Metric:
    usual, other = (triples.nodes(node, KG + name) for name in ("usualUnit", "unit"))
    if len(usual) != 1:
        raise triples.error(node, f"a metric has one kg:usualUnit, not {len(usual)}")
    for unit in usual + other:
        if unit not in units:
            raise triples.error(node, f"its unit {name_of(unit.value)} is not declared as a kg:Unit")
    return Metric(
        name=name_of(node.value),
        label=triples.text(node, _RDFS + "label"),
        comment=triples.text(node, _RDFS + "comment"),
        units=tuple(dict.fromkeys(units[unit] for unit in usual + other)),
    )
