"""The claims of all articles, with the keys of what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Article, Claim, Graph, Observation, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the keys of its ends, and where it is said."""

    claim: Claim
    subject: str
    object: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Measured:
    """An observation with the key of its subject, where it is said, and the date of that article."""

    claim: Claim
    subject: str
    observation: Observation
    date: str


def statements(graph: Graph, articles: Iterable[Article] | None = None) -> Iterator[Said]:
    """All statements, whatever their status, in the order of the articles."""
    for article in graph.articles if articles is None else articles:
        for n, found in enumerate(article.statements):
            claim = Claim(article.document.id, "statement", n)
            yield Said(claim, graph.key(article, found.subject), graph.key(article, found.object), found)


def observations(graph: Graph, articles: Iterable[Article] | None = None) -> Iterator[Measured]:
    """All observations, whatever their status, in the order of the articles."""
    for article in graph.articles if articles is None else articles:
        for n, found in enumerate(article.observations):
            claim = Claim(article.document.id, "observation", n)
            yield Measured(claim, graph.key(article, found.subject), found, article.document.date)
