"""Scores from weights: linear models over named features, and their choice among alternatives."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kg.annotate.facts import defaults
from kg.errors import OntologyInvalid

K = TypeVar("K")
NONE = "none"
ANY = "*"
_FILE = "facts.json"
_LOWEST = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights by which figures are read.

    `metric` gives each lexical feature a weight for each metric; those of features that mean the same for all metrics
    stand under "*". `subject`, `unit` and `period` give each feature one. `pair` says how much a score from elsewhere
    counts for the metric and the subject. `calibration` turns the logit of a product of probabilities into that of a
    confidence; what has less than `floor` is left out.
    """

    metric: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: defaults.METRIC)
    subject: Mapping[str, float] = field(default_factory=lambda: defaults.SUBJECT)
    unit: Mapping[str, float] = field(default_factory=lambda: defaults.UNIT)
    period: Mapping[str, float] = field(default_factory=lambda: defaults.PERIOD)
    pair: tuple[float, float] = (1.0, 1.0)
    calibration: tuple[float, float] = (1.0, 0.0)
    floor: float = defaults.FLOOR


def load_weights(folder: Path) -> Weights:
    """The weights of an ontology (models/facts.json in its folder), or hand-set ones where it has none.

    Raises OntologyInvalid where the file cannot be used.
    """
    path = folder / "models" / _FILE
    if not path.is_file():
        return Weights()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Weights(
            metric={feature: dict(of) for feature, of in data["metric"].items()},
            subject=dict(data["subject"]),
            unit=dict(data["unit"]),
            period=dict(data["period"]),
            pair=(float(data["pair"][0]), float(data["pair"][1])),
            calibration=(float(data["calibration"][0]), float(data["calibration"][1])),
            floor=float(data["floor"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise OntologyInvalid(
            f"models/{_FILE}: not the weights of the reading of figures ({error!r}); train them again or delete the file"  # noqa: E501
        ) from error


def metric_scores(
    lexical: Iterable[str],
    cues: Mapping[str, Iterable[str]],
    choices: Iterable[str],
    weights: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    """Score of each metric: the weights of the lexical features for it, and of the cue features that it has itself."""
    rows = [row for feature in lexical if (row := weights.get(feature))]
    nocue = _found(("nocue",), weights)
    out: dict[str, float] = {}
    for choice in choices:
        score = 0.0
        for row in rows:
            if choice in row:
                score += row[choice]
        own = cues.get(choice)
        for row in nocue if own is None and choice != NONE else _found(own or (), weights):
            score += row.get(choice, 0.0) + (0.0 if choice == NONE else row.get(ANY, 0.0))
        out[choice] = score
    return out


def _found(cues: Iterable[str], weights: Mapping[str, Mapping[str, float]]) -> list[Mapping[str, float]]:
    return [row for feature in cues if (row := weights.get(f"cue:{feature}"))]


def total(features: Iterable[str], weights: Mapping[str, float]) -> float:
    """Sum of the weights of the features."""
    return sum(weights.get(feature, 0.0) for feature in features)


def softmax(values: Mapping[K, float]) -> dict[K, float]:
    """Scores as probabilities that sum to one."""
    high = max(values.values(), default=0.0)
    powers = {key: math.exp(value - high) for key, value in values.items()}
    whole = sum(powers.values())
    return {key: power / whole for key, power in powers.items()}


def calibrated(probability: float, calibration: tuple[float, float]) -> float:
    """The confidence of a product of probabilities."""
    bounded = min(max(probability, _LOWEST), 1 - _LOWEST)
    logit = calibration[0] * math.log(bounded / (1 - bounded)) + calibration[1]
    return 1 / (1 + math.exp(-logit))
