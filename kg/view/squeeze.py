"""A drawing squeezed into a window: boxes as near to each other as they go, those that are linked side by side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.view.forces import Overlaps, Pairs, Points

FULL = 0.8
ROUNDS = 60
PULLED = 120
GROWTHS = 24
LARGER = 1.04
EVEN = 0.4
REST = 80.0
PUSH = 0.85

Boxes = tuple[NDArray[np.float64], NDArray[np.float64]]


def squeeze(points: Points, boxes: Boxes, pairs: Pairs, aspect: float) -> Points:
    """Move boxes (half widths, half heights) into the smallest window of this aspect in which they find room.

    The places they start from decide who is beside whom. The window starts so small that the boxes fill most of it
    and grows until none overlap.
    """
    half_width, half_height = boxes
    height = float(np.sqrt((half_width * half_height).sum() * 4 / FULL / aspect))
    width = max(height * aspect, float(half_width.max()) * 2)
    window = np.array([width, max(height, float(half_height.max()) * 2)]) / 2
    points = _spread(points) * (window - np.array([half_width.mean(), half_height.mean()]))
    for attempt in range(GROWTHS):
        points, crowded = _settle(points, boxes, pairs, window, 0 if attempt else PULLED)
        if not crowded:
            break
        window *= LARGER
        points *= LARGER
    return points


def _spread(points: Points) -> Points:
    """The points within ±1, crowds thinned out: halfway between their places and their ranks on each axis."""
    low, high = points.min(axis=0), points.max(axis=0)
    places = (points - (low + high) / 2) / np.maximum((high - low) / 2, 1e-9)
    order = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable")
    ranks = (order + 0.5) / len(points) * 2 - 1
    return np.asarray(places * (1 - EVEN) + ranks * EVEN)


def _settle(
    points: Points, boxes: Boxes, pairs: Pairs, window: NDArray[np.float64], pulled: int
) -> tuple[Points, bool]:
    """Push boxes apart within ± `window`, for the first `pulled` rounds linked ones together: (points, crowded)."""
    points = points.copy()
    overlaps = Overlaps(*boxes, 0.5)
    limit = np.maximum(window - np.column_stack(boxes), 0.0)
    for turn in range(pulled + ROUNDS):
        if turn < pulled:
            _pull(points, pairs, 0.15 * (1 - turn / pulled))
        found = overlaps.of(points)
        if turn >= pulled and not len(found.one):
            return points, False
        pushes = np.zeros((2, len(points), len(points)))
        pushes[found.axis, found.one, found.other] = found.by
        points += pushes.sum(axis=2).T * PUSH
        points = np.clip(points, -limit, limit)
    return points, True


def _pull(points: Points, pairs: Pairs, share: float) -> None:
    """Bring linked points nearer by a share of what is too far between them; the busier a point the less it moves."""
    between = points[pairs[:, 1]] - points[pairs[:, 0]]
    far = np.maximum(np.hypot(between[:, 0], between[:, 1]), 1e-9)
    links = np.bincount(pairs.ravel(), minlength=len(points))
    step = between * (np.maximum(far - REST, 0.0) / far * share / 2)[:, None]
    np.add.at(points, pairs[:, 0], step / links[pairs[:, 0], None])
    np.subtract.at(points, pairs[:, 1], step / links[pairs[:, 1], None])


def tangled(points: Points, pairs: Pairs, boxes: Boxes) -> float:
    """How hard the lines are to follow: one for each crossing, and two for each line through a box of others."""
    if not len(pairs):
        return 0.0
    a, b = points[pairs[:, 0]], points[pairs[:, 1]]
    apart = (pairs[:, None, :, None] != pairs[None, :, None, :]).all(axis=(2, 3))
    crossing = (_side(a[:, None], b[:, None], a[None]) != _side(a[:, None], b[:, None], b[None])) & apart
    crossings = (crossing & crossing.T).sum() / 2
    share = np.linspace(0.05, 0.95, 19)[:, None, None]
    along = a * (1 - share) + b * share
    through = np.abs(along[:, :, None, :] - points) < np.column_stack(boxes) * 0.8
    inside = np.asarray(through.all(axis=3).any(axis=0))
    inside[np.arange(len(pairs)), pairs[:, 0]] = False
    inside[np.arange(len(pairs)), pairs[:, 1]] = False
    return float(crossings + 2 * inside.sum())


def _side(a: Points, b: Points, c: Points) -> NDArray[np.bool_]:
    """On which side of the line from a to b lies c?"""
    ab, ac = b - a, c - a
    return np.asarray(ab[..., 0] * ac[..., 1] - ab[..., 1] * ac[..., 0] > 0)
