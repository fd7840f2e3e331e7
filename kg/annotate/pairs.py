"""Pairs of mentions that may stand in a relation, and the features by which they are scored."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

NEAREST = 6
REACH = 160
DISTANCES = 11
_EDGES = (0, 1, 2, 3, 5, 8, 13, 24, 45, 90)
GAPS = 5


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention in tokens: `begin` to `last` (inclusive), of entity `entity`, in sentence `sentence`."""

    begin: int
    last: int
    entity: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate mention pairs, n in all, each read in both directions.

    `left` and `right` are indices of spots, left before right in the text; `groups` numbers the entity pair of each,
    `entities` (groups, 2) names its two entities, lower index first; `flipped` tells that the left spot belongs to
    the second of the two. `distance` and `gap` are buckets of tokens and sentences between.
    """

    left: Ints
    right: Ints
    groups: Ints
    entities: Ints
    flipped: NDArray[np.bool_]
    distance: Ints
    gap: Ints


def pair(
    spots: Sequence[Spot], allowed: NDArray[np.bool_], apart: Callable[[int, int], bool] = lambda one, two: False
) -> Pairs:
    """The NEAREST closest mention pairs, at most REACH tokens apart, of each pair of entities that is `allowed`.

    Two spots (by index) that `apart` holds of are no pair.
    """
    order = sorted(range(len(spots)), key=lambda n: (spots[n].begin, spots[n].last))
    near: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for position, a in enumerate(order):
        for b in order[position + 1 :]:
            between = spots[b].begin - spots[a].last
            if between > REACH:
                break
            one, two = spots[a].entity, spots[b].entity
            if one == two or not allowed[one, two] or apart(a, b):
                continue
            near[min(one, two), max(one, two)].append((between, a, b))
    rows = []
    keys = sorted(near)
    for group, key in enumerate(keys):
        for between, a, b in sorted(near[key])[:NEAREST]:
            gap = spots[b].sentence - spots[a].sentence
            rows.append((a, b, group, spots[a].entity != key[0], bucket(between), min(gap, GAPS - 1)))
    table = np.array(rows, np.int64).reshape(-1, 6)
    return Pairs(
        table[:, 0],
        table[:, 1],
        table[:, 2],
        np.array(keys, np.int64).reshape(-1, 2),
        table[:, 3].astype(bool),
        table[:, 4],
        table[:, 5],
    )


def bucket(tokens: int) -> int:
    """A distance in tokens as one of DISTANCES buckets, finer when near; the first is for names within names."""
    return bisect_left(_EDGES, tokens)
