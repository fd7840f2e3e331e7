"""What a rate of growth is of: "sales, new energy vehicles"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.annotate.facts.figures import Figure
from kg.annotate.facts.page import Page
from kg.annotate.facts.phrases import Hit, Phrases

_BEHIND = 8
_LONGEST = 40


class Grown:
    """The table `grown` of the metrics: the metrics concerned, the words for what may grow, and kinds of goods."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._metrics = frozenset(table.get("metrics", ()))
        self._what = _phrases(table.get("what", {}))
        self._kinds = _phrases(table.get("kinds", {}))

    def of(self, page: Page, figure: Figure, metric: str) -> list[str]:
        """What grew, and the kind of goods, as far as the sentence says: whatever stands nearest before the figure, or
        else close behind it. A kind that the text explains in brackets ("other models (fuel vehicles)") is explained.
        """
        if metric not in self._metrics:
            return []
        sentence = page.sentences[page.sentence(figure.begin)]
        first, last = page.word(figure.begin), page.word(figure.end)
        words = page.words[page.word(sentence.begin) : min(page.word(sentence.end), last + _BEHIND)]
        at = first - page.word(sentence.begin)
        what, kind = (_nearest(phrases.find(words), at) for phrases in (self._what, self._kinds))
        return [*([what.key] if what else []), *([_explained(page.text, kind)] if kind else [])]


def _phrases(rows: Mapping[str, Sequence[str]]) -> Phrases:
    return Phrases([(form, name) for name, forms in rows.items() for form in forms])


def _nearest(hits: Iterable[Hit], at: int) -> Hit | None:
    """The last hit before the word `at`, or else the first behind it."""
    found = list(hits)
    before = [hit for hit in found if hit.last <= at]
    return before[-1] if before else found[0] if found else None


def _explained(text: str, kind: Hit) -> str:
    words = re.escape(text[kind.begin : kind.end])
    bracket = re.search(rf"\b{words} \(([^()\n]{{1,{_LONGEST}}})\)", text, re.IGNORECASE)
    return f"{kind.key} ({bracket[1]})" if bracket else kind.key
