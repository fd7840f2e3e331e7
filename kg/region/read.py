"""Rows of the store → Graph: the chosen entities with all that is said between them and of them, and who says so.

An article's text is that of the sentences that say something of this part, one below the other; where the whole graph
is read, of all sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import unquote

from kg.model import Claim, Conflict, Entity, Graph, Merge
from kg.rdf.vocabulary import KG
from kg.region.article import ArticleOf
from kg.region.asking import Row, ask
from kg.store import Source

_MERGE = re.compile(r"“(.*?)” = “(.*?)”: (.*)", re.DOTALL)


def read_region(source: Source, iris: Sequence[str] | None = None, *, timeout: float = 30.0) -> Graph:
    """The part of the stored graph between these entities; None for all of it. IRIs that are no entities are left out.

    Entities are keyed by the tail of their IRI. Raises Timeout or StoreFailed; each question has `timeout` seconds.
    """
    return _Reader(source, _entities(source, iris, timeout), iris is None, timeout).read()


def _entities(source: Source, iris: Sequence[str] | None, timeout: float) -> dict[str, Entity]:
    """The entities by IRI."""
    labels: dict[str, str] = {}
    classes: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    merges: dict[str, list[Merge]] = defaultdict(list)
    for row in ask(source, "entities", "entity", iris, timeout=timeout):
        labels[row["entity"]] = row["label"]
        classes[row["entity"]].add(row["class"].removeprefix(KG))
    for row in ask(source, "names", "entity", iris, timeout=timeout):
        if row["name"]:
            names[row["entity"]].add(row["name"])
        elif match := _MERGE.fullmatch(row["reason"]):
            merges[row["entity"]].append(Merge(match[1], match[2], match[3]))
    found = {}
    for iri in sorted(labels):
        if iri.startswith(source.base):
            key, label = unquote(iri.removeprefix(source.base)), labels[iri]
            types = tuple(sorted(classes[iri], key=lambda name: (name.lower() != key.partition("/")[0], name)))
            written = tuple(sorted({label, *names[iri]}))
            found[iri] = Entity(key, types, label, written, merges=tuple(sorted(merges[iri], key=_parts)))
    return found


def _parts(merge: Merge) -> tuple[str, str, str]:
    return merge.left, merge.right, merge.reason


class _Reader:
    """Gathers what is said, article by article."""

    def __init__(self, source: Source, entities: dict[str, Entity], whole: bool, timeout: float) -> None:
        self._source = source
        self._entities = entities
        self._whole = whole
        self._timeout = timeout
        self._articles: dict[str, ArticleOf] = {}
        self._places: dict[str, list[tuple[str, Claim]]] = defaultdict(list)

    def read(self) -> Graph:
        """The graph."""
        self._statements()
        self._observations()
        self._mentions()
        made = [self._articles[iri].finish(about) for iri, about in self._described().items()]
        made.sort(key=lambda read: read.article.document.id)
        entities = {entity.key: entity for entity in self._entities.values()}
        ids = {read.iri: read.article.document.id for read in made}
        return Graph(
            articles=tuple(read.article for read in made),
            entities=dict(sorted(entities.items())),
            keys={read.article.document.id: tuple(self._entities[iri].key for iri in read.entities) for read in made},
            conflicts=tuple(self._conflicts(ids)),
        )

    def _ask(self, name: str, variable: str, iris: Iterable[str] | None) -> Iterable[Row]:
        return ask(self._source, name, variable, iris, timeout=self._timeout)

    def _chosen(self) -> Collection[str] | None:
        """The entities to ask for; None for all, which need not be named."""
        return None if self._whole else list(self._entities)

    def _article(self, iri: str) -> ArticleOf:
        return self._articles.setdefault(iri, ArticleOf(iri))

    def _statements(self) -> None:
        for row in self._ask("statements", "subject", self._chosen()):
            if row["subject"] in self._entities and row["object"] in self._entities:
                self._check_speaker(row)
                at = self._article(row["document"]).state(row)
                self._places[row["statement"]].append((row["document"], Claim("", "statement", at)))

    def _observations(self) -> None:
        for row in self._ask("observations", "subject", self._chosen()):
            if row["subject"] in self._entities:
                self._check_speaker(row)
                at = self._article(row["document"]).observe(row)
                self._places[row["observation"]].append((row["document"], Claim("", "observation", at)))

    def _check_speaker(self, row: Row) -> None:
        """Whom a statement is attributed to is told only where it lies in this part."""
        if row["speaker"] not in self._entities:
            row["speaker"] = ""

    def _mentions(self) -> None:
        for row in self._ask("mentions", "document", None if self._whole else sorted(self._articles)):
            if row["entity"] in self._entities:
                self._article(row["document"]).mention(row)
        if self._whole:
            for row in self._ask("sentences", "", None):
                self._article(row["document"]).sentence(row)
        else:
            for row in self._ask("named-in", "entity", self._chosen()):
                self._article(row["document"]).entity(row["entity"])

    def _described(self) -> dict[str, Row]:
        """The articles by IRI; what says something without being one is left out."""
        return {row["document"]: row for row in self._ask("articles", "document", sorted(self._articles))}

    def _conflicts(self, ids: dict[str, str]) -> list[Conflict]:
        members: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
        for row in self._ask("conflicts", "entity", self._chosen()):
            if row["entity"] not in self._entities:
                continue
            about = row["about"].removeprefix(KG)
            claims = members[row["conflict"], self._entities[row["entity"]].key, about, row["reason"]]
            claims += [Claim(ids[iri], at.kind, at.index) for iri, at in self._places[row["member"]] if iri in ids]
        return [Conflict(key, about, reason, tuple(said)) for (_, key, about, reason), said in members.items() if said]
