"""Entities and their mentions → relations and metrics of figures, as the network scores them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.annotate.encoding import Encoding, Ints, place
from kg.annotate.labels import ANAPHOR, FIGURE, Labels, kind_of
from kg.annotate.network import Floats, Reader
from kg.annotate.pairs import Pairs, Spot, pair
from kg.model import LocalEntity, Mention

MOST_EVIDENCE, NEAR = 4, 3.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may hold between two nodes, its probability, and the mention pairs that speak for it, best first."""

    subject: int
    label: str
    object: int
    probability: float
    spots: tuple[tuple[Spot, Spot], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """n pairs of nodes, read in both directions, and the m mention pairs behind them.

    `nodes` (n, 2), `probabilities` (n, labels); `runs` (n, 2): the first mention pair of each and the one behind the
    last; `logits` (m, labels), `spots` (m, 2): indices of the spots of subject and object.
    """

    nodes: Ints
    probabilities: Floats
    runs: Ints
    logits: Floats
    spots: Ints


def candidates(
    reader: Reader, labels: Labels, encoding: Encoding, vectors: Floats, mentions: Sequence[Mention],
    entities: Sequence[LocalEntity], figures: Sequence[tuple[int, int]], floor: float,
) -> list[Candidate]:  # fmt: skip
    """Relations between entities and metrics of figures (nodes behind the entities), as probable as `floor` or more."""
    count = len(entities)
    spots = spots_of(encoding, mentions)
    spots += [s for n, (b, e) in enumerate(figures) if (s := place(encoding, b, e, count + n))]
    if len(spots) < 2:
        return []
    kinds = np.array([kind_of(e.types[0]) for e in entities] + [FIGURE] * len(figures))
    can: NDArray[np.bool_] = np.any(labels.allowed, axis=2)
    can[:, ANAPHOR] = False
    ok = can[kinds[:, None], kinds[None, :]] | can[kinds[None, :], kinds[:, None]]
    scored = score(reader, vectors, spots, kinds, ok)
    permitted = labels.allowed[kinds[scored.nodes[:, 0]], kinds[scored.nodes[:, 1]]]
    found = []
    for row, label in zip(*np.nonzero(permitted & (scored.probabilities >= floor)), strict=True):
        s, o = scored.nodes[row]
        p = float(scored.probabilities[row, label])
        found.append(Candidate(int(s), labels.names[label], int(o), p, _speaking(scored, row, label, spots)))
    return found


def _speaking(scored: Scored, row: int, label: int, spots: Sequence[Spot]) -> tuple[tuple[Spot, Spot], ...]:
    """The mention pair with the highest logit, and those of other single sentences that come near it."""
    begin, end = scored.runs[row]
    logits = scored.logits[begin:end, label]
    order = sorted(range(end - begin), key=lambda n: (-logits[n], n))
    chosen: list[tuple[Spot, Spot]] = []
    sentences: set[int] = set()
    for n in order:
        one, two = (spots[k] for k in scored.spots[begin + n])
        apart = one.sentence != two.sentence
        if chosen and (apart or logits[n] < logits[order[0]] - NEAR or len(chosen) == MOST_EVIDENCE):
            continue
        if max(one.sentence, two.sentence) not in sentences:
            sentences.add(max(one.sentence, two.sentence))
            chosen.append((one, two))
    return tuple(chosen)


def spots_of(encoding: Encoding, mentions: Sequence[Mention]) -> list[Spot]:
    """The mentions as spots of their entities, where they have tokens."""
    return [s for m in mentions if (s := place(encoding, m.begin, m.end, m.entity))]


def score(reader: Reader, vectors: Floats, spots: Sequence[Spot], kinds: Ints, ok: NDArray[np.bool_]) -> Scored:
    """What the network says of the pairs of nodes of which `ok` (nodes, nodes) holds, by their spots and `kinds`."""
    pairs = pair(spots, ok)
    if not len(pairs.left):
        none, rows = np.zeros((0, 2), np.int64), np.zeros((0, len(reader.settings["labels"])), np.float32)
        return Scored(none, rows, none, rows, none)
    nodes_of_spots = np.array([s.entity for s in spots])
    ahead, back = reader.score(vectors, spots, kinds[nodes_of_spots], pairs)
    one, two = _pooled(ahead, pairs, reverse=False), _pooled(back, pairs, reverse=True)
    return Scored(
        np.concatenate([one.nodes, two.nodes]),
        np.concatenate([one.probabilities, two.probabilities]),
        np.concatenate([one.runs, two.runs + len(ahead)]),
        np.concatenate([ahead, back]),
        np.concatenate([one.spots, two.spots]),
    )


def _pooled(logits: Floats, pairs: Pairs, *, reverse: bool) -> Scored:
    """Log-sum-exp over the mention pairs of each group; groups stand in order, each in one run."""
    starts = np.flatnonzero(np.r_[True, pairs.groups[1:] != pairs.groups[:-1]])
    ends = np.r_[starts[1:], len(logits)]
    top = np.maximum.reduceat(logits, starts, axis=0)
    total = np.add.reduceat(np.exp(logits - top[pairs.groups]), starts, axis=0)
    probabilities = (1 / (1 + np.exp(-(top + np.log(total))))).astype(np.float32)
    first = np.where(pairs.flipped, pairs.right, pairs.left)
    second = np.where(pairs.flipped, pairs.left, pairs.right)
    ends_of = np.stack([second, first] if reverse else [first, second], 1)
    nodes = pairs.entities[:, ::-1] if reverse else pairs.entities
    return Scored(nodes, probabilities, np.stack([starts, ends], 1), logits, ends_of)
