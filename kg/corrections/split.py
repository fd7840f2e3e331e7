"""Names that are kept apart: what one article took for one thing becomes two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kg.corrections.model import Correction, Corrections, Thing
from kg.model import Article, LocalEntity, Mention, Observation, Statement
from kg.ontology import Concept
from kg.resolve.names import normal


def splitter(corrections: Corrections, concepts: Iterable[Concept]) -> Callable[[Article], Article] | None:
    """What makes two things of one in an article; None where nothing is kept apart."""
    pairs = [(c, c.subject, c.object) for c in corrections.of("apart") if c.object is not None]
    if not pairs:
        return None
    wanted = {normal(thing.name) for _, left, right in pairs for thing in (left, right)}
    known: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    for concept in concepts:
        slugs = {normal(name) for name in (concept.label, *concept.names, *concept.noise)}
        known.setdefault(concept.key, set()).update(slugs & wanted)
        labels.setdefault(concept.key, normal(concept.label))
    makers = [_Splitter(pair, known, labels) for pair in pairs]

    def split(article: Article) -> Article:
        for maker in makers:
            article = maker.split(article)
        return article

    return split


class _Splitter:
    """Splits what bears both names of one correction."""

    def __init__(
        self, pair: tuple[Correction, Thing, Thing], known: Mapping[str, set[str]], labels: Mapping[str, str]
    ) -> None:
        _, left, right = pair
        self._left, self._right = normal(left.name), normal(right.name)
        self._kinds = {kind for kind in (left.type, right.type) if kind}
        both = {key for key, slugs in known.items() if {self._left, self._right} <= slugs}
        self._losers = {key: self._left if labels[key] == self._right else self._right for key in both}

    def split(self, article: Article) -> Article:
        """The article with two things where both names stood for one, and no common concept."""
        for number, entity in enumerate(article.entities):
            slugs = {normal(name) for name in (entity.name, *entity.names)}
            if not slugs & {self._left, self._right} or (self._kinds and self._kinds.isdisjoint(entity.types)):
                continue
            if {self._left, self._right} <= slugs:
                article = self._parted(article, number, entity)
            elif self._losers.get(entity.concept) in slugs:
                article = _with(article, number, replace(entity, concept=""))
        return article

    def _parted(self, article: Article, number: int, entity: LocalEntity) -> Article:
        new = len(article.entities)
        names = {entity.name, *entity.names}
        mine = tuple(sorted(name for name in names if normal(name) == self._right))
        rest = tuple(sorted(names - set(mine)))
        merges = tuple(m for m in entity.merges if self._right not in (normal(m.left), normal(m.right)))
        concept, loser = entity.concept, self._losers.get(entity.concept, self._right)
        left = replace(
            entity,
            name=entity.name if entity.name in rest else rest[0],
            names=rest,
            merges=merges,
            concept="" if loser == self._left else concept,
        )
        right = replace(entity, name=mine[0], names=mine, merges=(), concept="" if loser == self._right else concept)
        mentions = self._mentions(article, number, new)
        whole = replace(_with(article, number, left), mentions=mentions)
        return _moved(replace(whole, entities=(*whole.entities, right)), number, new)

    def _mentions(self, article: Article, number: int, new: int) -> tuple[Mention, ...]:
        """Names go to the thing that they name; descriptions and pronouns follow the name before them."""
        moved: dict[int, bool] = {}
        latest = False
        for n in sorted(range(len(article.mentions)), key=lambda n: (article.mentions[n].begin, n)):
            mention = article.mentions[n]
            if mention.entity == number:
                latest = normal(mention.text) == self._right if mention.kind == "name" else latest
                moved[n] = latest
        return tuple(replace(m, entity=new) if moved.get(n) else m for n, m in enumerate(article.mentions))


def _with(article: Article, number: int, entity: LocalEntity) -> Article:
    entities = article.entities
    return replace(article, entities=(*entities[:number], entity, *entities[number + 1 :]))


def _moved(article: Article, old: int, new: int) -> Article:
    """What is said in a sentence that mentions only the new thing is said of that."""
    in_sentence: dict[int, set[int]] = {}
    for mention in article.mentions:
        if mention.entity in (old, new):
            for n, sentence in enumerate(article.sentences):
                if sentence.begin <= mention.begin < sentence.end:
                    in_sentence.setdefault(n, set()).add(mention.entity)
    only = {n for n, entities in in_sentence.items() if entities == {new}}

    def end(index: int, sentence: int) -> int:
        return new if index == old and sentence in only else index

    def said(s: Statement) -> Statement:
        return replace(s, subject=end(s.subject, s.sentence), object=end(s.object, s.sentence))

    def measured(o: Observation) -> Observation:
        return replace(o, subject=end(o.subject, o.sentence))

    return replace(
        article,
        statements=tuple(said(s) for s in article.statements),
        observations=tuple(measured(o) for o in article.observations),
    )
