"""Where corrections may apply, found without going through all of them for each article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.corrections.model import Correction

Ends = tuple[frozenset[str], frozenset[str]]
"""The keys that the subject and the object of a claim may have."""


class Index:
    """Which corrections an article may be a place of, found without going through all of them."""

    def __init__(self, made: Iterable[Correction], sentences: Mapping[str, str], ends: Mapping[str, Ends]) -> None:
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._any: list[int] = []
        self._made = list(made)
        for n, correction in enumerate(self._made):
            inner = sentences[correction.id].split()[1:-1]  # those at the ends may be parts of words
            if inner:
                self._by_word[max(inner, key=len)].append(n)
            elif correction.sentence:
                self._any.append(n)
            else:
                for key in ends[correction.id][0]:
                    self._by_key[key].append(n)

    def possible(self, words: Iterable[str], keys: Iterable[str]) -> Iterator[Correction]:
        """Those whose sentence or subject may be in an article of these words and keys, in their order."""
        found = set(self._any)
        for index, given in ((self._by_word, words), (self._by_key, keys)):
            for one in index.keys() & set(given) if index else ():
                found.update(index[one])
        return (self._made[n] for n in sorted(found))
