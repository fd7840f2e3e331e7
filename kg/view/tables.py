"""What the page knows beside its picture: articles, claims, figures and the sentences that say so, as compact rows.

Each sentence is held once and named by its row, as are articles, relations and entities.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.model import Article, Graph, Mention, Observation, Sentence, Statement
from kg.view.marks import clip, number_span, window

Row = list[Any]


@dataclass(slots=True)
class Tables:
    """Rows of the page. Entities, articles, sentences, relations and claims are named by their place in these lists.

    A relation is [subject, predicate, object]; a claim [relation, sentence, status, confidence, role, speaker or -1];
    a figure [subject, metric, value, unit, period, qualifier, sentence, status, confidence, speaker or -1, begin, end]
    with the marked number's offsets in its sentence, or -1; a sentence [text, [begin, end, entity, …]].
    """

    relations: list[tuple[int, str, int]] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    sentences: list[Row] = field(default_factory=list)
    sentence_article: list[int] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    named_in: list[list[int]] = field(default_factory=list)


def article_rows(graph: Graph) -> list[Row]:
    """[id, title, date, publisher, address] of each article."""
    documents = [article.document for article in graph.articles]
    return [[d.id, clip(d.title or d.id, 300), d.date, clip(d.publisher), _web(d.url)] for d in documents]


def _web(url: str) -> str:
    return url if url.lower().startswith(("https://", "http://")) and len(url) <= 2000 else ""


def build_tables(graph: Graph, index: Mapping[str, int], symmetric: Collection[str] = ()) -> Tables:
    """The rows of all articles; `index` numbers the entities by key, in their order.

    Entities without a number are left out, with all that is said of them. Relations named in `symmetric` have the end
    with the smaller key first, as in the RDF.
    """
    builder = _Builder(graph, index, symmetric)
    for number, article in enumerate(graph.articles):
        builder.add(article, number)
    return builder.finish()


class _Builder:
    """Writes the rows article by article and remembers which row is which claim."""

    def __init__(self, graph: Graph, index: Mapping[str, int], symmetric: Collection[str]) -> None:
        self.tables = Tables(mentions=[0] * len(index), named_in=[[] for _ in index])
        self._graph = graph
        self._index = index
        self._symmetric = symmetric
        self._relations: dict[tuple[int, str, int], int] = {}
        self._rows: dict[tuple[str, str, int], int] = {}

    def add(self, article: Article, number: int) -> None:
        """Write the rows of article number `number`."""
        local = [self._index.get(self._graph.key(article, n), -1) for n in range(len(article.entities))]
        for mention in article.mentions:
            if local[mention.entity] >= 0:
                self.tables.mentions[local[mention.entity]] += 1
        for entity in sorted(set(local) - {-1}):
            self.tables.named_in[entity].append(number)
        sentences = _Sentences(self.tables, article, number, local)
        for n, statement in enumerate(article.statements):
            if local[statement.subject] < 0 or local[statement.object] < 0:
                continue
            self._rows[article.document.id, "statement", n] = len(self.tables.claims)
            self.tables.claims.append(self._claim(statement, local, sentences))
        for n, observation in enumerate(article.observations):
            if local[observation.subject] < 0:
                continue
            self._rows[article.document.id, "observation", n] = len(self.tables.figures)
            self.tables.figures.append(_figure(observation, local, sentences))

    def finish(self) -> Tables:
        """The tables, with the relations and conflicts that need them whole."""
        self.tables.relations = list(self._relations)
        for conflict in self._graph.conflicts:
            claims = [(c.kind, self._rows.get((c.document, c.kind, c.index))) for c in conflict.claims]
            said = [[int(kind == "observation"), row] for kind, row in claims if row is not None]
            if conflict.subject in self._index and said:
                about, reason = clip(conflict.about), clip(conflict.reason, 400)
                self.tables.conflicts.append([self._index[conflict.subject], about, reason, said])
        return self.tables

    def _claim(self, statement: Statement, local: Sequence[int], sentences: _Sentences) -> Row:
        subject, target = local[statement.subject], local[statement.object]
        if statement.predicate in self._symmetric:
            subject, target = min(subject, target), max(subject, target)
        triple = (subject, clip(statement.predicate), target)
        relation = self._relations.setdefault(triple, len(self._relations))
        row, _ = sentences.row(statement.sentence)
        return [relation, row, *_how(statement), clip(statement.role, 300), _speaker(statement, local)]


def _figure(seen: Observation, local: Sequence[int], sentences: _Sentences) -> Row:
    row, text = sentences.row(seen.sentence)
    begin, end = number_span(text, seen.value) or (-1, -1)
    value = clip(seen.value) if isinstance(seen.value, str) else seen.value
    said = [clip(seen.metric), value, clip(seen.unit), clip(seen.period), clip(seen.qualifier, 300)]
    return [local[seen.subject], *said, row, *_how(seen), _speaker(seen, local), begin, end]


def _how(claim: Statement | Observation) -> tuple[str, float]:
    return claim.status, round(claim.confidence, 2)


def _speaker(claim: Statement | Observation, local: Sequence[int]) -> int:
    return -1 if claim.speaker is None else local[claim.speaker]


class _Sentences:
    """The sentences of one article that are evidence, each written once."""

    def __init__(self, tables: Tables, article: Article, number: int, local: Sequence[int]) -> None:
        self._tables = tables
        self._article = article
        self._number = number
        self._local = local
        self._mentions = sorted(article.mentions, key=lambda mention: (mention.begin, mention.end))
        self._begins = [mention.begin for mention in self._mentions]
        self._rows: dict[int, tuple[int, str]] = {}

    def row(self, sentence: int) -> tuple[int, str]:
        """(row, text shown) of sentence number `sentence`."""
        if sentence not in self._rows:
            self._rows[sentence] = self._write(self._article.sentences[sentence])
        return self._rows[sentence]

    def _write(self, sentence: Sentence) -> tuple[int, str]:
        inside = self._inside(sentence)
        spans = [(m.begin - sentence.begin, m.end - sentence.begin) for m in inside]
        begin, end = window(sentence.end - sentence.begin, spans)
        text = self._article.document.text[sentence.begin + begin : sentence.begin + end]
        marks: list[int] = []
        for mention, (left, right) in zip(inside, spans, strict=True):
            if left >= begin and right <= end and self._local[mention.entity] >= 0:
                marks += [left - begin, right - begin, self._local[mention.entity]]
        tables = self._tables
        tables.sentences.append([text, marks])
        tables.sentence_article.append(self._number)
        return len(tables.sentences) - 1, text

    def _inside(self, sentence: Sentence) -> list[Mention]:
        first = bisect_right(self._begins, sentence.begin - 1)
        last = bisect_right(self._begins, sentence.end - 1)
        return [mention for mention in self._mentions[first:last] if mention.end <= sentence.end]
