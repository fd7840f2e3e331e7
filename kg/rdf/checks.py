"""What validation means for the graph: which parts of an article are left out because of which violation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.model import Article, Graph
from kg.rdf.article import ArticleGraph, Part, observation_node
from kg.rdf.iris import Names
from kg.rdf.merged import Merged
from kg.rdf.setup import Setup
from kg.rdf.shapes import Violation, validate
from kg.rdf.vocabulary import KG


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of one article is not written: parts of it, entities (keys) as a whole, or the article itself."""

    parts: frozenset[Part] = frozenset()
    entities: frozenset[str] = frozenset()
    article: bool = False


NOTHING = LeftOut()


def check(article: Article, graph: Graph, setup: Setup) -> tuple[tuple[Violation, ...], LeftOut]:
    """The violations in one article's graph, and what is left out so that none of the severe ones is written.

    What would still be wrong without the parts at fault costs the whole article.
    """
    violations = _violations(article, graph, setup, NOTHING)
    if not any(violation.severe for violation in violations):
        return violations, NOTHING
    blame = Blame(article, graph.keys[article.document.id], setup.names, setup.ontology.relations)
    left_out = blame.left_out(violations)
    if not left_out.article and any(again.severe for again in _violations(article, graph, setup, left_out)):
        left_out = replace(left_out, article=True)
    return violations, left_out


def _violations(article: Article, graph: Graph, setup: Setup, left_out: LeftOut) -> tuple[Violation, ...]:
    """Validate the article's graph with its entities, plain triples and observations, as if it were the only one."""
    if setup.shapes is None:
        return ()
    alone, parts, gone = kept(_only(graph, article), {article.document.id: left_out})
    merged = Merged(alone, setup.names, setup.units, parts, gone)
    written = article_graph(article, graph, setup, left_out.parts)
    merged.add(written)
    return validate([*written.triples(setup.version), *merged.triples()], setup.shapes, article.document.id)


def article_graph(article: Article, graph: Graph, setup: Setup, left_out: frozenset[Part]) -> ArticleGraph:
    """The article as it is written."""
    keys = graph.keys[article.document.id]
    return ArticleGraph(article, keys, setup.names, symmetric=setup.symmetric, left_out=left_out)


def _only(graph: Graph, article: Article) -> Graph:
    keys = graph.keys[article.document.id]
    return Graph((article,), {key: graph.entities[key] for key in keys}, {article.document.id: keys})


Kept = tuple[Graph, Mapping[str, frozenset[Part]], frozenset[str]]


def kept(graph: Graph, left_out: Mapping[str, LeftOut]) -> Kept:
    """The graph without the entities that are left out, nor those that only stood in articles that are.

    With it, the parts that are left out of each article of which there are any, and the articles that are left out as
    a whole. `left_out` holds the articles of which anything is.
    """
    gone = frozenset(id for id, found in left_out.items() if found.article)
    bad = {key for found in left_out.values() for key in found.entities}
    parts = {id: found.parts for id, found in left_out.items() if found.parts}
    if not bad and not gone:
        return graph, parts, gone
    lost = {key for id in gone for key in graph.keys[id]}
    lost -= {key for id, keys in graph.keys.items() if id not in gone for key in keys}
    entities = {key: entity for key, entity in graph.entities.items() if key not in lost | bad}
    for article in graph.articles if bad else ():
        more = about(article, graph.keys[article.document.id], bad)
        if more:
            parts[article.document.id] = parts.get(article.document.id, frozenset()) | more
    return replace(graph, entities=entities), parts, gone


def about(article: Article, keys: tuple[str, ...], entities: Collection[str]) -> set[Part]:
    """All parts of an article that name one of these entities (keys)."""
    bad = {n for n, key in enumerate(keys) if key in entities}
    found: set[Part] = {("mention", n) for n, m in enumerate(article.mentions) if m.entity in bad}
    for n, s in enumerate(article.statements):
        if not bad.isdisjoint((s.subject, s.object, s.speaker)):
            found.add(("statement", n))
    for n, o in enumerate(article.observations):
        if not bad.isdisjoint((o.subject, o.speaker)):
            found.add(("observation", n))
    return found


@dataclass(slots=True)
class Blame:
    """Finds the parts of one article that violations are about."""

    article: Article
    keys: tuple[str, ...]
    names: Names
    relations: Collection[str]
    _parts: dict[str, set[Part]] = field(init=False)
    _entities: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        written = ArticleGraph(self.article, self.keys, self.names)
        document = self.article.document.id
        self._entities = {self.names.entity(key).value: key for key in self.keys}
        self._parts = {}
        for n, iri in enumerate(written.sentences):
            self._blame(iri.value, ("sentence", n))
        for iri, n in written.mention_nodes():
            self._blame(iri.value, ("mention", n))
        for n, statement in enumerate(self.article.statements):
            self._blame(self.names.statement(document, n).value, ("statement", n))
            self._blame(written.sentences[statement.sentence].value, ("statement", n))
        for n, observation in enumerate(self.article.observations):
            key = self.keys[observation.subject]
            self._blame(observation_node(self.names, key, observation).value, ("observation", n))
            self._blame(self.names.derivation(document, n).value, ("observation", n))
            self._blame(written.sentences[observation.sentence].value, ("observation", n))

    def _blame(self, iri: str, part: Part) -> None:
        self._parts.setdefault(iri, set()).add(part)

    def left_out(self, violations: Iterable[Violation]) -> LeftOut:
        """What must go so that none of the severe violations remains."""
        parts: set[Part] = set()
        entities: set[str] = set()
        article = False
        for violation in violations:
            if violation.severe:
                at_fault = self._parts_of(violation)
                parts |= at_fault
                if not at_fault and violation.focus in self._entities:
                    entities.add(self._entities[violation.focus])
                elif not at_fault:
                    article = True
        return LeftOut(frozenset(parts | about(self.article, self.keys, entities)), frozenset(entities), article)

    def _parts_of(self, violation: Violation) -> set[Part]:
        relations = {iri.removeprefix(KG) for iri in (violation.path, *violation.predicates)} & set(self.relations)
        if violation.focus in self._entities and relations:
            return self._using(self._entities[violation.focus], relations, self._entities.get(violation.value))
        return self._parts.get(violation.focus, set())

    def _using(self, key: str, relations: set[str], other: str | None) -> set[Part]:
        """The statements of those relations at `key`, and where one is given, at the entity `other` too."""
        found: set[Part] = set()
        for n, statement in enumerate(self.article.statements):
            ends = {self.keys[statement.subject], self.keys[statement.object]}
            if statement.predicate in relations and {key, other or key} <= ends:
                found.add(("statement", n))
        return found
