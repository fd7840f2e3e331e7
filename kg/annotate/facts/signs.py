"""The sign of a figure: "fell 3 %", "a loss of", "2 % lower"."""

from __future__ import annotations

from kg.annotate.facts.figures import Figure
from kg.annotate.facts.page import CueTable, Page
from kg.annotate.facts.phrases import Phrases

_BEFORE, _AFTER = 12, 4
_NEGATIVE, _POSITIVE = "negative", "positive"


class Signs:
    """Finds the words that turn figures of some metrics negative."""

    def __init__(self, table: CueTable) -> None:
        self._phrases = {
            name: Phrases([(form, kind) for kind in (_NEGATIVE, _POSITIVE) for form in row.get(kind, ())])
            for name, row in table.metrics.items()
            if row.get(_NEGATIVE)
        }

    def negative(self, page: Page, figure: Figure, metric: str) -> bool:
        """Whether the words around the figure say that it is less than nothing."""
        phrases = self._phrases.get(metric)
        if phrases is None:
            return False
        sentence = page.sentences[page.sentence(figure.begin)]
        first, last = page.word(figure.begin), page.word(figure.end)
        low = max(page.word(sentence.begin), first - _BEFORE)
        left = list(phrases.find(page.words[low:first]))
        near = page.words[last : min(page.word(sentence.end), last + _AFTER)]
        right = next(iter(phrases.find(near)), None)
        if right is not None and not _parted(page.text[figure.end : right.begin]):
            gap = first - low - left[-1].last if left else _BEFORE
            if right.first <= 1 or right.first < gap:
                return right.key == _NEGATIVE
        return bool(left) and left[-1].key == _NEGATIVE


def _parted(between: str) -> bool:
    return any(mark in between for mark in ",;:.()") or any(c.isdigit() for c in between)
