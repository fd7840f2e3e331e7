"""The table of units → patterns that read a unit or a currency beside a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.annotate.folding import folded

_GAP = r"(?:[ \u00a0\u202f\u2009]{0,2}|[-‑–](?=[A-Za-z])|\)[ \u00a0]?)"
_NATION = r"(?-i:[A-Z][a-z]+(?:ese|ish|ian|an|ic|i|k) )"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the table has it: its name in the ontology, what it measures, and the factor to that unit."""

    unit: str
    name: str
    kind: str
    factor: float = 1.0


class UnitTable:
    """Reads units behind numbers and currency signs before them."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self.symbols: dict[str, Unit] = {}
        self.words: dict[str, Unit] = {}
        self.prefixes: dict[str, Unit] = {}
        for row in cues["unit"]:
            unit = Unit(row["unit"], row.get("name", row["unit"]), row["kind"], float(row.get("factor", 1)))
            self.symbols.update((form, unit) for form in row.get("symbols", ()))
            self.words.update((folded(form), unit) for form in row.get("words", ()))
            self.prefixes.update((form, unit) for form in row.get("prefix", ()))
        symbols, words = _alternation(self.symbols), _alternation(self.words)
        self._after = re.compile(rf"{_GAP}(?:(?P<symbol>{symbols})|(?:{_NATION})??(?P<word>(?i:{words})))")
        signs = "|".join(re.escape(form) for form in sorted(self.prefixes, key=lambda form: (-len(form), form)))
        self._before = re.compile(rf"(?<![A-Za-z])(?:{signs})[ \u00a0\u202f]?$")

    def after(self, text: str, at: int) -> tuple[Unit, int] | None:
        """The unit that stands at `at`, behind a number, and where it ends."""
        found = self._after.match(text, at)
        if not found:
            return None
        symbol = found["symbol"]
        unit = self.symbols[symbol] if symbol else self.words[folded(found["word"])]
        return unit, found.end()

    def before(self, text: str, at: int) -> tuple[Unit, int] | None:
        """The currency that ends at `at`, before a number, and where it begins."""
        start = max(0, at - 6)
        found = self._before.search(text, start, at)
        return (self.prefixes[found.group().strip(" \u00a0\u202f")], found.start()) if found else None


def _alternation(forms: Mapping[str, Unit]) -> str:
    """Longest first, so that "kWh/100 km" wins over "kWh"; a form that ends in a letter must end there."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form) + (r"(?![A-Za-z0-9])" if form[-1].isalnum() else r"(?!\d)") for form in ordered)
