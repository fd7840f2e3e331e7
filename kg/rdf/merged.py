"""The default graph: entities, asserted relations as plain triples, observations without evidence, disagreements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kg.model import Article, Claim, Conflict, Entity, Graph, Observation, Statement
from kg.rdf import vocabulary as v
from kg.rdf.article import ArticleGraph, Part, observation_node
from kg.rdf.document import Triples
from kg.rdf.graphml import Edge
from kg.rdf.iris import Names
from kg.rdf.literals import confidence, result, rounded, text
from kg.rdf.portions import Portion, runs


class _Witness(NamedTuple):
    """Who says a relation: the article's identifier, the sentence, the role given, how sure."""

    document: str
    sentence: str
    role: str
    confidence: float


@dataclass(slots=True)
class Merged:
    """What all articles together say. Feed it each article once with `add`, then read `quads`.

    `units` maps a unit's name to its QUDT IRI; `left_out` maps the id of an article to those parts of it that are not
    written; the articles `gone` are not written at all. Without `witnesses` there are no `edges`: what says a relation
    takes more memory than the relation.
    """

    graph: Graph
    names: Names
    units: Mapping[str, str]
    left_out: Mapping[str, frozenset[Part]]
    gone: frozenset[str] = frozenset()
    witnesses: bool = True
    _relations: dict[str, dict[tuple[str, str], list[_Witness]]] = field(default_factory=dict)
    _observations: dict[str, dict[str, tuple[Observation, float]]] = field(default_factory=dict)
    _members: dict[Claim, NamedNode | None] = field(init=False)

    def __post_init__(self) -> None:
        claims = (claim for conflict in self.graph.conflicts for claim in conflict.claims)
        self._members = {claim: None for claim in claims if claim.kind == "observation"}

    def add(self, written: ArticleGraph) -> None:
        """Take in one article, as its graph is written."""
        article = written.article
        left_out = self.left_out.get(article.document.id, frozenset())
        for n, statement in enumerate(article.statements):
            if statement.status == "asserted" and ("statement", n) not in left_out:
                subject, object_ = written.ends(statement)
                said = self._relations.setdefault(subject, {}).setdefault((statement.predicate, object_), [])
                if self.witnesses:
                    said.append(_witness(article, statement))
        for n, observation in enumerate(article.observations):
            if ("observation", n) not in left_out:
                node = self._observe(self.graph.key(article, observation.subject), observation)
                claim = Claim(article.document.id, "observation", n)
                if claim in self._members:
                    self._members[claim] = node

    def _observe(self, key: str, observation: Observation) -> NamedNode:
        found = self._observations.setdefault(key, {})
        node = observation_node(self.names, key, observation)
        first, sure = found.get(node.value, (observation, 0.0))
        found[node.value] = (first, max(sure, rounded(observation.confidence)))
        return node

    def edges(self) -> Iterator[Edge]:
        """The asserted relations, sorted, each with what says so."""
        for subject in sorted(self._relations):
            for (predicate, object_), said in sorted(self._relations[subject].items(), key=lambda item: item[0]):
                yield _edge(subject, predicate, object_, said, self.graph)

    @property
    def counts(self) -> dict[str, int]:
        """How many plain triples, observations and conflicts there are."""
        return {
            "relations": sum(map(len, self._relations.values())),
            "observations": sum(map(len, self._observations.values())),
            "conflicts": sum(1 for conflict in self.graph.conflicts if self._claims(conflict)),
        }

    def quads(self) -> Iterator[Quad]:
        """The quads of the default graph: entities by key, then observations, then conflicts."""
        for subject, predicate, value in self.triples():
            yield Quad(subject, predicate, value)

    def triples(self) -> Triples:
        """What `quads` gives, without the graph."""
        for portion in self.portions():
            yield from portion.triples()

    def portions(self) -> Iterator[Portion]:
        """What `triples` gives, in portions; no subject stands in two of them."""
        for run in runs(sorted(self.graph.entities)):
            yield Portion(f"entities from {run[0]}", list(map(self._thing, run)), partial(self._things, run))
        for run in runs(sorted(self._observations)):
            told = [(key, [(iri, sure) for iri, (_, sure) in self._figures(key)]) for key in run]
            yield Portion(f"figures from {run[0]}", told, partial(self._measured, run))
        yield Portion("the rest", None, self._rest)

    def _thing(self, key: str) -> tuple[object, ...]:
        entity = self.graph.entities[key]
        said = sorted(self._relations.get(key, ()))
        return (
            key,
            entity.types,
            entity.label,
            entity.names,
            [(m.left, m.right, m.reason) for m in entity.merges],
            said,
        )

    def _things(self, keys: list[str]) -> Triples:
        for key in keys:
            node = self.names.entity(key)
            yield from describe_entity(self.graph.entities[key], node)
            for predicate, other in sorted(self._relations.get(key, ())):
                yield node, v.term(predicate), self.names.entity(other)

    def _figures(self, key: str) -> list[tuple[str, tuple[Observation, float]]]:
        return sorted(self._observations[key].items(), key=itemgetter(0))

    def _measured(self, keys: list[str]) -> Triples:
        for key in keys:
            for iri, (observation, sure) in self._figures(key):
                yield from self._observation(NamedNode(iri), key, observation, sure)

    def _rest(self) -> Triples:
        for copy, original in sorted(self.graph.copies.items()):
            if self.gone.isdisjoint((copy, original)):
                yield self._document(copy), v.COPY_OF, self._document(original)
        for conflict in self.graph.conflicts:
            yield from self._conflict(conflict)

    def _observation(self, node: NamedNode, key: str, observation: Observation, sure: float) -> Triples:
        yield node, v.TYPE, v.OBSERVATION
        yield node, v.FEATURE, self.names.entity(key)
        yield node, v.PROPERTY, v.term(observation.metric)
        yield node, v.RESULT, result(observation.value)
        yield node, v.UNIT_TEXT, text(observation.unit)
        if observation.unit in self.units:
            yield node, v.HAS_UNIT, NamedNode(self.units[observation.unit])
        if observation.period:
            yield node, v.PERIOD, text(observation.period)
        if observation.qualifier:
            yield node, v.QUALIFIER, text(observation.qualifier)
        yield node, v.STATUS, text(observation.status)
        yield node, v.CONFIDENCE, confidence(sure)

    def _document(self, id: str) -> NamedNode:
        return NamedNode(self.names.document(id))

    def _conflict(self, conflict: Conflict) -> Triples:
        claims = self._claims(conflict)
        if not claims:
            return
        members = {self._claim(claim).value: claim.kind for claim in claims}
        node = self.names.conflict(conflict.subject, conflict.about, conflict.reason, *sorted(members))
        yield node, v.TYPE, v.CONFLICT
        yield node, v.ABOUT, self.names.entity(conflict.subject)
        yield node, v.PROPERTY if claims[0].kind == "observation" else v.PREDICATE, v.term(conflict.about)
        yield node, v.REASON, text(conflict.reason)
        for iri in sorted(members):
            yield node, v.CONFLICTING, NamedNode(iri)

    def _claims(self, conflict: Conflict) -> list[Claim]:
        """The claims that are written, unless these do not disagree any more."""
        claims = [claim for claim in conflict.claims if self._written(claim)]
        return claims if len(claims) > 1 and conflict.subject in self.graph.entities else []

    def _written(self, claim: Claim) -> bool:
        left_out = self.left_out.get(claim.document, frozenset())
        return claim.document not in self.gone and (claim.kind, claim.index) not in left_out

    def _claim(self, claim: Claim) -> NamedNode:
        return self._members.get(claim) or self.names.statement(claim.document, claim.index)


def _witness(article: Article, statement: Statement) -> _Witness:
    sentence = article.sentences[statement.sentence]
    text = article.document.text[sentence.begin : sentence.end].strip()
    return _Witness(article.document.id, text, statement.role, rounded(statement.confidence))


def _edge(subject: str, predicate: str, object_: str, said: list[_Witness], graph: Graph) -> Edge:
    surest: dict[str, float] = {}
    sentences: dict[str, None] = {}
    documents: dict[str, None] = {}
    for witness in said:
        source = graph.source(witness.document)
        surest[source] = max(surest.get(source, 0.0), witness.confidence)
        documents[witness.document] = None
        sentences[witness.sentence] = None
    roles = tuple(sorted({witness.role for witness in said} - {""}))
    return Edge(subject, predicate, object_, roles, tuple(surest.values()), tuple(sentences), tuple(documents))


def describe_entity(entity: Entity, node: NamedNode) -> Triples:
    """The entity itself: its classes, its names, and why they belong together."""
    for name in entity.types:
        yield node, v.TYPE, v.term(name)
    yield node, v.LABEL, text(entity.label)
    yield node, v.PREF_LABEL, text(entity.label)
    for name in sorted({text(name).value for name in entity.names} - {text(entity.label).value, ""}):
        yield node, v.ALT_LABEL, text(name)
    for reason in dict.fromkeys(f"“{merge.left}” = “{merge.right}”: {merge.reason}" for merge in entity.merges):
        yield node, v.MERGE_REASON, text(reason)
