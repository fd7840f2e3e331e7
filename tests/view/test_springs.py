"""Springs that remember give what they gave."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kg.view.forces import separate, spring
from kg.view.layout import lay_out
from kg.view.springs import Springs
from tests.view.test_layout import boxes, rings


def test_what_was_moved_before_is_not_moved_again() -> None:
    kept: dict[str, bytes] = {}
    made = []

    def keep(key: str, make: Callable[[], bytes]) -> bytes:
        if key not in kept:
            made.append(key)
            kept[key] = make()
        return kept[key]

    plain = lay_out(rings(30, 12), *boxes(360))
    first = lay_out(rings(30, 12), *boxes(360), Springs(keep))
    count = len(made)
    again = lay_out(rings(30, 12), *boxes(360), Springs(keep))
    assert plain == first == again
    assert len(made) == count > 0


def test_any_other_argument_is_another_rest() -> None:
    start = np.array([[0.0, 0.0], [90.0, 10.0], [10.0, 80.0]])
    pairs = np.array([[0, 1], [1, 2]])
    weights, mass = np.array([1.0, 2.0]), np.ones(3)
    springs = Springs()
    for arguments in (
        (start, pairs, weights, mass, 9),
        (start + 1, pairs, weights, mass, 9),
        (start, pairs[::-1], weights, mass, 9),
        (start, pairs, weights * 2, mass, 9),
        (start, pairs, weights, mass * 2, 9),
        (start, pairs, weights, mass, 8),
    ):
        assert np.array_equal(springs.moved(*arguments), spring(*arguments))
    rest = springs.moved(start, pairs, weights, mass, 9)
    rest += 1000
    assert not np.array_equal(springs.moved(start, pairs, weights, mass, 9), rest)


def test_boxes_are_parted_anew_where_any_of_them_is_another() -> None:
    points = np.array([[0.0, 0.0], [3.0, 1.0], [5.0, 2.0], [30.0, 0.0], [31.0, 9.0]])
    wide, high = np.full(5, 20.0), np.full(5, 9.0)
    springs = Springs()
    rests = []
    for arguments in (
        (points, wide, high, 40),
        (points[::-1], wide, high, 40),
        (points, wide * 2, high, 40),
        (points, wide, high * 2, 40),
        (points, high, wide, 40),
        (points, wide, high, 1),
    ):
        rests.append(springs.parted(*arguments))
        assert np.array_equal(rests[-1], separate(*arguments))
    assert len({rest.tobytes() for rest in rests}) == len(rests)
