"""Samples → items: the numbers that the network learns from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from kg.annotate.anaphora import Anaphors
from kg.annotate.encoding import Encoding, Ints, encode, lexicon_classes, place
from kg.annotate.labels import FIGURE, KINDS, TYPES, Labels
from kg.annotate.lexicon import Lexicon
from kg.annotate.pairs import Spot
from kg.train.samples import Sample

COARSE = ("Person", "Company", "Place", "Misc", "Time", "Number")


@dataclass(frozen=True, slots=True)
class Item:
    """A sample as numbers: n tokens, m spots, e nodes (entities, then candidate anaphors, then figures).

    `tags` and `roles` are class numbers at tokens that begin a word, -1 elsewhere (n); `lexicon` lexicon classes (n);
    `kinds` lists for each node the kinds that are right, best first; `truth` the labels that hold, as
    (subject node, label, object node). `references` are the spots (indices) of descriptions and pronouns that stand
    for an entity: what they are is what the label of coreference is to find out, so they are no evidence for it.
    """

    sample: Sample
    encoding: Encoding
    tags: Ints
    roles: Ints
    lexicon: Ints
    spots: tuple[Spot, ...]
    kinds: tuple[tuple[int, ...], ...]
    truth: frozenset[tuple[int, int, int]]
    references: frozenset[int] = frozenset()

    def given_away(self, one: int, two: int) -> bool:
        """Whether a pair of spots would tell of a candidate anaphor what it refers to, as no text does by itself."""
        candidate = (KINDS.index("Anaphor"),)
        first, second = (self.kinds[self.spots[n].entity] == candidate for n in (one, two))
        return (first and two in self.references) or (second and one in self.references)


def prepare(sample: Sample, tokenizer: Tokenizer, labels: Labels, lexicon: Lexicon, anaphors: Anaphors) -> Item:
    """Encode a sample."""
    encoding = encode(tokenizer, sample.text, sample.sentences)
    passage = sample.origin == "passages"
    kinds = [tuple(KINDS.index(t) for t in types) for types in sample.types]
    names = [s for s in sample.spans if not s.anaphor]
    outer = [s for s in names if not any(o != s and o.begin <= s.begin and s.end <= o.end for o in names)]
    classes = COARSE if passage else TYPES
    tags = _tags(encoding, [(s.begin, s.end, classes.index(sample.types[s.entity][0])) for s in outer])
    roles = _tags(encoding, [(b, e, 0) for b, e in sample.roles])
    placed = [(s, spot) for s in sample.spans if (spot := place(encoding, s.begin, s.end, s.entity))]
    spots = [spot for _, spot in placed]
    references = frozenset(n for n, (s, _) in enumerate(placed) if s.anaphor)
    truth = {(s, labels.number(p), o) for s, p, o in sample.relations} if not passage else set()
    truth |= {(o, labels.number(p), s) for s, p, o in sample.relations if not passage and p in labels.symmetric}
    if sample.origin == "written":
        gold = {(s.begin, s.end): s.entity for s in sample.spans if s.anaphor}
        for a in anaphors.find(sample.text):
            spot = place(encoding, a.begin, a.end, len(kinds))
            if spot is None or any(s.begin < a.end and a.begin < s.end for s in names):
                continue
            if (a.begin, a.end) in gold:
                truth.add((gold[a.begin, a.end], labels.same, len(kinds)))
            spots.append(spot)
            kinds.append((KINDS.index("Anaphor"),))
    for figure in sample.figures:
        spot = place(encoding, figure.begin, figure.end, len(kinds))
        if spot is not None:
            truth |= {(entity, labels.number(metric), len(kinds)) for entity, metric in figure.facts}
            spots.append(spot)
            kinds.append((FIGURE,))
    return Item(
        sample,
        encoding,
        tags,
        roles,
        lexicon_classes(encoding, lexicon.find(sample.text)),
        tuple(spots),
        tuple(kinds),
        frozenset(truth),
        references,
    )


def _tags(encoding: Encoding, spans: list[tuple[int, int, int]]) -> Ints:
    tags = np.where(encoding.starts, 0, -1)
    for begin, end, kind in spans:
        spot = place(encoding, begin, end, 0)
        if spot is None:
            continue
        inside = np.arange(spot.begin, spot.last + 1)
        inside = inside[encoding.starts[inside]]
        tags[inside] = 2 + 2 * kind
        tags[spot.begin] = 1 + 2 * kind
    return tags
