"""Whose a thing of the lexicon is: what it is said to belong to, or the maker whose name begins its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.annotate.labels import ACTORS
from kg.ontology import Concept


def owners_of(concepts: Sequence[Concept]) -> Mapping[str, tuple[str, ...]]:
    """Keys of concepts → keys of those that they belong to, for all that belong to something.

    A product belongs to the company or brand, known by a name without doubt, that the product's label begins with:
    "Acme X5" to "Acme".
    """
    makers = {
        name: concept.key
        for concept in reversed(concepts)
        if ACTORS & set(concept.types) and not concept.context
        for name in concept.names
    }
    found: dict[str, tuple[str, ...]] = {}
    for concept in concepts:
        owners = concept.owners if ACTORS & set(concept.types) else (*concept.owners, *_front(concept.label, makers))
        if owners:
            found[concept.key] = tuple(dict.fromkeys(owners))
    return found


def _front(label: str, makers: Mapping[str, str]) -> tuple[str, ...]:
    words = label.split(" ")
    fronts = (" ".join(words[:size]) for size in range(len(words) - 1, 0, -1))
    return next(((makers[front],) for front in fronts if front in makers), ())
