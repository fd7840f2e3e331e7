"""The graph as CSV tables for spreadsheets and data frames: entities, statements, observations."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from kg.model import Article, Entity, Graph, Observation, Statement
from kg.rdf.article import Part, observation_node
from kg.rdf.iris import Names
from kg.rdf.literals import clean, result, rounded

HEADERS: Mapping[str, tuple[str, ...]] = {
    "entities.csv": ("iri", "label", "types", "names"),
    "statements.csv": (
        *("iri", "subject", "subject_label", "predicate", "object", "object_label", "role", "status"),
        *("confidence", "component", "speaker", "article", "date", "sentence"),
    ),
    "observations.csv": (
        *("iri", "entity", "entity_label", "metric", "value", "unit", "period", "qualifier", "status"),
        *("confidence", "component", "speaker", "article", "date", "sentence"),
    ),
}

Row = tuple[str | float, ...]


def entity_rows(entities: Mapping[str, Entity], names: Names) -> Iterator[Row]:
    """One row for each entity, by key; several types or names stand one under the other in their cell."""
    for key in sorted(entities):
        entity = entities[key]
        others = sorted(set(entity.names) - {entity.label})
        yield names.entity(key).value, entity.label, "\n".join(entity.types), "\n".join(others)


def statement_rows(article: Article, graph: Graph, names: Names, left_out: frozenset[Part]) -> Iterator[Row]:
    """One row for each statement of an article, whatever its status."""
    for n, found in enumerate(article.statements):
        if ("statement", n) not in left_out:
            subject, object_ = graph.key(article, found.subject), graph.key(article, found.object)
            yield (
                *(names.statement(article.document.id, n).value, names.entity(subject).value),
                *(graph.entities[subject].label, found.predicate, names.entity(object_).value),
                *(graph.entities[object_].label, found.role, found.status),
                *_evidence(found, article, graph, names),
            )


def observation_rows(article: Article, graph: Graph, names: Names, left_out: frozenset[Part]) -> Iterator[Row]:
    """One row for each place of an article that gives a figure; several rows share an IRI where they say the same."""
    for n, found in enumerate(article.observations):
        if ("observation", n) not in left_out:
            key = graph.key(article, found.subject)
            yield (
                *(observation_node(names, key, found).value, names.entity(key).value, graph.entities[key].label),
                *(found.metric, result(found.value).value, found.unit, found.period, found.qualifier, found.status),
                *_evidence(found, article, graph, names),
            )


def _evidence(found: Statement | Observation, article: Article, graph: Graph, names: Names) -> Row:
    document, sentence = article.document, article.sentences[found.sentence]
    speaker = "" if found.speaker is None else names.entity(graph.key(article, found.speaker)).value
    text = document.text[sentence.begin : sentence.end]
    return rounded(found.confidence), found.component, speaker, document.id, document.date, text


def lines(rows: Iterable[Row]) -> bytes:
    """Rows as CSV (RFC 4180) in UTF-8."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows([clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return target.getvalue().encode()
