"""Finding many fixed phrases in a text in one pass over its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:[’'](?=[^\W_])[^\W_]+)?|[%~><≥≤≈+]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text in lower case, with its place."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: the first and one past the last word, its place in the text, and what it stands for."""

    first: int
    last: int
    begin: int
    end: int
    key: str


def words_of(text: str, begin: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[begin:end]`, in lower case, with a curly apostrophe made straight."""
    stop = len(text) if end is None else end
    return [Word(m.start(), m.end(), m.group().lower().replace("’", "'")) for m in WORD.finditer(text, begin, stop)]


class Phrases:
    """A set of phrases, each with the key it stands for; matching takes the longest phrase at each word."""

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        table: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for phrase, key in items:
            parts = tuple(word.text for word in words_of(phrase))
            if parts:
                table[parts[0]].append((parts, key))
        self._table = {first: sorted(found, key=lambda f: (-len(f[0]), f)) for first, found in table.items()}

    def find(self, words: Sequence[Word]) -> Iterator[Hit]:
        """Every place where a phrase stands, in order; several keys of one phrase give several hits."""
        n = 0
        while n < len(words):
            step = 1
            for parts, key in self._table.get(words[n].text, ()):
                size = len(parts)
                if step > size:
                    break
                if all(n + k < len(words) and words[n + k].text == parts[k] for k in range(1, size)):
                    yield Hit(n, n + size, words[n].begin, words[n + size - 1].end, key)
                    step = size
            n += step
