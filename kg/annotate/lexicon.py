"""Text → matches of the lexicon's names, homonyms told apart by the words of the article and those beside the name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.ontology import Concept

WORD = re.compile(r"\w+|[^\w\s]|\n")


@dataclass(frozen=True, slots=True)
class Match:
    """A lexicon name found at characters `begin` to `end`. `sure` tells names that need no context."""

    begin: int
    end: int
    concept: Concept
    sure: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    concept: Concept


class Lexicon:
    """The names of all concepts, by their first word; those that begin with a word are cut when it is first met."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._names: dict[str, list[tuple[str, Concept]]] = defaultdict(list)
        self._entries: dict[str, list[_Entry]] = {}
        for concept in concepts:
            for name in {*concept.names, *concept.noise}:
                for form in _forms(name):
                    if first := WORD.search(form):
                        self._names[first[0]].append((form, concept))

    def find(self, text: str) -> tuple[Match, ...]:
        """The longest matches from left to right, without overlaps."""
        places = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
        words = [p[0] for p in places]
        present: dict[str, bool] = {}
        found: list[Match] = []
        n = 0
        while n < len(words):
            entry = self._at(words, n, text, present)
            if entry is None:
                n += 1
                continue
            last = n + len(entry.words) - 1
            found.append(Match(places[n][1], places[last][2], entry.concept, not entry.concept.context))
            n = last + 1
        return tuple(found)

    def _at(self, words: Sequence[str], n: int, text: str, present: dict[str, bool]) -> _Entry | None:
        for entry in self._starting(words[n]):
            end = n + len(entry.words)
            if tuple(words[n:end]) == entry.words and _fits(entry.concept, words, n, end, text, present):
                return entry
        return None

    def _starting(self, word: str) -> Sequence[_Entry]:
        """The names that begin with a word, longest first."""
        if word not in self._names:
            return ()
        if word not in self._entries:
            found = [_Entry(tuple(WORD.findall(form)), concept) for form, concept in self._names[word]]
            self._entries[word] = sorted(found, key=lambda e: (-len(e.words), e.words, e.concept.key))
        return self._entries[word]


def _forms(name: str) -> set[str]:
    """A name as it may be written: as it is; in capitals; lower-case names also with a capital at the front."""
    forms = {name}
    if len(name) > 4 and " " not in name:
        forms.add(name.upper())
    if name.islower():
        forms.add(name[0].upper() + name[1:])
    return forms


def _fits(concept: Concept, words: Sequence[str], begin: int, end: int, text: str, present: dict[str, bool]) -> bool:
    beside = {*words[max(begin - 1, 0) : begin], *words[end : end + 1]}
    if beside.intersection(concept.against):
        return False
    return not concept.context or any(_present(word, text, present) for word in concept.context)


def _present(word: str, text: str, present: dict[str, bool]) -> bool:
    if word not in present:
        present[word] = word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
    return present[word]
