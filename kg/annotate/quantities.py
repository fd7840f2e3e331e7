"""Figures in a text: number, scale, unit or currency, range, and words such as "more than"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc

from kg.annotate.dates import find_dates
from kg.annotate.facts.cache import compiled
from kg.annotate.facts.grouping import Grouping
from kg.annotate.facts.numbers import comma_is_decimal
from kg.annotate.facts.numerals import Numeral, NumeralGrammar
from kg.annotate.facts.quantity import Quantity, Role
from kg.annotate.facts.wordfigures import WordFigures, tidy
from kg.annotate.folding import folded
from kg.annotate.parser import text_of

__all__ = ["Quantity", "find_quantities", "scan_quantities"]


def find_quantities(doc: Doc, cues: Mapping[str, Any]) -> tuple[Quantity, ...]:
    """The figures of a parsed text, in order; `cues` are the ontology's cue tables.

    Dates, ranks, versions and numbers that are part of a name ("Model 3", "iPhone 14") are left out.
    """
    dates = [(date.begin, date.end) for date in find_dates(doc, cues, "")]
    return scan_quantities(text_of(doc), cues, dates)


def scan_quantities(text: str, cues: Mapping[str, Any], masked: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The figures of a text, in order, but none that begins inside one of the `masked` spans (sorted)."""
    return compiled("quantities", cues, _Grammar).scan(text, masked)


class _Grammar:
    """The compiled grammar of one set of cue tables."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        table = cues["quantities"]
        self._numerals = NumeralGrammar(table)
        self._grouping = Grouping(table, self._numerals)
        self._modifiers = {form: name for name, forms in table["modifiers"].items() for form in forms}
        self._behind = {form: name for name, forms in table["modifiers_after"].items() for form in forms}
        self._words = WordFigures(table)
        self._before = re.compile(rf"(?<![\w-])({_or(self._modifiers)})(?: an?| the)? ?$", re.IGNORECASE)
        self._after = re.compile(rf" ({_or(self._behind)})\b", re.IGNORECASE)
        self._last: tuple[tuple[str, tuple[tuple[int, int], ...]], tuple[Quantity, ...]] = (("", ()), ())

    def scan(self, text: str, masked: Sequence[tuple[int, int]]) -> tuple[Quantity, ...]:
        """The figures of a text; those of the last text are kept, since several parts ask for them."""
        asked = text, tuple(masked)
        if self._last[0] != asked:
            self._last = asked, self._scanned(text, masked)
        return self._last[1]

    def _scanned(self, text: str, masked: Sequence[tuple[int, int]]) -> tuple[Quantity, ...]:
        numerals = self._numerals.find(text, masked)
        links = self._grouping.links(text, numerals)
        numerals = self._grouping.share(numerals, links, comma_is_decimal(text))
        conversions = self._grouping.conversions(text, numerals, links)
        places = _places(links)
        found = []
        for n, numeral in enumerate(numerals):
            modifier = self._modifier(
                text, numerals[places[n][1] - places[n][2]] if places[n][0] >= 0 else numeral, numeral
            )
            found.append(_quantity(numeral, modifier, *places[n], conversions[n]))
        return _merged(found, self._words.find(text, masked))

    def _modifier(self, text: str, first: Numeral, numeral: Numeral) -> str:
        before = self._before.search(text, max(0, first.begin - 32), first.begin)
        if before:
            return self._modifiers[folded(before.group(1))]  # type: ignore[no-any-return]
        after = self._after.match(text, numeral.end)
        if after:
            return self._behind[folded(after.group(1))]  # type: ignore[no-any-return]
        return "more than" if text[numeral.digits_end : numeral.digits_end + 1] == "+" else ""


def _places(links: Sequence[Role]) -> list[tuple[int, int, int, int, Role]]:
    """For each number its group (-1: none), index, position in the group, size of the group, and role."""
    out: list[tuple[int, int, int, int, Role]] = []
    groups = 0
    n = 0
    while n < len(links):
        stop = n + 1
        while stop < len(links) and links[stop] != "single":
            stop += 1
        if stop - n == 1:
            out.append((-1, n, 0, 1, "single"))
        else:
            role: Role = links[n + 1] if stop - n == 2 else "list"
            out.extend((groups, n + k, k, stop - n, role) for k in range(stop - n))
            groups += 1
        n = stop
    return out


def _quantity(
    numeral: Numeral, modifier: str, group: int, index: int, position: int, size: int, role: Role, conversion: int
) -> Quantity:
    unit = numeral.unit
    value = numeral.value * (unit.factor if unit else 1.0)
    return Quantity(
        begin=numeral.begin,
        end=numeral.end,
        value=tidy(value),
        unit=unit.unit if unit else "",
        kind=unit.kind if unit else "bare",
        name=unit.name if unit else "",
        scale=numeral.scale,
        modifier=modifier,
        per=numeral.per,
        group=group,
        position=position,
        size=size,
        role=role,
        bound=("min", "max")[position] if role == "range" else "",
        conversion=conversion,
    )


def _merged(figures: Sequence[Quantity], words: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Figures and words such as "doubled" in order of place, with the references between figures kept right."""
    if not words:
        return tuple(figures)
    ends = [figure.begin for figure in figures]
    free = []
    for word in words:
        at = bisect_right(ends, word.end - 1) - 1
        if at < 0 or figures[at].end <= word.begin:
            free.append(word)
    order = sorted([*figures, *free], key=lambda q: q.begin)
    place = {figure.begin: n for n, figure in enumerate(order)}
    return tuple(q if q.conversion < 0 else replace(q, conversion=place[figures[q.conversion].begin]) for q in order)


def _or(forms: Mapping[str, Any] | Sequence[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
