"""One article → the triples of its named graph: its source, sentences, mentions, statements and evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Literal as OneOf

from pyoxigraph import NamedNode, Quad

from kg.model import Article, Mention, Observation, Statement
from kg.rdf import vocabulary as v
from kg.rdf.document import Triples, describe, provenance
from kg.rdf.iris import Names
from kg.rdf.literals import confidence, integer, result, text

Part = tuple[OneOf["sentence", "mention", "statement", "observation"], int]


class ArticleGraph:
    """Builds the quads of one article's graph, in the order in which they are written.

    `keys` are the keys of the article's local entities; `symmetric` the relations whose ends are written in the order
    of their keys, so that both directions become one; `left_out` the parts that failed validation.
    """

    def __init__(
        self,
        article: Article,
        keys: tuple[str, ...],
        names: Names,
        *,
        symmetric: Collection[str] = (),
        left_out: Collection[Part] = (),
    ) -> None:
        self.article = article
        self._names = names
        self._symmetric = symmetric
        self._left_out = left_out
        self._keys = keys
        self._home = names.document(article.document.id)
        self._document = NamedNode(self._home)
        self.graph = NamedNode(names.article_graph(article.document.id))

    @cached_property
    def sentences(self) -> list[NamedNode]:
        """The IRIs of the article's sentences."""
        offset = self.article.document.offset
        return [NamedNode(f"{self._home}#char={s.begin + offset},{s.end + offset}") for s in self.article.sentences]

    @cached_property
    def _entities(self) -> list[NamedNode]:
        return [self._names.entity(key) for key in self._keys]

    def quads(self, version: str) -> Iterator[Quad]:
        """All quads of the article's graph; `version` is that of the software which read the article."""
        for subject, predicate, value in self.triples(version):
            yield Quad(subject, predicate, value, self.graph)

    def triples(self, version: str) -> Triples:
        """What `quads` gives, without the graph."""
        document = self.article.document
        yield from describe(document, self._document)
        yield from provenance(self.graph, self._document, version)
        yield from self._sentences()
        yield from self._mentions()
        for n, statement in enumerate(self.article.statements):
            if ("statement", n) not in self._left_out:
                yield from self._statement(n, statement)
        yield from self._evidence()

    def _span(self, node: NamedNode, begin: int, end: int) -> Triples:
        document = self.article.document
        yield node, v.ANCHOR, text(document.text[begin:end])
        yield node, v.BEGIN, integer(begin + document.offset)
        yield node, v.END, integer(end + document.offset)
        yield node, v.CONTEXT, self._document

    def _sentences(self) -> Triples:
        seen: set[NamedNode] = set()
        for n, (node, sentence) in enumerate(zip(self.sentences, self.article.sentences, strict=True)):
            if node not in seen and ("sentence", n) not in self._left_out:
                seen.add(node)
                yield node, v.TYPE, v.SENTENCE
                yield from self._span(node, sentence.begin, sentence.end)

    def mention_nodes(self) -> Iterator[tuple[NamedNode, int]]:
        """The IRI of each mention, with its number. Mentions of one stretch of text are told apart."""
        offset = self.article.document.offset
        seen: dict[tuple[int, int], int] = {}
        for n, mention in enumerate(self.article.mentions):
            span = (mention.begin, mention.end)
            seen[span] = seen.get(span, 0) + 1
            again = f";{seen[span]}" if seen[span] > 1 else ""
            yield NamedNode(f"{self._home}#mention={mention.begin + offset},{mention.end + offset}{again}"), n

    def _mentions(self) -> Triples:
        begins = [sentence.begin for sentence in self.article.sentences]
        for node, n in self.mention_nodes():
            if ("mention", n) not in self._left_out:
                mention = self.article.mentions[n]
                yield from self._mention(node, mention, bisect_right(begins, mention.begin) - 1)

    def _mention(self, node: NamedNode, mention: Mention, sentence: int) -> Triples:
        yield node, v.TYPE, v.PHRASE
        yield from self._span(node, mention.begin, mention.end)
        if self._holds(sentence, mention):
            yield node, v.IN_SENTENCE, self.sentences[sentence]
        yield node, v.REFERS_TO, self._entities[mention.entity]
        yield node, v.KIND, text(mention.kind)
        yield from self._how(node, mention)

    def _holds(self, sentence: int, mention: Mention) -> bool:
        if sentence < 0 or ("sentence", sentence) in self._left_out:
            return False
        return mention.end <= self.article.sentences[sentence].end

    def _how(self, node: NamedNode, found: Mention | Statement | Observation) -> Triples:
        yield node, v.CONFIDENCE, confidence(found.confidence)
        if found.component:
            yield node, v.COMPONENT, text(found.component)

    def ends(self, statement: Statement) -> tuple[str, str]:
        """The keys of a statement's subject and object as written."""
        ends = (self._keys[statement.subject], self._keys[statement.object])
        return (min(ends), max(ends)) if statement.predicate in self._symmetric else ends

    def _statement(self, number: int, statement: Statement) -> Triples:
        node = self._names.statement(self.article.document.id, number)
        subject, object_ = self.ends(statement)
        yield node, v.TYPE, v.STATEMENT
        yield node, v.SUBJECT, self._names.entity(subject)
        yield node, v.PREDICATE, v.term(statement.predicate)
        yield node, v.OBJECT, self._names.entity(object_)
        if statement.role:
            yield node, v.ROLE, text(statement.role)
        yield node, v.STATUS, text(statement.status)
        yield from self._how(node, statement)
        if statement.speaker is not None:
            yield node, v.SPEAKER, self._entities[statement.speaker]
        yield node, v.DERIVED_FROM, self.sentences[statement.sentence]

    def _evidence(self) -> Triples:
        found: dict[NamedNode, list[int]] = {}
        for n, observation in enumerate(self.article.observations):
            if ("observation", n) not in self._left_out:
                found.setdefault(self._observation(observation), []).append(n)
        for node in sorted(found, key=lambda node: node.value):
            sentences = dict.fromkeys(self.article.observations[n].sentence for n in found[node])
            for sentence in dict.fromkeys(self.sentences[s] for s in sentences):
                yield node, v.DERIVED_FROM, sentence
            for n in found[node]:
                yield node, v.QUALIFIED_DERIVATION, self._names.derivation(self.article.document.id, n)
        for n in sorted(n for numbers in found.values() for n in numbers):
            yield from self._derivation(n, self.article.observations[n])

    def _observation(self, observation: Observation) -> NamedNode:
        return observation_node(self._names, self._keys[observation.subject], observation)

    def _derivation(self, number: int, observation: Observation) -> Triples:
        node = self._names.derivation(self.article.document.id, number)
        yield node, v.TYPE, v.DERIVATION
        yield node, v.DERIVED_ENTITY, self.sentences[observation.sentence]
        yield from self._how(node, observation)
        if observation.speaker is not None:
            yield node, v.SPEAKER, self._entities[observation.speaker]


def observation_node(names: Names, key: str, observation: Observation) -> NamedNode:
    """The IRI of an observation about entity `key`: a function of what it says, not of the article."""
    value = result(observation.value)
    parts = (value.value, value.datatype.value, observation.unit, observation.period)
    return names.observation(key, observation.metric, (*parts, observation.qualifier, observation.status))
