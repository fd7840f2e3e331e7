"""Distances as a few steps."""

from __future__ import annotations

from bisect import bisect_left

_STEPS = (0, 1, 2, 4, 7, 12)


def bucket(distance: int) -> int:
    """A distance in words as one of seven steps, finer when near."""
    return bisect_left(_STEPS, distance)
