"""Number forms → values: separators of thousands and decimals, and numbers in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_COMMA_DECIMAL = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+|\d{1,7}),\d{1,2}(?![\d,])(?!\.\d)")
_POINT_DECIMAL = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{1,7})\.\d{1,2}(?![\d.])(?!,\d)")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_SPACES = re.compile(r"[\u00a0\u2009\u202f]")


def comma_is_decimal(text: str) -> bool:
    """Whether a text writes 5,6 rather than 5.6, judged by its unambiguous numbers."""
    commas = sum(1 for _ in _COMMA_DECIMAL.finditer(text))
    return commas > 0 and commas > sum(1 for _ in _POINT_DECIMAL.finditer(text))


def parse_digits(token: str, *, comma: bool = False, integral: bool = False, scaled: bool = False) -> float | None:
    """Value of a number written in digits, or None where it is no number (a version, a date).

    `comma` says that the text has decimal commas; `integral` that such figures hardly ever have three decimals
    (prices, millimetres); `scaled` that a scale word follows, so that "1.017 million" is no thousand million.
    """
    token = _SPACES.sub("", token)
    commas, points = token.count(","), token.count(".")
    if not commas and not points:
        return float(token)
    if _INDIAN.fullmatch(token):
        return float(token.replace(",", ""))
    if commas and points:
        return _mixed(token)
    mark = "," if commas else "."
    parts = token.split(mark)
    grouped = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    if len(parts) > 2:
        return float("".join(parts)) if grouped else None
    if grouped and parts[0].strip("0") and _groups(mark, comma, integral, scaled):
        return float("".join(parts))
    return float(".".join(parts))


def _groups(mark: str, comma: bool, integral: bool, scaled: bool) -> bool:
    """Whether one mark before three digits parts thousands."""
    if mark == ",":
        return not comma or (integral and not scaled)
    return (comma or integral) and not scaled


def _mixed(token: str) -> float | None:
    decimal = max(token.rfind(","), token.rfind("."))
    mark, other = token[decimal], "." if token[decimal] == "," else ","
    whole, rest = token[:decimal], token[decimal + 1 :]
    parts = whole.split(other)
    if mark in whole or len(parts[0]) > 3 or any(len(part) != 3 for part in parts[1:]):
        return None
    return float("".join(parts) + "." + rest)


def parse_words(words: Sequence[str], values: Mapping[str, float], scales: Mapping[str, float]) -> float | None:
    """Value of a number in words ("two hundred and fifty thousand", "half a million"), or None."""
    total, current, seen = 0.0, 0.0, False
    for n, word in enumerate(words):
        if word in ("and", "-"):
            continue
        if word == "half":
            current, seen = current + 0.5, True
        elif word in ("a", "an"):
            if n + 1 < len(words) and words[n + 1] in scales and not seen:
                current, seen = 1.0, True
        elif word in values:
            current, seen = current + values[word], True
        elif word in scales:
            if not seen:
                return None
            if current:
                current *= scales[word]
            else:
                total *= scales[word]
            if scales[word] >= 1000:
                total, current = total + current, 0.0
        else:
            return None
    return total + current if seen else None
