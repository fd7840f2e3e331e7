"""The classes that the network tells apart: kinds of nodes, tags, and labels of pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.ontology import Ontology

TYPES = ("Company", "Brand", "Model", "Person", "Technology", "Organization", "Place")
KINDS = (*TYPES, "Misc", "Time", "Number", "Anaphor", "Figure")
ANAPHOR, FIGURE, OTHER = KINDS.index("Anaphor"), KINDS.index("Figure"), KINDS.index("Misc")
ACTORS = frozenset({"Company", "Brand"})
SAME = "same"


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of (subject, object) pairs: relations, `same` (an anaphor refers to an entity), metrics of figures.

    `allowed` (kinds, kinds, labels) says which label may hold between which kinds.
    """

    names: tuple[str, ...]
    symmetric: frozenset[str]
    allowed: NDArray[np.bool_]

    def number(self, name: str) -> int:
        """Index of a label."""
        return self.names.index(name)

    @property
    def same(self) -> int:
        """Index of the label of coreference."""
        return self.names.index(SAME)


def labels_of(ontology: Ontology) -> Labels:
    """The labels that an ontology asks for, in a fixed order."""
    relations, metrics = sorted(ontology.relations), sorted(ontology.metrics)
    names = (*relations, SAME, *metrics)
    allowed = np.zeros((len(KINDS), len(KINDS), len(names)), bool)
    for n, name in enumerate(relations):
        relation = ontology.relations[name]
        for subject in _widened(relation.domain):
            for object_ in _widened(relation.range):
                like = (subject in ACTORS) == (object_ in ACTORS) or not relation.symmetric
                allowed[kind_of(subject), kind_of(object_), n] |= like
    allowed[: len(TYPES), ANAPHOR, names.index(SAME)] = True
    allowed[: len(TYPES), FIGURE, len(relations) + 1 :] = True
    return Labels(names, frozenset(r for r in relations if ontology.relations[r].symmetric), allowed)


def kind_of(type_: str) -> int:
    """The network's kind for a class of an ontology; classes that it does not tag are all of one kind."""
    return TYPES.index(type_) if type_ in TYPES else OTHER


def _widened(types: tuple[str, ...]) -> frozenset[str]:
    """Company and Brand stand for each other: a reader may take many names for either."""
    return frozenset(types) | (ACTORS if ACTORS & set(types) else frozenset())
