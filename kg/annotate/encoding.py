"""Text → subword tokens with offsets, case features and overlapping windows: what the encoder reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.annotate.labels import TYPES
from kg.annotate.lexicon import Match
from kg.annotate.pairs import Spot
from kg.model import Sentence

Ints = NDArray[np.int64]

WINDOW = 384
OVERLAP = 96
CASES = 8


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens `begin` to `end` are read together; of these, the states of `keep_begin` to `keep_end` are kept."""

    begin: int
    end: int
    keep_begin: int
    keep_end: int


@dataclass(frozen=True, slots=True)
class Encoding:
    """The tokens of one document, n in all.

    `ids`: vocabulary numbers (n); `spans`: character begin and end (n, 2); `cases`: case class (n); `starts`: whether
    the token begins a word (n); `sentences`: index of its sentence (n).
    """

    ids: Ints
    spans: Ints
    cases: Ints
    starts: NDArray[np.bool_]
    sentences: Ints
    windows: tuple[Window, ...]


def encode(tokenizer: Tokenizer, text: str, sentences: Sequence[Sentence]) -> Encoding:
    """Tokenize sentence by sentence, so that time and memory are linear in the text."""
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    cases: list[int] = []
    starts: list[bool] = []
    numbers: list[int] = []
    pieces = tokenizer.encode_batch([text[s.begin : s.end] for s in sentences], add_special_tokens=False)
    for number, (sentence, piece) in enumerate(zip(sentences, pieces, strict=True)):
        words = piece.word_ids
        offsets = piece.offsets
        ends = {word: offset[1] for word, offset in zip(words, offsets, strict=True)}
        previous = None
        case = 0
        for token, word, (begin, end) in zip(piece.ids, words, offsets, strict=True):
            first = word != previous
            if first:
                case = _case(text[sentence.begin + begin : sentence.begin + ends[word]], initial=previous is None)
            previous = word
            ids.append(token)
            spans.append((sentence.begin + begin, sentence.begin + end))
            cases.append(case)
            starts.append(first)
            numbers.append(number)
    return Encoding(
        np.array(ids, np.int64),
        np.array(spans, np.int64).reshape(-1, 2),
        np.array(cases, np.int64),
        np.array(starts, bool),
        np.array(numbers, np.int64),
        _windows(numbers),
    )


@lru_cache(maxsize=32_768)
def _case(word: str, *, initial: bool) -> int:
    if word.isdigit():
        return 4
    if not any(c.isalnum() for c in word):
        return 6
    if any(c.isdigit() for c in word):
        return 5
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    if word[0].isupper() and word[1:].islower():
        return 7 if initial else 1
    return 3 if len(word) > 1 else 1


def _windows(numbers: Sequence[int]) -> tuple[Window, ...]:
    """Windows of at most WINDOW tokens that begin and end between sentences where these are short enough."""
    n = len(numbers)
    if n <= WINDOW:
        return (Window(0, n, 0, n),) if n else ()
    found: list[Window] = []
    begin = keep = 0
    while True:
        end = min(begin + WINDOW, n)
        if end < n:
            end = _back_to_sentence(numbers, end, begin + WINDOW // 2)
        last = end == n
        following = n if last else _back_to_sentence(numbers, end - OVERLAP, max(begin + 1, end - 2 * OVERLAP))
        keep_end = n if last else (following + end) // 2
        found.append(Window(begin, end, keep, keep_end))
        if last:
            return tuple(found)
        begin, keep = following, keep_end


def _back_to_sentence(numbers: Sequence[int], at: int, floor: int) -> int:
    for place in range(at, floor, -1):
        if numbers[place] != numbers[place - 1]:
            return place
    return at


def place(encoding: Encoding, begin: int, end: int, entity: int) -> Spot | None:
    """The tokens that the characters `begin` to `end` cover, as a spot of `entity`; None where there are none."""
    first = int(np.searchsorted(encoding.spans[:, 1], begin, side="right"))
    last = int(np.searchsorted(encoding.spans[:, 0], end, side="left")) - 1
    if last < first or first >= len(encoding.spans):
        return None
    return Spot(first, last, entity, int(encoding.sentences[first]))


def lexicon_classes(encoding: Encoding, matches: Iterable[Match]) -> Ints:
    """For each token 0, or 1 + 2 · class at the first and 2 + 2 · class at the other tokens of a lexicon name."""
    found = np.zeros(len(encoding.ids), np.int64)
    for match in matches:
        spot = place(encoding, match.begin, match.end, 0)
        if spot is not None and match.concept.types[0] in TYPES:
            kind = TYPES.index(match.concept.types[0])
            found[spot.begin : spot.last + 1] = 2 + 2 * kind
            found[spot.begin] = 1 + 2 * kind
    return found
