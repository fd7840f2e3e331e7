"""What tells figures of one metric apart: bounds, test cycles, "year-on-year", "per month"."""

from __future__ import annotations

from kg.annotate.facts.calendar import DateExpression
from kg.annotate.facts.figures import Figure
from kg.annotate.facts.grown import Grown
from kg.annotate.facts.page import CueTable, Page
from kg.annotate.facts.phrases import Phrases

_BEFORE, _AFTER = 10, 6
_SPANS = ("half", "months", "monthspan", "season", "quarters")
_LABEL = 60


class Qualifiers:
    """Finds the conditions of the table of metrics."""

    def __init__(self, table: CueTable) -> None:
        rows = table.table.get("qualifiers", {})
        self._phrases = Phrases([(form, name) for name, forms in rows.items() for form in forms])
        self._grown = Grown(table.table.get("grown", {}))

    def of(self, page: Page, figure: Figure, metric: str) -> str:
        """The qualifier of a figure, its parts joined by commas; "" where it has none."""
        parts: list[str] = self._grown.of(page, figure, metric)
        quantity = figure.quantity
        if quantity is not None:
            parts += [part for part in (quantity.bound, quantity.modifier) if part]
            parts += [f"per {quantity.per}"] if quantity.per else []
            parts += ["converted"] if quantity.conversion >= 0 else []
        if figure.date is not None:
            parts += self._dated(page, figure.date)
        sentence = page.sentences[page.sentence(figure.begin)]
        first, last = page.word(figure.begin), page.word(figure.end)
        low = max(page.word(sentence.begin), first - _BEFORE)
        high = min(page.word(sentence.end), last + _AFTER)
        parts += [hit.key for hit in self._phrases.find(page.words[low:high])]
        label = page.lines.label(figure.begin)
        if label is not None:
            parts.append(page.text[label[0] : label[1]].strip(" |*-")[:_LABEL])
        return ", ".join(dict.fromkeys(part for part in parts if part))

    def _dated(self, page: Page, date: DateExpression) -> list[str]:
        edge = [date.edge] if date.edge in ("early", "middle", "late", "by") else []
        return [*edge, page.text[date.begin : date.end]] if date.kind in _SPANS else edge
