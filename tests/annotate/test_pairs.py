from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.pairs import DISTANCES, GAPS, NEAREST, REACH, Spot, bucket, pair

EVERY = np.ones((9, 9), bool)


def test_pairs_are_read_from_left_to_right_and_grouped_by_their_entities() -> None:
    spots = [Spot(9, 9, 0, 1), Spot(0, 1, 2, 0), Spot(4, 4, 0, 0)]
    pairs = pair(spots, EVERY)
    assert pairs.left.tolist() == [1, 1]
    assert pairs.right.tolist() == [2, 0]
    assert pairs.entities.tolist() == [[0, 2]]
    assert pairs.groups.tolist() == [0, 0]
    assert pairs.flipped.tolist() == [True, True]
    assert pairs.gap.tolist() == [0, 1]


def test_no_pairs_are_empty_tables() -> None:
    for spots in ([], [Spot(0, 0, 0, 0)], [Spot(0, 0, 0, 0), Spot(3, 3, 0, 0)]):
        pairs = pair(spots, EVERY)
        assert pairs.left.shape == pairs.groups.shape == (0,)
        assert pairs.entities.shape == (0, 2)


def test_entities_that_no_label_relates_are_not_paired() -> None:
    allowed = EVERY.copy()
    allowed[0, 1] = allowed[1, 0] = False
    pairs = pair([Spot(0, 0, 0, 0), Spot(1, 1, 1, 0), Spot(2, 2, 2, 0)], allowed)
    assert pairs.entities.tolist() == [[0, 2], [1, 2]]


def test_spots_that_are_to_stay_apart_are_not_paired() -> None:
    spots = [Spot(0, 0, 0, 0), Spot(2, 2, 0, 0), Spot(3, 3, 1, 0)]
    pairs = pair(spots, EVERY, lambda one, two: 1 in (one, two))
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(0, 2)]


def test_of_many_mentions_the_nearest_pairs_count() -> None:
    spots = [Spot(10 * n, 10 * n, n % 2, n) for n in range(12)]
    pairs = pair(spots, EVERY)
    assert len(pairs.left) == NEAREST
    assert {int(r - n) for n, r in zip(pairs.left, pairs.right, strict=True)} == {1}


def test_mentions_far_apart_are_not_paired() -> None:
    assert len(pair([Spot(0, 0, 0, 0), Spot(REACH, REACH, 1, 3)], EVERY).left) == 1
    assert len(pair([Spot(0, 0, 0, 0), Spot(REACH + 1, REACH + 1, 1, 3)], EVERY).left) == 0


def test_distances_are_finer_when_near() -> None:
    rows = [bucket(n) for n in range(-3, 400)]
    assert all(a <= b for a, b in pairwise(rows))
    assert set(rows) == set(range(DISTANCES))
    assert bucket(-1) == bucket(0) != bucket(1)


SPOTS = st.lists(
    st.builds(
        lambda begin, size, entity: Spot(begin, begin + size, entity, begin // 7),
        st.integers(0, 300), st.integers(0, 3), st.integers(0, 8),
    ),
    max_size=25,
)  # fmt: skip


@given(SPOTS)
def test_every_pair_is_of_two_entities_within_reach(spots: list[Spot]) -> None:
    pairs = pair(spots, EVERY)
    for n, (a, b) in enumerate(zip(pairs.left, pairs.right, strict=True)):
        one, two = spots[a], spots[b]
        assert one.begin <= two.begin
        assert two.begin - one.last <= REACH
        named = [one.entity, two.entity]
        assert pairs.entities[pairs.groups[n]].tolist() == sorted(set(named))
        assert bool(pairs.flipped[n]) == (named[0] > named[1])
        assert 0 <= pairs.gap[n] < GAPS
    assert pairs.groups.tolist() == sorted(pairs.groups.tolist())
    assert len(set(map(tuple, pairs.entities.tolist()))) == len(pairs.entities)
    assert max(np.bincount(pairs.groups), default=0) <= NEAREST
