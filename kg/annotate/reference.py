"""Which entity a pronoun or description refers to: those named before it, ranked by learned weights of features."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from spacy.tokens import Doc, Token

from kg.annotate.anaphora import Anaphor
from kg.annotate.parser import text_of
from kg.annotate.sentences import sentence_at
from kg.errors import OntologyInvalid
from kg.model import LocalEntity, Mention, Sentence

FILE = "coreference.json"
NONE = "none"
REACH = 4
LEAST = 0.6
SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT"})


@dataclass(frozen=True, slots=True)
class Place:
    """A mention as the ranking sees it: where it is, of what, whether its sentence is about it."""

    begin: int
    end: int
    entity: int
    sentence: int
    subject: bool
    first: bool


class Ranker:
    """Learned weights of features. An ontology without the file has none, and nothing is referred to."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    @classmethod
    def load(cls, folder: Path) -> Ranker:
        """The weights of an ontology's `models` folder. Raises OntologyInvalid where they cannot be read."""
        path = folder / FILE
        if not path.is_file():
            return cls({})
        try:
            weights = {
                str(name): float(value) for name, value in json.loads(path.read_text("utf-8"))["weights"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise OntologyInvalid(f"{path} cannot be used ({error}); train it anew, or remove it") from error
        return cls(weights)

    def resolve(
        self,
        doc: Doc,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        entities: Sequence[LocalEntity],
        anaphors: Sequence[Anaphor],
    ) -> tuple[Mention, ...]:
        """The anaphors that refer to an entity, as mentions of it, in order; each is a place for those after it."""
        if not self.weights:
            return ()
        scene = Scene(doc, sentences, mentions, entities)
        whole = text_of(doc)
        found = []
        for anaphor in scene.free(anaphors):
            options = scene.options(anaphor)
            chances = self.chances(options)
            best = chosen(chances)
            if best < 0:
                continue
            scene.add(anaphor, best)
            kind = "pronoun" if anaphor.pronoun else "description"
            text = whole[anaphor.begin : anaphor.end]
            chance = round(chances[best], 3)
            found.append(Mention(anaphor.begin, anaphor.end, text, best, kind, "coreference", chance))  # type: ignore[arg-type]
        return tuple(found)

    def chances(self, options: Mapping[int, Sequence[str]]) -> dict[int, float]:
        """The probability of each entity (-1: none), from its features."""
        scores = {entity: sum(self.weights.get(f, 0.0) for f in features) for entity, features in options.items()}
        top = max(scores.values())
        powers = {entity: exp(score - top) for entity, score in scores.items()}
        whole = sum(powers.values())
        return {entity: power / whole for entity, power in powers.items()}


def chosen(chances: Mapping[int, float]) -> int:
    """The likeliest entity where it is likelier than not, else -1."""
    best = max(chances, key=lambda entity: (chances[entity], -entity))
    return best if chances[best] >= LEAST else -1


class Scene:
    """The mentions of an article so far, from which the candidates of an anaphor come."""

    def __init__(
        self, doc: Doc, sentences: Sequence[Sentence], mentions: Sequence[Mention], entities: Sequence[LocalEntity]
    ) -> None:
        self._text, self._entities = text_of(doc), entities
        self._sentences = sentences
        self._doc = doc
        self._at = {begin: n for n, begin in enumerate(doc.to_array("IDX").tolist())}
        self._places: list[Place] = []
        last = -1
        for m in sorted(mentions, key=lambda m: (m.begin, -m.end)):
            if m.begin >= last:
                self._places.append(self._place(m.begin, m.end, m.entity))
                last = m.end
        self._total = {n: sum(p.entity == n for p in self._places) for n in range(len(entities))}

    def free(self, anaphors: Sequence[Anaphor]) -> list[Anaphor]:
        """The anaphors that are no part of a name."""
        spans = [(p.begin, p.end) for p in self._places]
        return [a for a in anaphors if not any(b < a.end and a.begin < e for b, e in spans)]

    def add(self, anaphor: Anaphor, entity: int) -> None:
        """Take an anaphor for a mention of an entity."""
        self._places.append(self._place(anaphor.begin, anaphor.end, entity))
        self._places.sort(key=lambda p: p.begin)

    def options(self, anaphor: Anaphor) -> dict[int, list[str]]:
        """The entities that the anaphor may refer to with their features, and -1 for none with its own."""
        here = self._sentence(anaphor.begin)
        before = [p for p in self._places if p.begin < anaphor.begin and here - p.sentence <= REACH]
        fitting = [p for p in before if set(self._entities[p.entity].types) & set(anaphor.types)]
        kind = self._kind(anaphor)
        options: dict[int, list[str]] = {-1: [NONE, f"{NONE}:{kind}", f"{NONE}:{kind}:{min(len(fitting), 3)}"]}
        top = max((self._total[p.entity] for p in fitting), default=0)
        order: list[int] = []
        for place in reversed(fitting):
            if place.entity not in order:
                order.append(place.entity)
        for rank, entity in enumerate(order):
            own = [p for p in fitting if p.entity == entity]
            shapes = self._shapes(here, own, rank, len(order), self._total[entity] == top)
            standing = self._standing(anaphor)
            options[entity] = [*shapes, *(f"{name}:{shape}" for name in (kind, standing) for shape in shapes)]
        return options

    def _shapes(self, here: int, own: Sequence[Place], rank: int, count: int, commonest: bool) -> list[str]:
        near = own[-1]
        gap = min(here - near.sentence, REACH)
        subject = "subject" if near.subject else "first" if near.first else "other"
        return [
            f"gap:{gap}", f"rank:{min(rank, 3)}", f"commonest:{commonest}:{min(gap, 2)}", f"alone:{count == 1}",
            f"{subject}:{min(gap, 2)}", f"{subject}:{min(gap, 1)}:{min(rank, 2)}", f"first:{near.first}:{min(gap, 2)}",
            f"about:{any(p.subject and here - p.sentence <= 1 for p in own)}", f"times:{min(len(own), 3)}",
            f"class:{self._entities[near.entity].types[0]}", f"opens:{any(p.sentence == 0 for p in own)}",
        ]  # fmt: skip

    def _standing(self, anaphor: Anaphor) -> str:
        """What the anaphor is in its sentence: its subject, an owner, something else."""
        deps = {token.dep_ for token in self._tokens(anaphor.begin, anaphor.end)}
        return "is-subject" if deps & SUBJECTS else "is-owner" if "poss" in deps else "is-other"

    def _kind(self, anaphor: Anaphor) -> str:
        text = self._text[anaphor.begin : anaphor.end].casefold()
        return text if anaphor.pronoun else f"the:{anaphor.types[0]}"

    def _place(self, begin: int, end: int, entity: int) -> Place:
        sentence = self._sentence(begin)
        first = not any(p.sentence == sentence and p.begin < begin for p in self._places)
        tokens = self._tokens(begin, end)
        inside = {token.i for token in tokens}
        heads = [token for token in tokens if token.head.i not in inside or token.head.i == token.i]
        return Place(begin, end, entity, sentence, any(token.dep_ in SUBJECTS for token in heads), first)

    def _tokens(self, begin: int, end: int) -> list[Token]:
        """The tokens that begin at characters `begin` to `end` (exclusive)."""
        return [self._doc[n] for at in range(begin, end) if (n := self._at.get(at)) is not None]

    def _sentence(self, begin: int) -> int:
        return sentence_at(self._sentences, begin)
