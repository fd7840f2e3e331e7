"""Candidate facts → observations: whose, with which sign, unit, period, qualifier and status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.annotate.facts.calendar import DateExpression
from kg.annotate.facts.figures import COUNT, Figure
from kg.annotate.facts.linear import Weights, calibrated, softmax, total
from kg.annotate.facts.qualifiers import Qualifiers
from kg.annotate.facts.reading import FactCandidate, FigureReader
from kg.annotate.facts.signs import Signs
from kg.annotate.facts.unitfeatures import unit_features
from kg.annotate.periods import Given, PeriodFeatures
from kg.annotate.status import Statuses
from kg.model import Observation, Status

COMPONENT = "figures"


class Settler:
    """Turns the candidates of one article into observations; ask for them in order of place."""

    def __init__(
        self,
        reader: FigureReader,
        dates: Sequence[DateExpression],
        date: str,
        weights: Weights,
        words: tuple[Signs, Qualifiers, Statuses | None],
    ) -> None:
        self._reader, self._page, self._weights = reader, reader.page, weights
        self._signs, self._qualifiers, self._statuses = words
        self._periods = PeriodFeatures(reader.page, reader.figures, dates, date)
        self._given: Given | None = None

    def settle(self, candidate: FactCandidate) -> Iterator[Observation]:
        """The observations of a candidate: one, or one for each of several joint subjects."""
        confidence = calibrated(candidate.probability, self._weights.calibration)
        if candidate.probability < self._weights.floor:
            return
        figure, metric = candidate.figure, candidate.metric
        period = self._period(figure, metric)
        qualifier = self._qualifiers.of(self._page, figure, metric)
        sentence = self._page.sentence(figure.begin)
        for entity in self._joint(candidate):
            value, unit = self._value(figure, metric, entity)
            yield Observation(
                subject=entity,
                metric=metric,
                value=value,
                unit=unit,
                sentence=sentence,
                period=period,
                qualifier=qualifier,
                status=self._status(figure, entity),
                confidence=round(confidence, 4),
                component=COMPONENT,
            )

    def _joint(self, candidate: FactCandidate) -> list[int]:
        """The subject, with the entities that it is listed with where the figure is one for all of them."""
        best = candidate.subjects[0].entity
        quantity = candidate.figure.quantity
        if quantity is not None and quantity.size > 1 and quantity.role != "range":
            return [best]
        return [best, *self._reader.subject_features.joined(candidate.figure, best)]

    def _value(self, figure: Figure, metric: str, entity: int) -> tuple[int | float | str, str]:
        value, unit = figure.options[metric]
        if unit == COUNT:
            features = unit_features(self._page, figure, metric, self._page.types(entity))
            unit = "vehicle" if total(features, self._weights.unit) > 0 else "other"
        if isinstance(value, int | float) and value > 0 and self._signs.negative(self._page, figure, metric):
            value = -value
        return value, unit

    def _period(self, figure: Figure, metric: str) -> str:
        if figure.date is not None:
            return ""
        described = self._periods.describe(figure, metric, self._given)
        found = softmax({value: total(features, self._weights.period) for value, features in described.items()})
        best = max(sorted(found), key=lambda value: found[value])
        if best:
            self._given = Given(figure, best)
        return best

    def _status(self, figure: Figure, entity: int) -> Status:
        if self._statuses is None:
            return "asserted"
        page = self._page
        sentence = page.sentences[page.sentence(figure.begin)]
        places = [p for p in page.places_between(sentence.begin, sentence.end) if p.entity == entity]
        if not places:
            return "asserted"
        nearest = min(places, key=lambda p: (abs(p.begin - figure.begin), p.begin))
        spans = [(figure.begin, figure.end), (nearest.begin, nearest.end)]
        return self._statuses.of(page.text, sentence.begin, sentence.end, spans)
