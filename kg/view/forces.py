"""Forces between points in the plane: springs that pull, charges that push, boxes and discs that may not overlap.

Sums are elementwise and in a fixed order, so that the same input gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
FLATTEN = 1.1
SPACING = 95.0
REACH = 3.5 * SPACING
GRAVITY = 0.1


def sunflower(radii: NDArray[np.float64]) -> Points:
    """Discs of these radii around the origin, the first in the middle, on a spiral that leaves each its room."""
    area = np.square(radii) * 2.2
    before = np.cumsum(area) - area
    reach = np.where(before > 0, np.sqrt(before + area / 2), 0.0)
    angle = np.arange(len(radii)) * GOLDEN_ANGLE
    return np.column_stack((reach * np.cos(angle), reach * np.sin(angle)))


def spring(start: Points, pairs: Pairs, weights: NDArray[np.float64], mass: NDArray[np.float64], rounds: int) -> Points:
    """Move points to where linked ones are near and all others apart (n × n work per round).

    `pairs` holds the indices of linked points, `weights` how strong each link is, `mass` how much room a point wants.
    """
    points = start.copy()
    count = len(points)
    if count < 2:
        return points
    push = _Push(SPACING * SPACING * np.outer(mass, mass))
    gravity = np.outer(GRAVITY * mass, [1.0, FLATTEN * FLATTEN])
    left, right = np.ascontiguousarray(pairs.T)
    stiff = weights / SPACING
    for turn in range(rounds):
        force = push.on(points) - points * gravity
        pull = points[right] - points[left]
        pull *= (stiff * np.maximum(np.hypot(pull[:, 0], pull[:, 1]), 1.0))[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(left, pull[:, axis], count) - np.bincount(right, pull[:, axis], count)
        size = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        limit = SPACING * 1.5 * (1.0 - turn / rounds) ** 1.5 + 0.5
        points += force * (np.minimum(size, limit) / size)[:, None] * 0.6
    return points


class _Push:
    """The push of all points on each, of the strength charge · (1 / distance² - 1 / REACH²), which ends at REACH.

    Works in tables that are made once: new ones of this size in every round take longer than the sums.
    """

    def __init__(self, charge: NDArray[np.float64]) -> None:
        self._charge = charge
        self._across, self._down, self._strength, self._square = (np.empty_like(charge) for _ in range(4))

    def on(self, points: Points) -> Points:
        """The forces; einsum adds in a fixed order, which BLAS does not promise."""
        x, y = np.ascontiguousarray(points.T)
        across, down, strength, square = self._across, self._down, self._strength, self._square
        np.subtract.outer(x, x, out=across)
        np.subtract.outer(y, y, out=down)
        np.square(across, out=strength)
        np.square(down, out=square)
        strength += square
        np.maximum(strength, 1.0, out=strength)
        np.reciprocal(strength, out=strength)
        strength -= 1.0 / (REACH * REACH)
        np.maximum(strength, 0.0, out=strength)
        strength *= self._charge
        return np.column_stack((np.einsum("ij,ij->i", across, strength), np.einsum("ij,ij->i", down, strength)))


@dataclass(frozen=True, slots=True)
class Overlapping:
    """k overlaps of boxes, each pair in both orders.

    `one` and `other` are indices; on `axis` (0 across, 1 down) they overlap less, and one is free when it moves `by`.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    axis: NDArray[np.int64]
    by: NDArray[np.float64]


class Overlaps:
    """Which boxes around points overlap, and by how much; the tables that this takes are made once."""

    def __init__(self, half_width: NDArray[np.float64], half_height: NDArray[np.float64], least: float) -> None:
        """`least`: how far two boxes must overlap on both axes to count, in pixels."""
        self._wide, self._high = np.add.outer(half_width, half_width), np.add.outer(half_height, half_height)
        self._near_x, self._near_y = self._wide - least, self._high - least
        np.fill_diagonal(self._near_x, -1.0)
        self._across = np.empty_like(self._wide)

    def of(self, points: Points) -> Overlapping:
        """What overlaps where the points are now."""
        x, y = np.ascontiguousarray(points.T)
        np.abs(np.subtract.outer(x, x, out=self._across), out=self._across)
        pairs = np.flatnonzero(self._across < self._near_x)  # few of all, so that the rest is looked at for these alone
        one, other = np.divmod(pairs, len(x))
        down = np.abs(y[one] - y[other])
        meet = down < self._near_y.ravel()[pairs]
        pairs, one, other, down = pairs[meet], one[meet], other[meet], down[meet]
        over = np.column_stack(
            (self._wide.ravel()[pairs] - self._across.ravel()[pairs], self._high.ravel()[pairs] - down)
        )
        axis = np.where(over[:, 0] < over[:, 1], 0, 1)
        apart = (points[one] - points[other])[np.arange(len(one)), axis]
        side = np.where(apart == 0.0, np.sign(one - other), np.sign(apart))
        return Overlapping(one, other, axis, over.min(axis=1) * side)


def separate(points: Points, half_width: NDArray[np.float64], half_height: NDArray[np.float64], rounds: int) -> Points:
    """Push boxes around the points apart until none overlap, or `rounds` are over."""
    points = points.copy()
    overlaps = Overlaps(half_width, half_height, 0.01)
    for _ in range(rounds):
        found = overlaps.of(points)
        if not len(found.one):
            break
        np.add.at(points, (found.one, found.axis), found.by * 0.35)
    return points


def pack(points: Points, radii: NDArray[np.float64], rounds: int) -> Points:
    """Draw discs together around the origin without overlap, keeping who is beside whom."""
    x, y = np.ascontiguousarray(points.T)
    reach = np.add.outer(radii, radii)
    share = radii[:, None] / reach
    # Tables hold the discs that push in rows, so that what comes on each is added up in their order.
    tie = np.sign(np.subtract.outer(np.arange(len(x)), np.arange(len(x)))).astype(np.float64)
    others, nudge = tie != 0, -tie * 1e-3
    for turn in range(rounds):
        if turn < rounds * 0.7:
            x *= 0.985
            y *= 0.985 - 0.004 * FLATTEN
        across = x - x[:, None] + nudge
        down = y - y[:, None]
        distance = np.maximum(np.sqrt(np.square(across) + np.square(down)), 1e-6)
        overlap = np.maximum(reach - distance, 0.0) * others
        if turn >= rounds * 0.7 and not (overlap > 0.5).any():
            break
        push = overlap * share / distance
        x += (across * push).sum(axis=0) * 0.5
        y += (down * push).sum(axis=0) * 0.5
    return np.column_stack((x, y))
