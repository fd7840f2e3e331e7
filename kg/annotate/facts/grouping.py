"""Which numbers belong together: ranges, changes, lists, and figures repeated in another unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.annotate.facts.numerals import Numeral, NumeralGrammar
from kg.annotate.facts.quantity import Role

_RANGE = re.compile(r"\s?[-–—~～]\s?|\s+to\s+|\s+and\s+|\s+or\s+")
_LIST = re.compile(
    r"\s?(?:,|/|×|x|X|\*|，|、|, and|, or|and|or|&|respectively)\s?|\s+(?:x|×|by|and|or)\s+|, (?:and|or) "
)
_BRACKET = re.compile(r"\s?(?:[(（]|, or |, equivalent to |, equal to |, i\.e\. )[^\d()（）]{0,16}$")
_WIDEST = 12


class Grouping:
    """Ties numbers together; made from the table of quantities."""

    def __init__(self, cues: Mapping[str, Any], grammar: NumeralGrammar) -> None:
        self._grammar = grammar
        self._change = frozenset(cues["change"]["words"])
        self._dimension = {kind: name for name, kinds in cues["dimensions"].items() for kind in kinds}

    def links(self, text: str, numerals: Sequence[Numeral]) -> list[Role]:
        """For each number how it is tied to the one before: "single" where it is not."""
        found: list[Role] = ["single"] * len(numerals)
        for n in range(1, len(numerals)):
            left, right = numerals[n - 1], numerals[n]
            if right.begin - left.end <= _WIDEST:
                found[n] = self._link(text, left, right, found[n - 1])
                if found[n] in ("range", "change"):
                    found[n - 1] = "single"
        return found

    def _link(self, text: str, left: Numeral, right: Numeral, former: Role) -> Role:
        between = text[left.end : right.begin]
        units = {n.unit.name for n in (left, right) if n.unit is not None}
        if len(units) > 1 or (left.unit is not None and right.unit is None and not _shares(left, right)):
            return "single"
        if former in ("single", "list") and _RANGE.fullmatch(between):
            role = self._range(text, left, between)
            if role != "single" and (role == "change" or _ascending(left, right)):
                return role
        return "list" if former in ("single", "list") and _LIST.fullmatch(between) else "single"

    def _range(self, text: str, left: Numeral, between: str) -> Role:
        word = between.strip()
        before = re.findall(r"[a-z]+", text[max(0, left.begin - 60) : left.begin].lower())
        if word in ("and", "or"):
            return "range" if word == "and" and "between" in before[-3:] else "single"
        if word != "to":
            return "range"
        return "change" if "from" in before[-3:] and self._change.intersection(before[-8:]) else "range"

    def share(self, numerals: Sequence[Numeral], links: Sequence[Role], comma: bool) -> list[Numeral]:
        """The numbers with the unit and scale of their group: "10-15 billion yuan", "44,9 and 30,72 kWh"."""
        out = list(numerals)
        for n in range(len(out) - 1, 0, -1):
            if links[n] != "single":
                out[n - 1] = self._left(out[n - 1], out[n], links[n], comma)
        for n in range(1, len(out)):
            left, right = out[n - 1], out[n]
            if links[n] != "single" and right.unit is None and left.unit is not None:
                scale = left.scale if right.scale == 1 and links[n] != "list" and right.token else 1.0
                out[n] = self._with(right, left, scale * right.scale, comma)
        return out

    def _left(self, left: Numeral, right: Numeral, role: Role, comma: bool) -> Numeral:
        scale = left.scale
        if (
            role != "list"
            and scale == 1
            and right.scale > 1
            and left.token
            and left.value < right.value / right.scale * 10
        ):
            scale = right.scale
        if left.unit is not None or right.unit is None:
            return left if scale == left.scale else self._with(left, left, scale, comma)
        return self._with(left, right, scale, comma)

    def _with(self, numeral: Numeral, model: Numeral, scale: float, comma: bool) -> Numeral:
        value = numeral.value
        if numeral.token:
            parsed = self._grammar.value(numeral.token, model.unit, scale, comma)
            value = numeral.value if parsed is None else parsed
        return replace(numeral, unit=model.unit, scale=scale, value=value, prefixed=model.prefixed)

    def conversions(self, text: str, numerals: Sequence[Numeral], links: Sequence[Role]) -> list[int]:
        """For each number the index of the one that it repeats in another unit, or -1."""
        found = [-1] * len(numerals)
        first = 0
        for n in range(1, len(numerals)):
            if links[n] != "single":
                if found[n - 1] >= 0 and found[n - 1] + 1 < n:
                    found[n] = found[n - 1] + 1 if links[found[n - 1] + 1] != "single" else -1
                continue
            if self._repeats(text, numerals[n - 1], numerals[n]):
                found[n] = first
            first = n
        return found

    def _repeats(self, text: str, left: Numeral, right: Numeral) -> bool:
        if left.unit is None or right.unit is None or right.begin - left.end > 24:
            return False
        same = self._dimension.get(left.unit.kind)
        if same is None or same != self._dimension.get(right.unit.kind) or left.unit.name == right.unit.name:
            return False
        return _BRACKET.fullmatch(text, left.end, right.begin) is not None


def _shares(left: Numeral, right: Numeral) -> bool:
    """Whether a number without a unit takes that of the one before: "$40-50 million", "3.6 billion yuan and 5.4 billion"."""  # noqa: E501
    return left.prefixed or right.scale > 1


def _ascending(left: Numeral, right: Numeral) -> bool:
    a, b = left.value, right.value
    return a < b or (left.scale == 1 < right.scale and a < b / right.scale)
