"""Figures → candidate facts: for each figure the metrics and the subjects that it may have, with probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.annotate.facts.figures import Figure
from kg.annotate.facts.linear import NONE, Weights, metric_scores, softmax, total
from kg.annotate.facts.metricfeatures import MetricFeatures
from kg.annotate.facts.page import Page
from kg.annotate.facts.subjectfeatures import Former, SubjectFeatures

PairScores = Callable[[int, int, int, str], float]


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """An entity that a figure may belong to, how likely, and by what features."""

    entity: int
    probability: float
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactCandidate:
    """A figure with what it may be of: metrics with their probabilities (with "none"), best first; and for the best of
    them that is not "none" the subjects, best first."""

    figure: Figure
    metrics: tuple[tuple[str, float], ...]
    metric: str
    subjects: tuple[SubjectChoice, ...]

    @property
    def probability(self) -> float:
        """How likely the best metric and the best subject are both right."""
        return dict(self.metrics)[self.metric] * self.subjects[0].probability if self.subjects else 0.0


class FigureReader:
    """Reads the figures of one page in order; each may lean on the ones before."""

    def __init__(
        self, page: Page, figures: Sequence[Figure], weights: Weights, scores: PairScores | None = None
    ) -> None:
        self.page, self.figures = page, figures
        self._weights, self._scores = weights, scores
        self.metric_features = MetricFeatures(page, figures)
        self.subject_features = SubjectFeatures(page, figures)

    def read(self) -> list[FactCandidate]:
        """The candidates, one for each figure that may be a fact."""
        out = []
        given: dict[int, str] = {}
        former: Former | None = None
        for n, figure in enumerate(self.figures):
            found = self._metrics(n, given)
            given[n] = max(found, key=lambda name: (found[name], name))
            metric = max((name for name in found if name != NONE), key=lambda name: (found[name], name), default=NONE)
            if metric == NONE:
                continue
            subjects = self._subjects(n, metric, former)
            if not subjects:
                continue
            if given[n] != NONE:
                former = Former(figure, subjects[0].entity)
            ordered = tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
            out.append(FactCandidate(figure, ordered, metric, subjects))
        return out

    def _metrics(self, n: int, given: Mapping[int, str]) -> dict[str, float]:
        figure = self.figures[n]
        lexical, cues = self.metric_features.describe(n, given)
        scores = metric_scores(lexical, cues, (NONE, *sorted(figure.options)), self._weights.metric)
        if self._scores is not None:
            near = self.subject_features.entities(n)
            for name in figure.options:
                best = max((self._pair(figure, entity, name) for entity in near), default=0.0)
                scores[name] += self._weights.pair[0] * best
        return softmax(scores)

    def _pair(self, figure: Figure, entity: int, metric: str) -> float:
        return self._scores(figure.begin, figure.end, entity, metric) if self._scores is not None else 0.0

    def _subjects(self, n: int, metric: str, former: Former | None) -> tuple[SubjectChoice, ...]:
        described = self.subject_features.describe(n, metric, former)
        figure = self.figures[n]
        scores = {
            entity: total(features, self._weights.subject)
            + (self._weights.pair[1] * self._pair(figure, entity, metric) if self._scores is not None else 0.0)
            for entity, features in described.items()
        }
        found = softmax(scores)
        order = sorted(found, key=lambda entity: (-found[entity], entity))
        return tuple(SubjectChoice(entity, found[entity], tuple(described[entity])) for entity in order)
