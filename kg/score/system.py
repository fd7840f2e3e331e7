"""What a graph says of each article, in the form in which it is scored; from memory or from graph.trig."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg import trig
from kg.model import Graph
from kg.score.match import norm
from kg.trig import ASSERTED, DERIVED, IDENTIFIER, NIF, RDF, REFERS, SOSA, TYPE, UNIT, Properties


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence behind a relation, and the role that was read there."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A figure that the graph holds; `value` as written."""

    subject: str
    metric: str
    value: str
    unit: str
    text: str
    period: str = ""


@dataclass(slots=True)
class SystemArticle:
    """What the graph says of one article: entities with their compared surface forms, asserted relations and facts."""

    entities: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    relations: dict[tuple[str, str, str], list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    facts: list[FoundFact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class System:
    """What the graph says: the articles by identifier, and the classes of its entities."""

    articles: dict[str, SystemArticle]
    types: dict[str, frozenset[str]]


def from_graph(graph: Graph, wanted: Collection[str]) -> System:
    """A graph in memory. Articles split from a file count for `wanted`, where that has the file only."""
    articles: dict[str, SystemArticle] = defaultdict(SystemArticle)
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for article in graph.articles:
        name, text = identifier(article.document.id, wanted), article.document.text
        keys = graph.keys[article.document.id]
        for m in article.mentions:
            named[keys[m.entity]].append((name, m.text))
        said = [text[s.begin : s.end] for s in article.sentences]
        for s in article.statements:
            if s.status == ASSERTED:
                triple = (keys[s.subject], s.predicate, keys[s.object])
                articles[name].relations[triple].append(Evidence(said[s.sentence], s.role))
        for o in article.observations:
            if o.status == ASSERTED:
                found = FoundFact(keys[o.subject], o.metric, str(o.value), o.unit, said[o.sentence], o.period)
                articles[name].facts.append(found)
    _name(articles, named)
    return System(dict(articles), {key: frozenset(entity.types) for key, entity in graph.entities.items()})


def from_trig(path: Path, wanted: Collection[str], classes: Collection[str]) -> System:
    """A graph.trig, of whose entities only the `classes` count. Raises InputMissing, and KgError for malformed RDF."""
    nodes = trig.read_nodes(path)
    documents = {d: identifier(trig.one(p, IDENTIFIER), wanted) for d, p in nodes.items() if IDENTIFIER in p}
    articles: dict[str, SystemArticle] = defaultdict(SystemArticle)
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for about in nodes.values():
        for entity in about.get(REFERS, ()):
            places = [documents[d] for d in about.get(NIF + "referenceContext", ()) if d in documents]
            named[entity] += [(name, text) for name in places for text in about.get(NIF + "anchorOf", ())]
        if (RDF + "subject" in about or SOSA + "hasFeatureOfInterest" in about) and trig.status(about) == ASSERTED:
            for document, text in _evidence(about, nodes, documents):
                _take(articles[document], about, text)
    _name(articles, named)
    types = {n: frozenset(_classes(p, classes)) for n, p in nodes.items() if TYPE in p}
    return System(dict(articles), {n: found for n, found in types.items() if found})


def _name(articles: dict[str, SystemArticle], named: Mapping[str, Iterable[tuple[str, str]]]) -> None:
    """Give the articles their entities, in the order in which the whole graph first names them."""
    for entity, places in named.items():
        for name, text in places:
            articles[name].entities[entity].add(norm(text))


def identifier(found: str, wanted: Collection[str]) -> str:
    """The gold article that an identifier stands for: itself, or without the number of its part."""
    return found if found in wanted else re.sub(r"-\d+$", "", found)


def _evidence(about: Properties, nodes: dict[str, Properties], documents: dict[str, str]) -> Iterator[tuple[str, str]]:
    for sentence in about.get(DERIVED, ()):
        said = nodes.get(sentence, {})
        for document in said.get(NIF + "referenceContext", ()):
            if document in documents:
                yield documents[document], trig.one(said, NIF + "anchorOf")


def _take(article: SystemArticle, about: Properties, text: str) -> None:
    if RDF + "subject" in about:
        triple = (
            trig.one(about, RDF + "subject"),
            trig.local(trig.one(about, RDF + "predicate")),
            trig.one(about, RDF + "object"),
        )
        article.relations[triple].append(Evidence(text, trig.named(about, "role")))
    if SOSA + "hasFeatureOfInterest" in about:
        article.facts.append(
            FoundFact(
                trig.one(about, SOSA + "hasFeatureOfInterest"),
                trig.local(trig.one(about, SOSA + "observedProperty")),
                trig.one(about, SOSA + "hasSimpleResult"),
                trig.one(about, *UNIT),
                text,
                trig.named(about, "period"),
            )
        )


def _classes(about: Properties, classes: Collection[str]) -> Iterable[str]:
    return (trig.local(t) for t in about[TYPE] if t.startswith(trig.ONTOLOGY) and trig.local(t) in classes)
