"""Figures about entities: quantities and dates of a text → observations with metric, subject, period and qualifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

from kg.annotate.facts.cache import compiled
from kg.annotate.facts.calendar import DateExpression
from kg.annotate.facts.figures import find_figures
from kg.annotate.facts.linear import Weights, load_weights
from kg.annotate.facts.page import CueTable, Page
from kg.annotate.facts.qualifiers import Qualifiers
from kg.annotate.facts.reading import FactCandidate, FigureReader, PairScores, SubjectChoice
from kg.annotate.facts.settling import Settler
from kg.annotate.facts.signs import Signs
from kg.annotate.status import Statuses
from kg.model import LocalEntity, Mention, Observation, Sentence
from kg.ontology import Ontology

__all__ = ["FactCandidate", "PairScores", "SubjectChoice", "Weights", "candidates", "find_observations", "load_weights"]

TABLES = ("quantities", "periods", "metrics")


def find_observations(
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Sequence[LocalEntity],
    sentences: Sequence[Sentence],
    ontology: Ontology,
    date: str,
    *,
    scores: PairScores | None = None,
    weights: Weights | None = None,
) -> tuple[Observation, ...]:
    """The figures that a parsed article ties to its entities, in order of place.

    `date` is the article's ISO date or "". `scores` may give for (begin, end, entity, metric) how strongly another
    reader holds the figure at these characters to be of that metric and entity, as a log-odds; `weights` replace those
    of the ontology. An ontology without the tables of quantities, periods and metrics has no observations.
    Raises OntologyInvalid where its weights cannot be used.
    """
    prepared = _prepare(doc, mentions, entities, sentences, ontology, date, scores, weights)
    if prepared is None:
        return ()
    reader, dates, used = prepared
    table = reader.page.table
    statuses = compiled("statuses", ontology.cues.get("status", {}), Statuses) if "status" in ontology.cues else None
    words = (
        compiled("signs", ontology.cues, lambda _: Signs(table)),
        compiled("said", ontology.cues, lambda _: Qualifiers(table)),
    )
    settler = Settler(reader, dates, date, used, (*words, statuses))
    found = [observation for candidate in reader.read() for observation in settler.settle(candidate)]
    return tuple(_single(found))


def candidates(
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Sequence[LocalEntity],
    sentences: Sequence[Sentence],
    ontology: Ontology,
    date: str,
    *,
    scores: PairScores | None = None,
    weights: Weights | None = None,
) -> list[FactCandidate]:
    """Every figure that may be a fact, with the metrics and subjects that it may have and what speaks for them."""
    prepared = _prepare(doc, mentions, entities, sentences, ontology, date, scores, weights)
    return prepared[0].read() if prepared else []


def _prepare(
    doc: Doc,
    mentions: Sequence[Mention],
    entities: Sequence[LocalEntity],
    sentences: Sequence[Sentence],
    ontology: Ontology,
    date: str,
    scores: PairScores | None,
    weights: Weights | None,
) -> tuple[FigureReader, tuple[DateExpression, ...], Weights] | None:
    if not mentions or not sentences or any(name not in ontology.cues for name in TABLES):
        return None
    table = compiled("metrics", ontology.cues, CueTable)
    used = weights or compiled("weights", ontology, lambda o: load_weights(o.folder))
    page = Page(doc, mentions, entities, sentences, table)
    figures, dates = find_figures(page, ontology, date)
    return FigureReader(page, figures, used, scores), dates, used


def _single(found: Sequence[Observation]) -> list[Observation]:
    """Each fact once: where the text repeats it, the one that has a period, and of those the surest."""
    best: dict[tuple[Any, ...], Observation] = {}
    for observation in found:
        key = (observation.subject, observation.metric, str(observation.value), observation.unit, observation.status)
        former = best.get(key)
        if former is None or _rank(observation) > _rank(former):
            best[key] = observation
    kept: Mapping[int, Observation] = {id(observation): observation for observation in best.values()}
    return [observation for observation in found if id(observation) in kept]


def _rank(observation: Observation) -> tuple[bool, float]:
    return bool(observation.period), observation.confidence
