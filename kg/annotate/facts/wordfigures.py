"""Figures that are no numbers: "doubled", "a third of", "50:50"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.annotate.facts.quantity import Quantity

_RATIO = re.compile(r"(?<![\d:.,/])(\d{1,2})([:/])(\d{1,2})(?![\d:/%]|[.,]\d)")
_RATIO_GROUP = 1_000_000_000


class WordFigures:
    """Finds them; made from the table of quantities."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self._values = {word: float(value) for word, value in cues["multiples"].items()}
        self._fractions = {word: float(value) for word, value in cues["fractions"]["forms"].items()}
        behind = "|".join(re.escape(word) for word in sorted(cues["fractions"]["before"]))
        self._pattern = re.compile(
            rf"\b(?:(?P<multiple>{_or(self._values)})|(?P<fraction>{_or(self._fractions)})(?= (?:{behind})\b))\b",
            re.IGNORECASE,
        )

    def find(self, text: str, masked: Sequence[tuple[int, int]]) -> list[Quantity]:
        """The figures in order, but none inside the `masked` spans (sorted)."""
        starts = [begin for begin, _ in masked]

        def free(quantity: Quantity) -> bool:
            at = bisect_right(starts, quantity.begin) - 1
            return at < 0 or masked[at][1] <= quantity.begin

        return sorted(filter(free, [*self._said(text), *_ratios(text)]), key=lambda quantity: quantity.begin)

    def _said(self, text: str) -> Iterator[Quantity]:
        for match in self._pattern.finditer(text):
            kind = match.lastgroup or ""
            word = match[kind].lower()
            value = (self._values if kind == "multiple" else self._fractions)[word]
            yield Quantity(match.start(), match.end(), tidy(value), "percent", kind, word)


def _ratios(text: str) -> Iterator[Quantity]:
    """The shares of a ratio that adds up to a hundred, such as 51:49."""
    for n, match in enumerate(_RATIO.finditer(text)):
        shares = int(match.group(1)), int(match.group(3))
        if sum(shares) == 100:
            for k, share in enumerate(shares):
                begin, end = match.span(1 + 2 * k)
                yield Quantity(
                    begin, end, share, "percent", "ratio", group=_RATIO_GROUP + n, position=k, size=2, role="list"
                )


def tidy(value: float) -> int | float:
    """The value without the noise of binary fractions; whole numbers as int."""
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() else rounded


def _or(words: Mapping[str, float]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
