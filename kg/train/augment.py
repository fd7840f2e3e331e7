"""Samples with other names in them, so that what is learned is how names are used, not which names there are."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kg.model import Sentence
from kg.train.samples import Figure, Sample, Span

WORD = re.compile(r"\w+")
RENAMED = frozenset({"Company", "Brand", "Model", "Person", "Technology"})
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class Renamer:
    """Replaces the proper words of names, the same word by the same word throughout a text.

    New words come from the names of other texts, or are made up of letter triples seen in them. Words in `kept`
    ("Motors", "Group") stay, and so do common words, so that short forms still fit their long ones.
    """

    def __init__(self, names: Iterable[str], kept: Collection[str]) -> None:
        self._kept = {w.casefold() for w in kept}
        words = sorted(
            {w for name in names for w in WORD.findall(name) if self._proper(w) and w.isalpha() and len(w) > 2}
        )
        self._words = [w for w in words if not w.isupper()]
        self._next: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            padded = f"^^{word.lower()}$"
            for n in range(len(padded) - 2):
                self._next[padded[n : n + 2]].append(padded[n + 2])

    def rename(self, sample: Sample, rng: random.Random) -> Sample:
        """The sample with other names; offsets are moved along."""
        inside = sorted((s.begin, s.end) for s in sample.spans if not s.anaphor and self._renamed(sample, s))
        new: dict[str, str] = {}
        pieces: list[str] = []
        edges, shifts = [0], [0]
        at = 0
        for match in WORD.finditer(sample.text):
            if not self._proper(match.group()) or not _within(match.start(), match.end(), inside):
                continue
            word = new.setdefault(match.group(), self._other(match.group(), rng))
            pieces += [sample.text[at : match.start()], word]
            at = match.end()
            edges.append(at)
            shifts.append(shifts[-1] + len(word) - len(match.group()))
        pieces.append(sample.text[at:])

        def moved(place: int) -> int:
            return place + shifts[bisect_right(edges, place) - 1]

        return replace(
            sample,
            text="".join(pieces),
            sentences=tuple(Sentence(moved(s.begin), moved(s.end)) for s in sample.sentences),
            spans=tuple(Span(moved(s.begin), moved(s.end), s.entity, s.anaphor) for s in sample.spans),
            relations={key: moved(begin) for key, begin in sample.relations.items()},
            roles=tuple((moved(b), moved(e)) for b, e in sample.roles),
            figures=tuple(Figure(moved(f.begin), moved(f.end), f.facts) for f in sample.figures),
        )

    def _renamed(self, sample: Sample, span: Span) -> bool:
        return sample.types[span.entity][0] in RENAMED

    def _proper(self, word: str) -> bool:
        return word.casefold() not in self._kept and (word[0].isupper() or any(c.isupper() for c in word))

    def _other(self, word: str, rng: random.Random) -> str:
        if any(c.isdigit() for c in word) or (word.isupper() and len(word) <= 4):
            return "".join(_like(c, rng) for c in word)
        if rng.random() < 0.5:
            return str(rng.choice(self._words))
        made = self._made(rng)
        return made.upper() if word.isupper() else made

    def _made(self, rng: random.Random) -> str:
        letters = "^^"
        while len(letters) < 14 and (following := rng.choice(self._next[letters[-2:]])) != "$":
            letters += following
        return letters[2:].capitalize() if len(letters) > 4 else str(rng.choice(self._words))


def _like(letter: str, rng: random.Random) -> str:
    if letter.isdigit():
        return rng.choice("123456789")
    return rng.choice(CAPITALS) if letter.isupper() else letter


def _within(begin: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(b <= begin and end <= e for b, e in spans[max(0, bisect_right(spans, (begin, 1 << 60)) - 6) :][:8])
