"""Springs that remember: a community whose nodes and links are as before lies as before, and is not moved again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.view.forces import Pairs, Points, separate, spring

Keep = Callable[[str, Callable[[], bytes]], bytes]
"""Gives the bytes that were made before under a key, or makes them."""


def anew(key: str, make: Callable[[], bytes]) -> bytes:
    """Keeps nothing."""
    return make()


class Springs:
    """Does what `forces.spring` and `forces.separate` do; of the same arguments at most once, and not at all where
    `keep` knows."""

    def __init__(self, keep: Keep = anew) -> None:
        self._keep = keep
        self._known: dict[str, bytes] = {}

    def moved(
        self, start: Points, pairs: Pairs, weights: NDArray[np.float64], mass: NDArray[np.float64], rounds: int
    ) -> Points:
        """Where springs pull the points."""
        key = _key("spring", rounds, start, pairs, weights, mass)
        return self._rest(key, lambda: spring(start, pairs, weights, mass, rounds))

    def parted(
        self, points: Points, half_width: NDArray[np.float64], half_height: NDArray[np.float64], rounds: int
    ) -> Points:
        """Where the boxes around the points come to lie."""
        key = _key("separate", rounds, points, half_width, half_height)
        return self._rest(key, lambda: separate(points, half_width, half_height, rounds))

    def _rest(self, key: str, move: Callable[[], Points]) -> Points:
        if key not in self._known:
            self._known[key] = self._keep(key, lambda: move().tobytes())
        return np.frombuffer(self._known[key], np.float64).reshape(-1, 2).copy()


def _key(what: str, rounds: int, *parts: NDArray[Any]) -> str:
    digest = hashlib.sha256(f"{what} {rounds} {[part.shape for part in parts]}".encode())
    for part in parts:
        digest.update(part.tobytes())
    return digest.hexdigest()
