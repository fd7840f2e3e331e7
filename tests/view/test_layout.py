"""The layout: nothing over another, communities apart, quick, and the same for the same links."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from kg.view.forces import pack, separate, sunflower
from kg.view.layout import lay_out
from kg.view.squeeze import squeeze, tangled


def rings(groups: int, members: int) -> list[tuple[int, int, float]]:
    """Groups whose members are linked among themselves, with one link from each group to the next."""
    links = []
    for group in range(groups):
        first = group * members
        links += [(first, first + n, 1.0) for n in range(1, members)]
        links += [(first + n, first + n + 1, 1.0) for n in range(1, members - 1)]
        links.append((first + 1, (first + members + 1) % (groups * members), 1.0))
    return links


def boxes(count: int, wide: float = 30.0, high: float = 16.0) -> tuple[list[float], list[float]]:
    return [wide] * count, [high] * count


def overlaps(x: np.ndarray, y: np.ndarray, wide: float, high: float) -> int:
    across = np.abs(np.subtract.outer(x, x)) < 2 * wide - 1
    down = np.abs(np.subtract.outer(y, y)) < 2 * high - 1
    return int(((across & down).sum() - len(x)) / 2)


@pytest.mark.parametrize(("groups", "members"), [(4, 20), (6, 60)])
def test_boxes_do_not_overlap(groups: int, members: int) -> None:
    layout = lay_out(rings(groups, members), *boxes(groups * members))
    assert overlaps(np.array(layout.x), np.array(layout.y), 30, 16) <= groups * members * 0.01


@pytest.mark.parametrize(("groups", "members"), [(4, 20), (8, 60)])
def test_communities_are_apart(groups: int, members: int) -> None:
    layout = lay_out(rings(groups, members), *boxes(groups * members))
    spots = np.column_stack((layout.x, layout.y)).astype(float)
    home = np.arange(groups * members) // members
    centres = np.array([spots[home == group].mean(axis=0) for group in range(groups)])
    nearest = np.array([np.square(centres - spot).sum(axis=1).argmin() for spot in spots])
    assert (nearest == home).mean() > 0.9
    assert len(set(layout.group)) >= groups


def test_order_of_links_does_not_matter() -> None:
    links = rings(5, 30)
    shuffled = links.copy()
    random.Random(3).shuffle(shuffled)
    assert lay_out(links, *boxes(150)) == lay_out(shuffled, *boxes(150))


@pytest.mark.parametrize(
    ("groups", "seconds"),
    [(25, 6), pytest.param(100, 20, marks=pytest.mark.soak), pytest.param(400, 150, marks=pytest.mark.soak)],
)
def test_time_grows_with_the_nodes(groups: int, seconds: float) -> None:
    start = time.process_time()
    layout = lay_out(rings(groups, 100), *boxes(groups * 100, 15, 10))
    assert time.process_time() - start < seconds
    assert len(set(zip(layout.x, layout.y, strict=True))) == groups * 100


@pytest.mark.parametrize("count", [500, 3000])
def test_one_hub_with_all_the_others(count: int) -> None:
    layout = lay_out([(0, n, 1.0) for n in range(1, count)], *boxes(count, 10, 10))
    assert len(set(zip(layout.x, layout.y, strict=True))) == count


@pytest.mark.parametrize("count", [0, 1, 2, 900])
def test_nodes_without_links(count: int) -> None:
    layout = lay_out([], *boxes(count, 10, 10))
    assert len(set(zip(layout.x, layout.y, strict=True))) == count


def test_links_to_itself_and_doubles_are_harmless() -> None:
    assert lay_out([(0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0)], *boxes(2)) == lay_out([(0, 1, 2.0)], *boxes(2))


def test_sunflower_leaves_discs_room() -> None:
    radii = np.array([50.0, 30.0, 30.0, 20.0, 20.0, 10.0, 10.0, 10.0])
    spots = sunflower(radii)
    for one in range(len(radii)):
        for other in range(one):
            assert np.hypot(*(spots[one] - spots[other])) > 0.85 * (radii[one] + radii[other])


def test_pack_brings_discs_together_without_overlap() -> None:
    radii = np.array([60.0, 50.0, 40.0, 40.0, 30.0])
    start = np.array([[0.0, 0.0], [900.0, 0.0], [0.0, 900.0], [-900.0, 0.0], [0.0, -900.0]])
    spots = pack(start, radii, 300)
    assert np.abs(spots).max() < 400
    for one in range(5):
        for other in range(one):
            assert np.hypot(*(spots[one] - spots[other])) > radii[one] + radii[other] - 2


def test_separate_moves_boxes_on_one_spot() -> None:
    spots = separate(np.zeros((6, 2)), np.full(6, 20.0), np.full(6, 10.0), 400)
    assert overlaps(spots[:, 0], spots[:, 1], 20, 10) == 0


@pytest.mark.parametrize("aspect", [0.5, 1.0, 2.0])
def test_squeeze_fills_a_window_without_overlap(aspect: float) -> None:
    chance = np.random.default_rng(1)
    sizes = (np.full(60, 30.0), np.full(60, 16.0))
    pairs = np.array([(n, n + 1) for n in range(0, 58, 2)])
    spots = squeeze(chance.normal(scale=400.0, size=(60, 2)), sizes, pairs, aspect)
    width, height = spots.max(axis=0) - spots.min(axis=0) + np.array([60.0, 32.0])
    assert overlaps(spots[:, 0], spots[:, 1], 30, 16) == 0
    assert width * height < 3 * 60 * 60 * 32
    assert 0.6 * aspect < width / height < 1.6 * aspect


def test_squeeze_keeps_who_is_left_and_who_is_right() -> None:
    chance = np.random.default_rng(2)
    start = chance.normal(scale=300.0, size=(40, 2))
    spots = squeeze(start, (np.full(40, 20.0), np.full(40, 20.0)), np.zeros((0, 2), dtype=np.int64), 1.0)
    assert np.corrcoef(start[:, 0], spots[:, 0])[0, 1] > 0.8
    assert np.corrcoef(start[:, 1], spots[:, 1])[0, 1] > 0.8


def test_tangled_counts_crossings_and_lines_through_others() -> None:
    square = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    small = (np.full(4, 5.0), np.full(4, 5.0))
    assert tangled(square, np.array([(0, 1), (2, 3)]), small) == 0
    assert tangled(square, np.array([(0, 2), (1, 3)]), small) == 1
    row = np.array([[0.0, 0.0], [50.0, 0.0], [100.0, 0.0], [0.0, 100.0]])
    assert tangled(row, np.array([(0, 2)]), small) == 2
