"""What every stage of the writing needs to know: the ontology, the names of things, the shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.ontology import Ontology, load_unit_iris
from kg.rdf.iris import Names, check_base_iri
from kg.rdf.shapes import Shapes, load_shapes


@dataclass(frozen=True, slots=True)
class Setup:
    """One data set: `units` maps units to their QUDT IRIs, `symmetric` names the relations that hold both ways."""

    ontology: Ontology
    names: Names
    version: str
    units: Mapping[str, str]
    symmetric: frozenset[str]
    shapes: Shapes | None


def prepare(ontology: Ontology, base_iri: str, version: str) -> Setup:
    """Read what is needed beside the ontology itself. Without a file shapes.ttl nothing is validated.

    Raises UsageError for a base IRI that cannot be used, OntologyInvalid for a file that cannot be read.
    """
    names = Names(check_base_iri(base_iri))
    shapes, schema = ontology.folder / "shapes.ttl", ontology.folder / "schema.ttl"
    return Setup(
        ontology=ontology,
        names=names,
        version=version,
        units=load_unit_iris(ontology.folder),
        symmetric=frozenset(name for name, relation in ontology.relations.items() if relation.symmetric),
        shapes=load_shapes(shapes, schema) if shapes.is_file() else None,
    )
