"""What people say of single claims: rejected ones go, confirmed and added ones are sure, in every article that says so.

First all articles are gone through once, to find where the sentences are (`Claims.learn`); then each article can be
corrected on its own (`Claims.corrected`), as often as it is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.corrections.corrector import Corrector
from kg.corrections.model import Correction, Corrections, Outcome, Thing
from kg.corrections.places import Ends, Index
from kg.model import Article, Claim, Entity, LocalEntity, Resolution
from kg.ontology import Ontology
from kg.resolve.names import normal


@dataclass(slots=True)
class _Lent:
    """Things that an article gets, since its sentence speaks of them, and their keys."""

    entities: list[LocalEntity] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


class Claims:
    """The corrections of what is said, upon one resolution. `outcome` is told which of them nothing bears out."""

    def __init__(self, corrections: Corrections, resolution: Resolution, ontology: Ontology, outcome: Outcome) -> None:
        self._made = list(corrections.of("reject", "confirm", "add"))
        self._symmetric = frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)
        self._outcome = outcome
        self._entities = dict(resolution.entities)
        self._keys = dict(resolution.keys)
        self._ends = self._find()
        self._sentences = {c.id: " ".join(c.sentence.split()) for c in self._made}
        self._here: dict[str, list[Correction]] = defaultdict(list)
        self._lent: dict[str, _Lent] = {}
        self._placed: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._made)

    def learn(self, articles: Iterable[Article]) -> Resolution:
        """Find the places that are meant; the resolution with what these speak of beside what was found in them."""
        index = Index(self._made, self._sentences, self._ends)
        for article in articles:
            words = article.document.text.split()
            text, keys = " ".join(words), self._keys[article.document.id]
            for correction in index.possible(words, keys):
                if correction.sentence:
                    there = self._sentences[correction.id] in text
                else:
                    there = self._both(correction, keys) and self._bears_out(correction, article)
                if there:
                    self._place(correction, article)
        for correction in self._made:
            self._judge(correction)
        entities = {key: self._entities[key] for key in sorted(self._entities)}
        return Resolution(entities, self._keys)

    def corrected(self, article: Article) -> Article:
        """The article as people corrected it."""
        id = article.document.id
        if id in self._lent:
            article = replace(article, entities=(*article.entities, *self._lent[id].entities))
        made = self._here.get(id, ())
        return Corrector(article, self._keys[id], self, made).run() if made else article

    def ends(self, correction: Correction) -> tuple[Ends, ...]:
        """The keys that the subject and the object of a claim may have: in both orders, if the relation has none."""
        left, right = self._ends[correction.id]
        return ((left, right), (right, left)) if correction.about in self._symmetric else ((left, right),)

    def sentence(self, correction: Correction) -> str:
        """The sentence of a correction, with single spaces."""
        return self._sentences[correction.id]

    def touch(self, correction: Correction, claim: Claim, keys: Iterable[str]) -> None:
        """Note what a correction was about."""
        self._outcome.claims[correction.id].add(claim)
        self._outcome.entities[correction.id].update(keys)

    def _find(self) -> dict[str, Ends]:
        """The keys of the things that the corrections name."""
        things = [thing for c in self._made for thing in (c.subject, c.object) if thing is not None]
        wanted = {normal(thing.name) for thing in things}
        bearing: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._entities.values():
            for slug in {normal(name) for name in (entity.label, *entity.names)} & wanted:
                bearing[slug].append(entity)
        none: frozenset[str] = frozenset()
        return {
            c.id: (_keys(c.subject, bearing), _keys(c.object, bearing) if c.object is not None else none)
            for c in self._made
        }

    def _both(self, correction: Correction, keys: Collection[str]) -> bool:
        """Whether an article speaks of both ends of a claim."""
        subjects, objects = self._ends[correction.id]
        there = set(keys)
        return not there.isdisjoint(subjects) and (correction.object is None or not there.isdisjoint(objects))

    def _bears_out(self, correction: Correction, article: Article) -> bool:
        """Whether an article says it; what is rejected wherever it is said may well not be said any more."""
        if correction.kind == "reject":
            return True
        return Corrector(article, self._keys[article.document.id], self, ()).says(correction)

    def _place(self, correction: Correction, article: Article) -> None:
        """An article has the place that a correction is about."""
        self._here[article.document.id].append(correction)
        self._placed.add(correction.id)
        if correction.kind == "reject":
            self._outcome.entities[correction.id].update(*self._ends[correction.id])
        if correction.kind == "reject" or not correction.sentence:
            return
        for side, thing in enumerate((correction.subject, correction.object)):
            if thing is not None:
                self._lend(correction, side, thing, article.document.id)

    def _lend(self, correction: Correction, side: int, thing: Thing, document: str) -> None:
        ends = self._ends[correction.id]
        if not ends[side]:
            if not thing.type:
                reason = f"no article names “{thing.name}”; make the correction anew, with its class"
                self._outcome.fail(correction, reason)
                return
            key = self._new(thing)
            self._ends[correction.id] = (frozenset((key,)), ends[1]) if side == 0 else (ends[0], frozenset((key,)))
        keys = self._ends[correction.id][side]
        if keys.isdisjoint(self._keys[document]):
            entity = self._entities[min(keys)]
            lent = self._lent.setdefault(document, _Lent())
            lent.entities.append(LocalEntity(entity.types, entity.label, (), entity.concept))
            lent.keys.append(entity.key)
            self._keys[document] = (*self._keys[document], entity.key)

    def _new(self, thing: Thing) -> str:
        """The key of a thing that no article names as such."""
        key = f"{thing.type.lower()}/{normal(thing.name)}"
        self._entities.setdefault(key, Entity(key, (thing.type,), thing.name, (thing.name,)))
        return key

    def _judge(self, correction: Correction) -> None:
        """Tell that nothing is left of what a correction is about."""
        if correction.id in self._placed:
            return
        if correction.sentence:
            self._outcome.fail(correction, f"no article has the sentence “{self._sentences[correction.id]}” any more")
        else:
            self._outcome.fail(correction, "no article says so any more, nor names what it is about in one place")


def _keys(thing: Thing, bearing: Mapping[str, Collection[Entity]]) -> frozenset[str]:
    """The entities of that name and class; of any class where the class has changed since."""
    found = bearing.get(normal(thing.name), ())
    own = [entity for entity in found if normal(entity.label) == normal(thing.name)] or found
    typed = [entity for entity in found if thing.type in entity.types] if thing.type else own
    return frozenset(entity.key for entity in typed or own)
