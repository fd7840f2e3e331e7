"""Doc → sentences: a line break and a bullet always part two; within lines spaCy's bounds hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.model import Sentence

LINE = re.compile(r"[^\n]+")
BULLET = re.compile(r"(?<=[^\W_] |[.!?:;)\"”] )(?:[•●▪■◆►▶]|\*(?= \D))")
"""A bullet within a line: lists whose line breaks were lost. An asterisk before a figure multiplies."""


def sentences(text: str, starts: Iterable[int]) -> tuple[Sentence, ...]:
    """The stretches between line breaks, bullets and the characters `starts` where the parser begins one, trimmed."""
    cuts = sorted({*starts, *(bullet.start() for bullet in BULLET.finditer(text))})
    found = []
    at = 0
    for line in LINE.finditer(text):
        begin = line.start()
        while at < len(cuts) and cuts[at] <= begin:
            at += 1
        bounds = [begin]
        while at < len(cuts) and cuts[at] < line.end():
            bounds.append(cuts[at])
            at += 1
        bounds.append(line.end())
        for left, right in pairwise(bounds):
            piece = text[left:right]
            stripped = piece.strip()
            if stripped:
                left += len(piece) - len(piece.lstrip())
                found.append(Sentence(left, left + len(stripped)))
    return tuple(found)


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """The index of the sentence that holds a character, or of the one before it; 0 where none is before it."""
    return max(bisect_right(sentences, offset, key=lambda s: s.begin) - 1, 0)
