"""Sentences as the page shows them: clipped where they are endless, with the words marked that say it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

LONGEST_NAME = 160
LONGEST_SENTENCE = 900
LEAD = 200

_SPACE = re.compile(r"\s")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:\D|$))")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_NUMBER = re.compile(r"\d+(?:[,.\s]\d{3})*(?:[.,]\d+)?")


def clip(text: str, limit: int = LONGEST_NAME) -> str:
    """`text`, cut to `limit` characters with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def window(length: int, spans: Sequence[tuple[int, int]], limit: int = LONGEST_SENTENCE) -> tuple[int, int]:
    """(begin, end) of what is shown of a sentence of `length` characters: all of it, or what is around the spans."""
    if length <= limit:
        return 0, length
    first = min((begin for begin, _ in spans), default=0)
    begin = min(max(0, first - LEAD), length - limit)
    return begin, begin + limit


def number_span(sentence: str, value: int | float | str) -> tuple[int, int] | None:
    """Where a sentence writes the figure `value`, scale words such as "billion" set aside; None where it is not found.

    Of a date the day, month or year that stands there as a number is not looked for.
    """
    if isinstance(value, str) or value == 0:
        return None
    best: tuple[int, int] | None = None
    smallest = 13
    size = abs(float(value))
    for match in _NUMBER.finditer(sentence):
        power = min((_power(size, number) for number in _readings(match.group())), default=13)
        if power < smallest:
            smallest, best = power, match.span()
    return best


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[float, ...]:
    """What a written number may mean: "58.800" is 58.8 or 58800. One too large for a float means nothing."""
    bare = _SPACE.sub("", text)
    if bare.isdecimal():
        return (float(bare),) if 0 < float(bare) < math.inf else ()
    spellings = {bare.replace(",", ""), _THOUSANDS.sub("", bare)}
    spellings.add(bare.replace(".", "").replace(",", "."))
    return tuple(float(s) for s in sorted(spellings) if _PLAIN.fullmatch(s) and 0 < float(s) < math.inf)


def _power(value: float, number: float) -> int:
    """The power of ten (up to 12) between a value and the number written for it; 13 where there is none."""
    # Not of the quotient, which may be too small for a float.
    power = math.log10(value) - math.log10(number)
    return abs(round(power)) if abs(power - round(power)) < 1e-6 and abs(power) < 12.5 else 13
