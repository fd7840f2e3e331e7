"""One article laid out for the reading of figures: words, lines, sentences, mentions and cue words by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Token

from kg.annotate.facts.lines import Line, Lines
from kg.annotate.facts.phrases import Hit, Phrases, Word, words_of
from kg.annotate.parser import text_of
from kg.model import LocalEntity, Mention, Sentence


class CueTable:
    """The phrases of the table of metrics, compiled."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        table = cues["metrics"]
        self.table = table
        self.metrics: Mapping[str, Mapping[str, Any]] = table["metric"]
        items = [(phrase, name) for name, row in self.metrics.items() for phrase in row.get("cues", ())]
        items += [(phrase, "other") for phrase in table["other"]["cues"]]
        self.cues = Phrases(sorted(set(items)))
        self.labels = Phrases(
            sorted({(phrase, name) for name, row in self.metrics.items() for phrase in row.get("labels", ())})
        )
        self.nouns = {noun: name for name, row in self.metrics.items() for noun in row.get("nouns", ())}
        self.subjects = {name: tuple(row.get("subjects", ())) for name, row in self.metrics.items()}
        counted = table["counted"]
        self.vehicles = frozenset(counted["vehicle"])
        self.about_vehicles = frozenset(counted["about_vehicles"])
        self.about_others = frozenset(counted["about_others"])
        self.not_vehicles = frozenset(counted["not_vehicles"])
        self.subject_nouns = {noun: kind for kind, nouns in table["subject_nouns"].items() for noun in nouns}


@dataclass(frozen=True, slots=True)
class Place:
    """A mention as the reading of figures sees it: `first` and `last` word, and the token that heads it."""

    begin: int
    end: int
    entity: int
    kind: str
    word: int
    token: int


class Page:
    """The layout of one article."""

    def __init__(
        self,
        doc: Doc,
        mentions: Sequence[Mention],
        entities: Sequence[LocalEntity],
        sentences: Sequence[Sentence],
        table: CueTable,
    ) -> None:
        self.doc, self.text, self.entities, self.table = doc, text_of(doc), entities, table
        self.words: list[Word] = words_of(self.text)
        self._word_begins = [word.begin for word in self.words]
        self._token_begins: list[int] = doc.to_array("IDX").tolist()
        self.lines = Lines(self.text)
        self.sentences = sentences
        self._sentence_begins = [sentence.begin for sentence in sentences]
        self.hits: list[Hit] = list(table.cues.find(self.words))
        self._hit_firsts = [hit.first for hit in self.hits]
        self.places = [self._place(mention) for mention in sorted(mentions, key=lambda m: (m.begin, -m.end))]
        self._place_begins = [place.begin for place in self.places]
        self.counts = Counter(place.entity for place in self.places)
        self.first_seen: dict[int, int] = {}
        for n, place in enumerate(self.places):
            self.first_seen.setdefault(place.entity, n)
        self.rank = {
            e: n for n, e in enumerate(sorted(self.counts, key=lambda e: (-self.counts[e], self.first_seen[e])))
        }
        self.vehicle_words = sum(word.text in table.about_vehicles for word in self.words)
        self.other_words = sum(word.text in table.about_others for word in self.words)

    def word(self, offset: int) -> int:
        """Index of the word at or after a character."""
        return bisect_left(self._word_begins, offset)

    def token(self, offset: int) -> Token | None:
        """The token that holds a character."""
        at = bisect_right(self._token_begins, offset) - 1
        return self.doc[at] if at >= 0 else None

    def sentence(self, offset: int) -> int:
        """Index of the sentence that holds a character, or of the last one before it."""
        return max(bisect_right(self._sentence_begins, offset) - 1, 0)

    def line(self, offset: int) -> Line | None:
        """The line that holds a character."""
        at = self.lines.index(offset)
        return self.lines.lines[at] if at >= 0 else None

    def hits_between(self, first: int, last: int) -> list[Hit]:
        """The cue words that begin at words `first` to `last` (exclusive)."""
        return self.hits[bisect_left(self._hit_firsts, first) : bisect_left(self._hit_firsts, last)]

    def places_between(self, begin: int, end: int) -> list[Place]:
        """The mentions that begin at characters `begin` to `end` (exclusive)."""
        return self.places[bisect_left(self._place_begins, begin) : bisect_left(self._place_begins, end)]

    def types(self, entity: int) -> tuple[str, ...]:
        """The classes of an entity, best first."""
        return self.entities[entity].types

    def _place(self, mention: Mention) -> Place:
        token = self.token(max(mention.begin, mention.end - 1))
        at = token.i if token is not None else 0
        while token is not None and token.head.i != token.i and mention.begin <= token.head.idx < mention.end:
            token = token.head
            at = token.i
        return Place(mention.begin, mention.end, mention.entity, mention.kind, self.word(mention.begin), at)
