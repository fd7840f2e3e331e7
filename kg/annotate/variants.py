"""Variants told by their names: the H6 is one of the H series, the Tang Pro one of the Tang."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from kg.annotate.patterns import Hit
from kg.annotate.sentences import sentence_at
from kg.model import LocalEntity, Mention, Sentence

MODEL = "Model"
LETTERS = 3
"""A stem as short as this is followed by a figure ("H6"); a longer one is a word of its own ("Tang DM")."""
NEVER = re.compile(r"(?!)")


class Variants:
    """The table `variants` of the cues: the words that end the name of a series, and the relation."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._relation = str(table.get("relation", ""))
        self._confidence = float(table.get("confidence", 0))
        words = "|".join(re.escape(word) for word in table.get("series", ()))
        self._series = re.compile(rf"(?:the )?(.+?)[ -](?:{words})", re.IGNORECASE) if words else NEVER

    def find(
        self, mentions: Sequence[Mention], entities: Sequence[LocalEntity], sentences: Sequence[Sentence]
    ) -> Iterator[Hit]:
        """A hit for each variant, where it is named beside the whole, or else beside most others of the whole."""
        if not self._relation:
            return
        page = _Page(mentions, sentences)
        models = {n: entity.names for n, entity in enumerate(entities) if MODEL in entity.types}
        wholes = self._wholes(models)
        for whole in sorted(set(wholes.values())):
            parts = {part for part, of in wholes.items() if of == whole}
            for part in sorted(parts):
                one, two = page.closest(part, whole, parts)
                yield Hit(one, self._relation, two, page.lines[one], self._confidence)

    def _wholes(self, models: Mapping[int, Sequence[str]]) -> dict[int, int]:
        """What each variant is one of: a series, else the model whose name is the longest that begins its own."""
        series = {n: starts for n, names in models.items() if (starts := self._starts(names))}
        plain = {n: names for n, names in models.items() if n not in series}
        found: dict[int, int] = {}
        for part, names in plain.items():
            kin = [n for n, starts in series.items() if any(s.fullmatch(name) for s in starts for name in names)]
            bases = [(size, n) for n in plain if n != part and (size := _base(plain[n], names))]
            if kin or bases:
                found[part] = kin[0] if kin else max(bases)[1]
        return found

    def _starts(self, names: Sequence[str]) -> list[re.Pattern[str]]:
        """How the names of the members of a series begin; none for what is no series."""
        stems = {match[1] for name in names if (match := self._series.fullmatch(name))}
        return [_start(stem) for stem in sorted(stems)]


class _Page:
    """Where entities are named."""

    def __init__(self, mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> None:
        self.mentions = mentions
        self.lines = [sentence_at(sentences, m.begin) for m in mentions]
        self.places: dict[int, list[int]] = {}
        for n, mention in enumerate(mentions):
            self.places.setdefault(mention.entity, []).append(n)

    def closest(self, part: int, whole: int, parts: Set[int]) -> tuple[int, int]:
        """The mentions of part and whole that stand in one sentence, or where most of the parts are named, or near."""
        told = Counter(line for line, entity in {(self.lines[n], p) for p in parts for n in self.places[p]})
        lines = self.lines
        return min(
            ((n, m) for n in self.places[part] for m in self.places[whole]),
            key=lambda p: (lines[p[0]] != lines[p[1]], -told[lines[p[0]]], abs(lines[p[0]] - lines[p[1]]), p),
        )


def _start(stem: str) -> re.Pattern[str]:
    """What the name of a member is like: the stem, perhaps behind a maker's name, and mostly more."""
    follows = r"[ -]?\d.*" if len(stem) <= LETTERS and stem.isupper() else r"(?:[ -][A-Z0-9].*)?"
    return re.compile(rf"(?:[\w-]+ )?{re.escape(stem)}{follows}")


def _base(shorter: Sequence[str], longer: Sequence[str]) -> int:
    """The length of the longest of some names that begins one of others as words of their own; 0 if none does."""
    return max((len(s) for s in shorter for name in longer if name.startswith((f"{s} ", f"{s}-"))), default=0)
