"""Forces between points in the plane: springs that pull, charges that push, boxes and discs that may not overlap.

Sums are elementwise and in a fixed order, so that the same input gives the same picture.
"""

from __future__ import annotations

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
    charge = SPACING * SPACING * np.outer(mass, mass)
    gravity = np.outer(GRAVITY * mass, [1.0, FLATTEN * FLATTEN])
    for turn in range(rounds):
        force = _repulsion(points, charge) - points * gravity
        pull = points[pairs[:, 1]] - points[pairs[:, 0]]
        pull *= (weights * np.maximum(np.hypot(pull[:, 0], pull[:, 1]), 1.0) / SPACING)[:, None]
        np.add.at(force, pairs[:, 0], pull)
        np.subtract.at(force, pairs[:, 1], pull)
        size = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        limit = SPACING * 1.5 * (1.0 - turn / rounds) ** 1.5 + 0.5
        points += force * (np.minimum(size, limit) / size)[:, None] * 0.6
    return points


def _repulsion(points: Points, charge: NDArray[np.float64]) -> Points:
    """The push of all points on each; einsum adds in a fixed order, which BLAS does not promise."""
    x, y = points[:, 0], points[:, 1]
    across, down = np.subtract.outer(x, x), np.subtract.outer(y, y)
    square = across * across
    square += down * down
    np.maximum(square, 1.0, out=square)
    near = np.maximum(1.0 - square / (REACH * REACH), 0.0)
    strength = np.divide(charge, square, out=square)
    strength *= near
    return np.column_stack((np.einsum("ij,ij->i", across, strength), np.einsum("ij,ij->i", down, strength)))


def separate(points: Points, half_width: NDArray[np.float64], half_height: NDArray[np.float64], rounds: int) -> Points:
    """Push boxes around the points apart until none overlap, or `rounds` are over."""
    points = points.copy()
    wide = half_width[:, None] + half_width[None, :]
    high = half_height[:, None] + half_height[None, :]
    tie = np.sign(np.subtract.outer(np.arange(len(points)), np.arange(len(points))))
    for _ in range(rounds):
        across = points[:, None, 0] - points[None, :, 0]
        down = points[:, None, 1] - points[None, :, 1]
        over_x = wide - np.abs(across)
        over_y = high - np.abs(down)
        hit = (over_x > 0.01) & (over_y > 0.01) & (tie != 0)
        if not hit.any():
            break
        side_x = np.where(across == 0.0, tie, np.sign(across))
        side_y = np.where(down == 0.0, tie, np.sign(down))
        sideways = hit & (over_x < over_y)
        points[:, 0] += np.where(sideways, over_x * side_x, 0.0).sum(axis=1) * 0.35
        points[:, 1] += np.where(hit & ~sideways, over_y * side_y, 0.0).sum(axis=1) * 0.35
    return points


def pack(points: Points, radii: NDArray[np.float64], rounds: int) -> Points:
    """Draw discs together around the origin without overlap, keeping who is beside whom."""
    points = points.copy()
    reach = radii[:, None] + radii[None, :]
    tie = np.sign(np.subtract.outer(np.arange(len(points)), np.arange(len(points)))).astype(np.float64)
    for turn in range(rounds):
        if turn < rounds * 0.7:
            points *= np.array([0.985, 0.985 - 0.004 * FLATTEN])
        across = points[:, None, :] - points[None, :, :]
        across[:, :, 0] += tie * 1e-3
        distance = np.maximum(np.sqrt(np.square(across).sum(axis=2)), 1e-6)
        overlap = np.maximum(reach - distance, 0.0) * (tie != 0)
        if turn >= rounds * 0.7 and not (overlap > 0.5).any():
            break
        share = radii[None, :] / reach
        points += (across * (overlap * share / distance)[:, :, None]).sum(axis=1) * 0.5
    return points
