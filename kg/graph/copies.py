"""Copies: articles of nearly the same words, such as one agency report in ten papers, found by MinHash.

Two texts are compared by their shingles (runs of SHINGLE words): the share that both have of all that either has. A
signature of PERMUTATIONS numbers stands for the shingles of a text; the share of equal numbers estimates that share,
with a standard error of at most 0.045. Texts whose signatures agree in a whole band are compared; of two
whose share is the THRESHOLD 1 % are overlooked, of 0.7 one in 6,000, of 0.8 none in 10 million.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.model import Document

Numbers = NDArray[np.uint64]

SHINGLE = 4
PERMUTATIONS = 128
BANDS = 32
THRESHOLD = 0.6
"""Share of shingles from which on two texts are copies. See docs/graph.md for how it was chosen."""
MANY = 200
"""Articles of one band up to which each pair is compared; bounds the time where thousands share a template."""

SINGLE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Characters that are words of their own: Chinese, Japanese and Korean ones."""
WORD = re.compile(rf"[{SINGLE}]|[^\W{SINGLE}]+")
WORDLESS = np.uint32(2**32 - 1)
_CHANCE = np.random.default_rng(20231107)
_FACTORS = _CHANCE.integers(1, 2**63, PERMUTATIONS, np.uint64) * np.uint64(2) + np.uint64(1)
_OFFSETS = _CHANCE.integers(0, 2**63, PERMUTATIONS, np.uint64)
_POWERS = _CHANCE.integers(1, 2**63, SHINGLE, np.uint64) * np.uint64(2) + np.uint64(1)

Keep = Callable[[Callable[[], bytes]], bytes]


def _anew(make: Callable[[], bytes]) -> bytes:
    return make()


class Copies:
    """Hears the documents, each once, then says which are copies. Keeps 512 bytes of each, no texts."""

    def __init__(self) -> None:
        self._heard: list[tuple[str, str]] = []
        self._signatures: list[NDArray[np.uint32]] = []

    def hear(self, document: Document, keep: Keep = _anew) -> None:
        """Take in one document. `keep` gives the bytes of its signature, where it knows them, or has them made."""
        self._heard.append((document.id, document.date))
        self._signatures.append(np.frombuffer(keep(lambda: signature(document.text).tobytes()), np.uint32))

    def found(self, among: Container[str]) -> dict[str, str]:
        """The id of the original by the id of each copy, in the order of the ids; only articles of `among` count.

        Of articles that are alike, also by way of a third, the original is the earliest, of those of one day or of
        no known day the one whose id sorts first; articles with a date go before those without.
        """
        parent = list(range(len(self._heard)))
        known = sorted((n for n, (id, _) in enumerate(self._heard) if id in among), key=lambda n: self._heard[n][0])
        for one, other in self._alike([n for n in known if self._signatures[n][0] != WORDLESS]):
            parent[_root(parent, one)] = _root(parent, other)
        groups: dict[int, list[int]] = defaultdict(list)
        for number in range(len(parent)):
            groups[_root(parent, number)].append(number)
        found: dict[str, str] = {}
        for group in groups.values():
            first, *others = sorted((not date, date, id) for id, date in (self._heard[n] for n in group))
            found.update((id, first[2]) for _, _, id in others)
        return {id: found[id] for id in sorted(found)}

    def _alike(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The pairs of documents, of those with these numbers, that are alike; of equal ones each with the first."""
        if not numbers:
            return
        table = np.stack([self._signatures[n] for n in numbers])
        _, firsts, same = np.unique(_keys(table), return_index=True, return_inverse=True)
        for n, group in enumerate(same):
            if firsts[group] != n:
                yield numbers[firsts[group]], numbers[n]
        firsts.sort()
        rows = PERMUTATIONS // BANDS
        for band in range(BANDS):
            _, groups, sizes = np.unique(
                _keys(table[firsts, band * rows : (band + 1) * rows]), return_inverse=True, return_counts=True
            )
            several = np.flatnonzero(sizes[groups] > 1)
            order = several[np.argsort(groups[several], kind="stable")]
            for run in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
                for one, other in _pairs(table[firsts[run]]):
                    yield numbers[firsts[run[one]]], numbers[firsts[run[other]]]


def _keys(table: NDArray[np.uint32]) -> NDArray[np.void]:
    """Each row as one value."""
    return np.ascontiguousarray(table).view(f"V{4 * table.shape[1]}").ravel()


def _pairs(members: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """The pairs of rows that are alike. Of more than MANY rows, each is compared with MANY unlike ones at most."""
    others = list(range(min(1, len(members))))
    for n in range(1, len(members)):
        shares = (members[others] == members[n]).mean(axis=1)
        near = np.flatnonzero(shares >= THRESHOLD)
        for former in near:
            yield others[former], n
        if len(members) <= MANY or (not len(near) and len(others) < MANY):
            others.append(n)


def signature(text: str) -> NDArray[np.uint32]:
    """The MinHash signature of a text; all its bits are set where the text has no words."""
    hashes = shingles(text)
    if not len(hashes):
        return np.full(PERMUTATIONS, WORDLESS)
    least = np.full(PERMUTATIONS, np.uint64(2**64 - 1))
    for at in range(0, len(hashes), 4096):
        part = hashes[at : at + 4096, None] * _FACTORS[None, :] + _OFFSETS[None, :]
        least = np.minimum(least, part.min(axis=0))
    return (least >> np.uint64(32)).astype(np.uint32)


def shingles(text: str) -> Numbers:
    """The hashes of the runs of SHINGLE words of a text, each once; of all its words where there are fewer."""
    words = np.array([zlib.crc32(word.encode()) for word in WORD.findall(text.casefold())], np.uint64)
    count = max(len(words) - SHINGLE + 1, min(len(words), 1))
    total = np.zeros(count, np.uint64)
    for place in range(min(SHINGLE, len(words))):
        total += (words[place : place + count] + np.uint64(1)) * _POWERS[place]
    return np.unique(total ^ (total >> np.uint64(29)))


def share(one: str, other: str) -> float:
    """The exact share of shingles that two texts have in common, from 0 to 1."""
    left, right = shingles(one), shingles(other)
    both = len(np.intersect1d(left, right, assume_unique=True))
    return both / max(len(left) + len(right) - both, 1)


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number
