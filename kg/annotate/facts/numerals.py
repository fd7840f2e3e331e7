"""Single numbers in a text, each with its sign, scale and unit or currency."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.annotate.facts.numbers import comma_is_decimal, parse_digits, parse_words
from kg.annotate.facts.units import Unit, UnitTable
from kg.annotate.folding import folded

_DIGITS = re.compile(r"(?<!\d)\d(?:\d|[.,](?=\d)|[\u00a0\u2009\u202f](?=\d{3}(?!\d)))*+")
_LONGEST = 24
_LEFT = re.compile(r"[^\s(]+$")
_EXCHANGE = re.compile(r"\.[A-Z]{2,3}\b")
_PREVIOUS = re.compile(r"([^\s()]+)[ \u00a0]?\(?$")
_NEXT = re.compile(r"\)?[ \u00a0-]?([A-Za-z.’']+)")
_MORE = re.compile(r" ?(?:[-–/×]|,? and|,? or|,| to) ?[$€£¥]?\d")
_PER = re.compile(r"(?:\s?/\s?|\s+per\s+|\s+an?\s+|\s+(?=each\b|every\b))(?:each |every )?([A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and what stands directly around it.

    `begin` and `end` enclose sign, currency and unit; `digits_begin` and `digits_end` the bare number with its scale.
    `value` has the scale multiplied out but is in the unit as written; `scale` is that factor. `prefixed` says that
    the currency stands before the number. `token` is the number as written in digits, "" where it is in words.
    """

    begin: int
    end: int
    digits_begin: int
    digits_end: int
    value: float
    scale: float
    unit: Unit | None
    prefixed: bool = False
    token: str = ""
    per: str = ""


class NumeralGrammar:
    """Finds numbers; made from the table of quantities."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self.units = UnitTable(cues)
        self._values = {k: float(v) for k, v in cues["words"].items()}
        self._scales = {k: float(v) for k, v in cues["scales"].items()}
        self._any = {k: float(v) for k, v in cues["letters"]["any"].items()}
        self._money = self._any | {k: float(v) for k, v in cues["letters"]["money"].items()}
        self._integral = frozenset(cues["integral"])
        self._signed = frozenset(cues["signed"])
        self._not_before = frozenset(cues["not_before"]["words"])
        self._not_after = frozenset(cues["not_after"]["words"])
        self._function = frozenset(cues["function_words"]["words"])
        self._openers = frozenset(cues["function_words"]["openers"])
        latin = [scale for scale in self._scales if scale.isascii()]
        other = [scale for scale in self._scales if not scale.isascii()]
        self._scale = re.compile(
            rf"(?:[ \u00a0\u202f]{{0,2}}|-)(?:(?P<latin>(?i:{_or(latin)}))(?![A-Za-z])|(?P<other>{_or(other)}))"
        )
        number, scale = _or(self._values), _or(latin)
        self._words = re.compile(
            rf"\b(?<![-’'])(?:(?:half )?an? (?=(?:{scale})\b)|(?=(?:{number})\b))"
            rf"(?:{number}|{scale})(?:(?:[ -]| and )(?:{number}|{scale}|half|a(?= (?:half|{scale})))\b){{0,8}}",
            re.IGNORECASE,
        )

    def find(self, text: str, masked: Sequence[tuple[int, int]] = ()) -> list[Numeral]:
        """The numbers of a text, in order; what lies in `masked` (sorted spans, such as dates) is left out."""
        comma = comma_is_decimal(text)
        starts = [begin for begin, _ in masked]
        found = [*self._in_digits(text, comma), *self._in_words(text)]
        found.sort(key=lambda n: (n.begin, -n.end))
        kept: list[Numeral] = []
        for numeral in found:
            at = bisect_right(starts, numeral.digits_begin) - 1
            if at >= 0 and masked[at][1] > numeral.digits_begin:
                continue
            if not kept or numeral.begin >= kept[-1].end:
                kept.append(numeral)
        return kept

    def _in_digits(self, text: str, comma: bool) -> Iterator[Numeral]:
        for match in _DIGITS.finditer(text):
            if len(match.group()) <= _LONGEST:
                numeral = self._digits(text, match.start(), match.end(), comma)
                if numeral:
                    yield numeral

    def _digits(self, text: str, begin: int, end: int, comma: bool) -> Numeral | None:
        prefix = self.units.before(text, begin)
        if prefix is None and _in_code(text, begin, end):
            return None
        if prefix is None and begin and (text[begin - 1].isalpha() or text[begin - 1] == "_"):
            return None
        scale, stop = self._scaled(text, end, prefix is not None)
        unit, after = self._unit(text, stop, prefix)
        if unit is None and stop == end and self._no_figure(text, begin, end):
            return None
        value = self.value(text[begin:end], unit, scale, comma)
        if value is None:
            return None
        start = prefix[1] if prefix else begin
        sign = 1
        if unit is not None and unit.kind in self._signed:
            sign, start = _sign(text, start)
        per = _per(text, after) if unit else ""
        return Numeral(start, after, begin, stop, sign * value, scale, unit, prefix is not None, text[begin:end], per)

    def value(self, token: str, unit: Unit | None, scale: float, comma: bool) -> float | None:
        """Value of a number in digits, in the unit as written, with its scale multiplied out."""
        counted = unit is None and "," in token
        integral = counted or (unit is not None and unit.kind in self._integral)
        value = parse_digits(token, comma=comma, integral=integral, scaled=scale != 1)
        return None if value is None else value * scale

    def _in_words(self, text: str) -> Iterator[Numeral]:
        for match in self._words.finditer(text):
            words = re.split(r"[ -]+", match.group().lower())
            value = parse_words(words, self._values, self._scales)
            if value is None:
                continue
            scale = max((self._scales.get(word, 1.0) for word in words), default=1.0)
            prefix = self.units.before(text, match.start())
            unit, after = self._unit(text, match.end(), prefix)
            if unit is None and scale == 1 and (value <= 1 or self._ordinal_after(text, match.end())):
                continue
            yield Numeral(
                prefix[1] if prefix else match.start(),
                after,
                match.start(),
                match.end(),
                value,
                scale,
                unit,
                prefix is not None,
                "",
                _per(text, after) if unit else "",
            )

    def _scaled(self, text: str, at: int, money: bool) -> tuple[float, int]:
        letters = self._money if money else self._any
        letter = text[at : at + 1]
        if letter in letters and not text[at + 1 : at + 2].isalnum():
            return letters[letter], at + 1
        scale, stop = 1.0, at
        for _ in range(3):
            match = self._scale.match(text, stop)
            if not match:
                break
            scale *= self._scales[folded(match["latin"] or match["other"])]
            stop = match.end()
        return scale, stop

    def _unit(self, text: str, at: int, prefix: tuple[Unit, int] | None) -> tuple[Unit | None, int]:
        after = self.units.after(text, at)
        if prefix is None:
            return after if after else (None, at)
        if after and after[0].kind == prefix[0].kind:
            return prefix[0], after[1]
        return prefix[0], at

    def _no_figure(self, text: str, begin: int, end: int) -> bool:
        """Whether a bare number is a rank, a version or part of a name."""
        if text[end : end + 1].isalpha() or text[max(0, begin - 1) : begin] == "#":
            return True
        behind = _NEXT.match(text, end)
        word = behind.group(1) if behind else ""
        if _MORE.match(text, end):
            return False
        if word.lower() in self._not_after:
            return True
        before = _PREVIOUS.search(text, max(0, begin - 40), begin)
        previous = before.group(1) if before else ""
        if previous.rstrip(".").lower() in self._not_before:
            return True
        if len(text[begin:end]) > 2 and "." not in text[begin:end]:
            return False
        bracketed = text[begin - 1 : begin] == "(" and text[end : end + 1] == ")"
        named = any(c.isupper() for c in previous) and previous.lower() not in self._openers
        if not named or previous[-1:] in ',;:.!?”"':
            return bracketed and previous[:1].isalpha()
        counted = word[:1].islower() and word.lower() not in self._function
        return not counted

    def _ordinal_after(self, text: str, end: int) -> bool:
        behind = _NEXT.match(text, end)
        return behind is None or behind.group(1).lower() in self._function or behind.group(1).lower() in self._not_after


def _in_code(text: str, begin: int, end: int) -> bool:
    """Whether digits are part of a code, a clock time, a ratio or an address ("A330-200", "6:40", "50:50", "x.5"), or a
    stock's number with its exchange ("601127.SH")."""
    if _EXCHANGE.match(text, end):
        return True
    left = _LEFT.search(text, max(0, begin - 24), begin)
    after = text[end : end + 2]
    if left is None:
        return after[:1] == ":" and after[1:].isdigit()
    before = left.group()
    if (before[-1] == ":" and before[-2:-1].isdigit()) or (after[:1] == ":" and after[1:].isdigit()):
        return True
    if before[-1] in "-–/" and before[:-1]:
        return re.split("[-–/]", before[:-1])[-1][:1].isalpha()
    return before[-1] in "._'’" and before[-2:-1].isalnum() and not before.lower().endswith("rs.")


def _sign(text: str, start: int) -> tuple[int, int]:
    """-1 and its place where a minus sign stands before the number; a dash between words or at a bullet is none."""
    before, left = text[max(0, start - 1) : start], text[max(0, start - 2) : start - 1]
    if before in ("-", "−", "–") and left in ("", " ", "(", "\n", "\t", "\u00a0", "/"):
        return -1, start - 1
    return 1, start


def _per(text: str, at: int) -> str:
    match = _PER.match(text, at)
    return match.group(1) if match else ""


def _or(forms: Mapping[str, float] | Sequence[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
