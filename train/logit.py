"""Conditional logistic regression over named features, fitted by L-BFGS; needs numpy only and is deterministic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Key = tuple[str, str]
Alternative = Sequence[Key]


class Choices:
    """Examples of a choice: alternatives described by features, of which one or more are right."""

    def __init__(self) -> None:
        self._index: dict[Key, int] = {}
        self._features: list[int] = []
        self._lengths: list[int] = []
        self._sizes: list[int] = []
        self._right: list[bool] = []
        self._weights: list[float] = []

    def __len__(self) -> int:
        return len(self._sizes)

    def add(self, alternatives: Sequence[Alternative], right: Sequence[bool], weight: float = 1.0) -> None:
        """Add an example; `right` tells for each alternative whether it is right, at least one must be."""
        for features, is_right in zip(alternatives, right, strict=True):
            self._features.extend(self._index.setdefault(feature, len(self._index)) for feature in features)
            self._lengths.append(len(features))
            self._right.append(is_right)
        self._sizes.append(len(alternatives))
        self._weights.append(weight)

    def fit(
        self, penalty: Callable[[Key], float], prior: Mapping[Key, float], *, rounds: int = 80, least: int = 1
    ) -> dict[Key, float]:
        """Weights that make the right alternatives most likely, drawn to `prior` by `penalty`.

        Features seen fewer than `least` times keep their prior.
        """
        features = np.array(self._features, dtype=np.int64)
        owner = np.repeat(np.arange(len(self._lengths)), self._lengths)
        row = np.repeat(np.arange(len(self._sizes)), self._sizes)
        starts = np.concatenate([[0], np.cumsum(self._sizes)[:-1]]).astype(np.int64)
        right, weights = np.array(self._right), np.array(self._weights)
        width = len(self._index)
        draw = np.array([penalty(key) for key in self._index])
        middle = np.array([prior.get(key, 0.0) for key in self._index])
        draw[np.bincount(features, minlength=width) < least] = 1e6

        def loss(at: Floats) -> tuple[float, Floats]:
            scores = np.bincount(owner, weights=at[features], minlength=len(self._lengths))
            powers = np.exp(scores - np.maximum.reduceat(scores, starts)[row])
            whole = np.add.reduceat(powers, starts)
            good = np.where(right, powers, 0.0)
            hit = np.add.reduceat(good, starts)
            value = -(weights * (np.log(hit) - np.log(whole))).sum() + 0.5 * (draw * (at - middle) ** 2).sum()
            slope = (powers / whole[row] - good / hit[row]) * weights[row]
            return float(value), np.bincount(features, weights=slope[owner], minlength=width) + draw * (at - middle)

        found = minimise(loss, middle.copy(), rounds)
        return dict(zip(self._index, map(float, found), strict=True))


def minimise(loss: Callable[[Floats], tuple[float, Floats]], at: Floats, rounds: int, memory: int = 8) -> Floats:
    """The minimum of a smooth convex function, from `at` on, by L-BFGS with backtracking."""
    value, slope = loss(at)
    steps: list[tuple[Floats, Floats]] = []
    for _ in range(rounds):
        direction = -_curved(slope, steps)
        length = 1.0 if steps else 1.0 / max(1.0, float(np.abs(slope).sum()))
        fall = float(slope @ direction)
        new_value, new_slope = loss(at + length * direction)
        while new_value > value + 1e-4 * length * fall and length > 1e-10:
            length *= 0.5
            new_value, new_slope = loss(at + length * direction)
        step, bend = length * direction, new_slope - slope
        if float(bend @ step) > 1e-10:
            steps = [*steps[1 - memory :], (step, bend)] if len(steps) >= memory else [*steps, (step, bend)]
        at, done = at + step, abs(value - new_value) < 1e-5 * max(1.0, abs(value))
        value, slope = new_value, new_slope
        if done:
            break
    return at


def _curved(slope: Floats, steps: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The slope times the inverse curvature that the last steps tell of."""
    out, shares = slope.copy(), []
    for step, bend in reversed(steps):
        share = float(step @ out) / float(bend @ step)
        shares.append(share)
        out -= share * bend
    if steps:
        step, bend = steps[-1]
        out *= float(step @ bend) / float(bend @ bend)
    for (step, bend), share in zip(steps, reversed(shares), strict=True):
        out += (share - float(bend @ out) / float(bend @ step)) * step
    return out
