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
    """The names of all concepts, indexed by their first word."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for concept in concepts:
            for name in sorted({*concept.names, *concept.noise}):
                for form in _forms(name):
                    words = tuple(WORD.findall(form))
                    if words:
                        self._entries[words[0]].append(_Entry(words, concept))
        for entries in self._entries.values():
            entries.sort(key=lambda e: (-len(e.words), e.words, e.concept.key))

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
        for entry in self._entries.get(words[n], ()):
            end = n + len(entry.words)
            if tuple(words[n:end]) == entry.words and _fits(entry.concept, words, n, end, text, present):
                return entry
        return None


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
