"""Which entity a pronoun or description refers to, as the network scores it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kg.annotate.anaphora import Anaphor
from kg.annotate.encoding import Encoding, place
from kg.annotate.labels import ANAPHOR, Labels, kind_of
from kg.annotate.network import Floats, Reader
from kg.annotate.relate import score, spots_of
from kg.model import LocalEntity, Mention

COMPONENT = "coreference"


def references(
    reader: Reader, labels: Labels, encoding: Encoding, vectors: Floats, names: Sequence[Mention],
    entities: Sequence[LocalEntity], anaphors: Sequence[Anaphor], text: str, least: float,
) -> tuple[Mention, ...]:  # fmt: skip
    """The anaphors as mentions of what they most likely refer to, where that is as probable as `least`, in their order.

    An anaphor that is part of a name refers to nothing; the others, to entities of their classes.
    """
    free = [a for a in anaphors if not any(m.begin < a.end and a.begin < m.end for m in names)]
    count = len(entities)
    spots = spots_of(encoding, names)
    spots += [spot for n, a in enumerate(free) if (spot := place(encoding, a.begin, a.end, count + n))]
    kinds = np.array([kind_of(e.types[0]) for e in entities] + [ANAPHOR] * len(free), np.int64)
    fits = np.zeros((len(kinds), len(kinds)), bool)
    for n, anaphor in enumerate(free):
        fits[:count, count + n] = [not set(anaphor.types).isdisjoint(e.types) for e in entities]
    scored = score(reader, vectors, spots, kinds, fits | fits.T)
    best: dict[int, tuple[float, int]] = {}
    for (entity, node), p in zip(scored.nodes.tolist(), scored.probabilities[:, labels.same].tolist(), strict=True):
        if entity < count and p >= least and p > best.get(node, (0.0, 0))[0]:
            best[node] = p, entity
    return tuple(_mention(free[node - count], text, *best[node]) for node in sorted(best))


def _mention(anaphor: Anaphor, text: str, probability: float, entity: int) -> Mention:
    begin, end = anaphor.begin, anaphor.end
    named = Mention(begin, end, text[begin:end], entity, "description", COMPONENT, round(probability, 3))
    return replace(named, kind="pronoun") if anaphor.pronoun else named
