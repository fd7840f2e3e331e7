"""The lexicon's concepts that articles refer to, as SKOS: background knowledge, in a graph of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Quad

from kg.model import Entity
from kg.ontology import Concept, Ontology
from kg.rdf import vocabulary as v
from kg.rdf.document import Triples
from kg.rdf.iris import Names
from kg.rdf.literals import text


def lexicon_quads(entities: Mapping[str, Entity], ontology: Ontology, names: Names) -> Iterator[Quad]:
    """The concepts in use, by key, each with the entities that it was found to be."""
    graph = names.lexicon_graph()
    used: dict[str, list[str]] = {}
    for key in sorted(entities):
        if entities[key].concept:
            used.setdefault(entities[key].concept, []).append(key)
    concepts: dict[str, list[Concept]] = {}
    for concept in ontology.concepts:
        if concept.key in used:
            concepts.setdefault(concept.key, []).append(concept)
    for key in sorted(concepts):
        for subject, predicate, value in _concept(concepts[key], used[key], names):
            yield Quad(subject, predicate, value, graph)


def _concept(parts: list[Concept], entities: list[str], names: Names) -> Triples:
    """The concept that `parts` make up together: those of its names that need a context, and the others."""
    node = names.concept(parts[0].key)
    label = text(parts[0].label)
    yield node, v.TYPE, v.CONCEPT
    yield node, v.PREF_LABEL, label
    alternatives = {text(name).value for part in parts for name in part.names} - {label.value, ""}
    for name in sorted(alternatives):
        yield node, v.ALT_LABEL, text(name)
    for name in sorted({text(name).value for part in parts for name in part.noise} - alternatives - {label.value, ""}):
        yield node, v.HIDDEN_LABEL, text(name)
    for kind in dict.fromkeys(kind for part in parts for kind in part.types):
        yield node, v.DENOTES, v.term(kind)
    for entity in entities:
        yield node, v.FOCUS, names.entity(entity)
