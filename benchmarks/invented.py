"""Invented articles of any number in the project's own vocabulary, merged and written as a build writes them.

Everything follows from the ontology and a seed: each relation between things of its domain and range, each metric in a
unit of its own. What is told of most is told of much more often than the rest, as in the news; relations that hold one
way make small trees; some claims disagree, are denied, are quoted, or come from an article that repeats another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from kg.graph import load_rules, merge
from kg.model import (
    Article,
    Document,
    Entity,
    LocalEntity,
    Mention,
    Merge,
    Observation,
    Resolution,
    Sentence,
    Statement,
    Status,
)
from kg.ontology import Concept, Metric, Ontology, Relation, load_ontology
from kg.rdf import write

BASE = "https://example.org/kg/"
QUADS_PER_ARTICLE = 385
"""About as many as these articles give; those of the news give some 330."""

_STATEMENTS, _FIGURES = 7, 4
_THINGS_PER_ARTICLE = 2
_SHARES = {"Company": 25, "Person": 22, "Model": 22, "Technology": 14, "Brand": 9}
_OTHER_SHARE = 4
_FAMILY = 10
_COPIED = 0.05
_SYLLABLES = ("bal", "cor", "den", "fal", "gor", "hun", "lim", "mar", "nor", "pel", "ras", "sul", "tir", "vel", "zan")
_ROLES = ("chief executive", "chairwoman", "head of design", "chief engineer", "spokesman")
_TOWNS = ("Tolm", "Esk", "Varn", "Ludo")
_PUBLISHERS = tuple(f"{town} {kind}" for town in _TOWNS for kind in ("Post", "Courier", "Wire"))


@dataclass(frozen=True, slots=True)
class Names:
    """The things of one class, those told of most first."""

    entities: tuple[Entity, ...]

    def draw(self, chance: random.Random) -> Entity:
        """One of them; the first ones most often."""
        return self.entities[int(len(self.entities) * chance.random() ** 3)]


class World:
    """All that there is to tell, for `count` articles."""

    def __init__(self, ontology: Ontology, count: int, seed: int) -> None:
        self.ontology = ontology
        self.rules = load_rules(ontology.cues)
        self.seed = seed
        whole = sum(_SHARES.get(name, _OTHER_SHARE) for name in ontology.classes)
        self.things: Mapping[str, Names] = {
            name: Names(tuple(_entities(name, max(4, count * _THINGS_PER_ARTICLE * share // whole), seed)))
            for name in ontology.classes
            for share in (_SHARES.get(name, _OTHER_SHARE),)
        }
        self.entities = {entity.key: entity for names in self.things.values() for entity in names.entities}
        self.place = {e.key: n for names in self.things.values() for n, e in enumerate(names.entities)}

    def concepts(self) -> tuple[Concept, ...]:
        """What a lexicon would know of them."""
        known = (entity for entity in self.entities.values() if entity.concept)
        return tuple(Concept(e.concept, e.types, e.label, e.names, noise=(e.label[::-1],)) for e in known)

    def relation(self, chance: random.Random) -> tuple[Entity, Relation, Entity]:
        """Who stands in which relation to whom. What has one owner nearly always has the same."""
        relation = chance.choice(list(self.ontology.relations.values()))
        subject = self.things[chance.choice(relation.domain)].draw(chance)
        fixed = self._fixed(chance, relation.name, subject.key) if relation.name in self.rules.one_object else chance
        object_ = self._other(subject, relation.range, fixed, relation.name in self.rules.one_way)
        if object_ is None:
            return self.relation(chance)
        if relation.name in self.rules.one_subject:
            owner = self._fixed(chance, relation.name, object_.key)
            subject = self.things[relation.domain[0]].draw(owner)
        return subject, relation, object_

    def _other(self, subject: Entity, classes: Sequence[str], chance: random.Random, one_way: bool) -> Entity | None:
        kind = subject.types[0] if subject.types[0] in classes else chance.choice(classes)
        if one_way and kind == subject.types[0]:
            place = self.place[subject.key]
            head = place - place % _FAMILY
            return self.things[kind].entities[chance.randrange(head, place)] if place > head else None
        found = self.things[kind].draw(chance)
        return found if found != subject else None

    def _fixed(self, chance: random.Random, *of: str) -> random.Random:
        """A chance that nearly always gives the same for the same."""
        again = "" if chance.random() < 0.995 else chance.random()
        return random.Random(f"{self.seed} {of} {again}")

    def figure(self, chance: random.Random) -> tuple[Entity, Metric, str, str, int | str]:
        """Whose metric, in which unit and period, has which value."""
        metric = chance.choice(list(self.ontology.metrics.values()))
        entity = self.things[chance.choice(self.ontology.classes)].draw(chance)
        unit = metric.units[0] if metric.units else chance.choice(self.ontology.units)
        period = chance.choice(("", f"{chance.randrange(2020, 2026)}-{chance.randrange(1, 13):02}"))
        value = self._fixed(chance, entity.key, metric.name, period)
        if unit == "date":
            return entity, metric, unit, "", (date(2015, 1, 1) + timedelta(value.randrange(4000))).isoformat()
        return entity, metric, unit, period, value.randrange(1, 100 if unit == "percent" else 100_000)


def _entities(kind: str, count: int, seed: int) -> Iterator[Entity]:
    for number in range(count):
        chance = random.Random(f"{seed} {kind} {number}")
        stem = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
        label, key = f"{stem} {kind} {number}", f"{kind.lower()}/{stem.lower()}-{number}"
        short = f"{stem} {number}" if chance.random() < 0.4 else ""
        merges = (Merge(short, label, "first word of the name"),) if short else ()
        concept = key if chance.random() < 0.3 else ""
        yield Entity(key, (kind,), label, tuple(filter(None, (label, short))), concept, merges)


class Writing:
    """One article as it grows."""

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self._chance = random.Random(f"{world.seed} article {number}")
        self._id = f"article-{number:07}"
        self._text = ""
        self._keys: dict[str, int] = {}
        self._sentences: list[Sentence] = []
        self._mentions: list[Mention] = []
        self._statements: list[Statement] = []
        self._observations: list[Observation] = []

    def _say(self, *parts: Entity | str) -> int:
        """Add a sentence; its number. Things in it are mentioned by one of their names."""
        begin = len(self._text)
        for part in parts:
            text = part if isinstance(part, str) else self._chance.choice(part.names)
            if isinstance(part, Entity):
                at = len(self._text)
                sure = round(self._chance.uniform(0.5, 1), 2)
                self._mentions.append(
                    Mention(at, at + len(text), text, self._local(part), component="names", confidence=sure)
                )
            self._text += text
        self._sentences.append(Sentence(begin, len(self._text)))
        self._text += "\n"
        return len(self._sentences) - 1

    def _local(self, entity: Entity) -> int:
        return self._keys.setdefault(entity.key, len(self._keys))

    def statement(self) -> None:
        """Add a sentence that states a relation."""
        subject, relation, object_ = self._world.relation(self._chance)
        status, speaker = self._status(), self._speaker()
        role = self._chance.choice(_ROLES) if relation.domain == ("Person",) else ""
        tail = (", said ", speaker, ".") if speaker else (".",)
        sentence = self._say(subject, f" {relation.label} ", object_, f" ({role or status})", *tail)
        self._statements.append(
            Statement(
                self._local(subject),
                relation.name,
                self._local(object_),
                sentence,
                role=role,
                status=status,
                confidence=round(self._chance.uniform(0.4, 1), 2),
                component="patterns",
                speaker=self._local(speaker) if speaker else None,
            )
        )

    def figure(self) -> None:
        """Add a sentence that states a figure."""
        entity, metric, unit, period, value = self._world.figure(self._chance)
        qualifier = self._chance.choice(("", "", "", "more than", "per month"))
        sentence = self._say(entity, f": {metric.label} {qualifier} {value} {unit}", f" in {period or 'all'}.")
        self._observations.append(
            Observation(
                self._local(entity),
                metric.name,
                value,
                unit,
                sentence,
                period=period,
                qualifier=qualifier if unit != "date" else "",
                status=self._status(),
                confidence=round(self._chance.uniform(0.4, 1), 2),
                component="figures",
            )
        )

    def _status(self) -> Status:
        return "asserted" if self._chance.random() < 0.9 else self._chance.choice(get_args(Status))

    def _speaker(self) -> Entity | None:
        name = self._chance.choice(self._world.ontology.classes)
        return self._world.things[name].draw(self._chance) if self._chance.random() < 0.1 else None

    def article(self) -> tuple[Article, tuple[str, ...]]:
        """The whole, and the keys of its things."""
        day = (date(2020, 1, 1) + timedelta(self._chance.randrange(2200))).isoformat()
        home = f"https://news.example/{self._id}"
        publisher = self._chance.choice(_PUBLISHERS)
        title = self._text[: self._sentences[0].end]
        document = Document(self._id, self._text, f"{self._id}.txt", 0, title, day, publisher, home)
        known = [self._world.entities[key] for key in self._keys]
        return (
            Article(
                document,
                tuple(self._sentences),
                tuple(self._mentions),
                tuple(LocalEntity(e.types, e.label, e.names, e.concept) for e in known),
                tuple(self._statements),
                tuple(self._observations),
            ),
            tuple(self._keys),
        )


def article(world: World, number: int) -> tuple[Article, tuple[str, ...]]:
    """Article number `number`, and the keys of its things; it is the same whatever else is made."""
    writing = Writing(world, number)
    for _ in range(_STATEMENTS):
        writing.statement()
    for _ in range(_FIGURES):
        writing.figure()
    return writing.article()


def _copies(articles: Sequence[str], seed: int) -> dict[str, str]:
    """Which of the articles repeat which earlier one."""
    chance = random.Random(f"{seed} copies")
    found: dict[str, str] = {}
    originals = [articles[0]]
    for id in articles[1:]:
        if chance.random() < _COPIED:
            found[id] = chance.choice(originals)
        else:
            originals.append(id)
    return found


def write_invented(folder: Path, facts: int, seed: int = 1) -> tuple[Path, Mapping[str, int]]:
    """Write `graph.trig` of about so many quads into a folder, as a build does; the file, and counts of what it holds.

    Nothing in it breaks a shape of the ontology, or this raises ValueError.
    """
    count = facts // QUADS_PER_ARTICLE + 1
    ontology = load_ontology(lexicon=False)
    world = World(ontology, count, seed)
    made = [article(world, number) for number in range(count)]
    keys = {article.document.id: own for article, own in made}
    used = {key: world.entities[key] for key in sorted({key for own in keys.values() for key in own})}
    graph = merge([article for article, _ in made], Resolution(used, keys), world.rules, _copies(list(keys), seed))
    known = replace(ontology, concepts=world.concepts())
    report = write(graph, known, folder, base_iri=BASE, version="1", files=("graph.trig",))
    if report.violations:
        raise ValueError(f"the invented graph breaks a shape: {report.violations[0]}")
    return folder / "graph.trig", report.counts
