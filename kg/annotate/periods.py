"""Which period a figure is of: a date beside it, one carried on from before, or none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.facts.calendar import DateExpression
from kg.annotate.facts.distance import bucket
from kg.annotate.facts.figures import Figure
from kg.annotate.facts.page import Page
from kg.annotate.facts.tokens import is_verb

NO_PERIOD = ""
_CLAUSE = re.compile(r"[;；:]|, (?:and|but|while|whereas|of which)\b| while | whereas ")
_WORD = re.compile(r"[A-Za-z'’]+")
_BACK = 3


@dataclass(frozen=True, slots=True)
class Given:
    """The period that the last figure got, and that figure."""

    figure: Figure
    value: str


class PeriodFeatures:
    """Describes the periods that the figures of one article may be of; "" stands for none."""

    def __init__(self, page: Page, figures: Sequence[Figure], dates: Sequence[DateExpression], date: str) -> None:
        self._page = page
        self._dates = [d for d in dates if d.value]
        self._begins = [d.begin for d in self._dates]
        self._figures = [figure.begin for figure in figures if figure.quantity is not None]
        self._date = date
        title = page.lines.lines[0] if page.lines.lines else None
        self._title = self._between(title.begin, title.end) if title else []

    def describe(self, figure: Figure, metric: str, given: Given | None) -> dict[str, list[str]]:
        """Features of each period that the figure as `metric` may be of."""
        page = self._page
        out: dict[str, list[str]] = defaultdict(list)
        sentence = page.sentences[page.sentence(figure.begin)]
        here = self._between(sentence.begin, sentence.end)
        self._beside(figure, here, out)
        self._around(figure, out)
        if given is not None and given.value:
            self._carried(figure, given, out)
        for date in self._title:
            out[date.value].append(f"title:{date.kind}")
        if self._date:
            out[self._date[:7]].append("article")
        kind = page.table.metrics.get(metric, {}).get("period", "")
        general = [f"none:here={bool(here):d}", f"none:given={bool(given and given.value):d}"]
        out[NO_PERIOD] = [*general, f"none:role={self._role(figure)}"]
        return {value: self._of_metric(features, metric, kind) for value, features in out.items()}

    def _of_metric(self, features: list[str], metric: str, kind: str) -> list[str]:
        return [*features, *(f"{kind}|{f}" for f in features), *(f"{metric}|{f}" for f in features if f.count(":") < 2)]

    def _role(self, figure: Figure) -> str:
        q = figure.quantity
        return f"{q.role}{q.position}" if q is not None else ""

    def _between(self, begin: int, end: int) -> list[DateExpression]:
        return self._dates[bisect_left(self._begins, begin) : bisect_left(self._begins, end)]

    def _beside(self, figure: Figure, here: Sequence[DateExpression], out: dict[str, list[str]]) -> None:
        before = [date for date in here if date.end <= figure.begin]
        behind = [date for date in here if date.begin >= figure.end]
        verb = self._verb(figure.begin)
        for side, dates in (("before", before[::-1]), ("behind", behind)):
            for rank, date in enumerate(dates[:4]):
                begin, end = (date.end, figure.begin) if side == "before" else (figure.end, date.begin)
                between = self._page.text[begin:end]
                count = bisect_left(self._figures, end) - bisect_left(self._figures, begin)
                words = len(_WORD.findall(between))
                clause = "new" if _CLAUSE.search(between) else f"same{min(between.count(','), 2)}"
                own = verb is not None and verb == self._verb(date.begin)
                features = [f"{side}", f"{side}:{rank}", f"{side}:gap{bucket(words)}", f"{side}:figures{min(count, 2)}"]
                features += [f"{side}:{clause}", f"{side}:{clause}:figures{min(count, 2)}", f"{side}:own={own:d}"]
                features += self._form(date, side, figure)
                if side == "behind" and words <= 3:
                    features.append(f"behind:next={'_'.join(_WORD.findall(between.lower())[:2])}")
                out[date.value] += features
                if date.kind == "yearago":
                    continue
                if self._role(figure) == "change0" or "from" in self._words_before(figure.begin)[:2]:
                    out[_year_before(date.value)] += [f"yearbefore:{side}", f"yearbefore:{self._role(figure)}"]

    def _form(self, date: DateExpression, side: str, figure: Figure) -> list[str]:
        preposition = (self._words_before(date.begin) or [""])[0]
        return [
            f"{side}:kind={date.kind}",
            f"{side}:edge={date.edge}",
            f"{side}:pre={preposition}",
            f"kind={date.kind}",
        ]

    def _words_before(self, offset: int) -> list[str]:
        return _WORD.findall(self._page.text[max(0, offset - 24) : offset].lower())[::-1]

    def _around(self, figure: Figure, out: dict[str, list[str]]) -> None:
        """Dates of the heading, of the label, and of the sentences before."""
        page = self._page
        line = page.line(figure.begin)
        if line is not None and line.item:
            label = page.lines.label(figure.begin)
            for date in self._between(*label) if label else ():
                out[date.value].append("label")
            for at in (line.heading, line.section):
                if at >= 0:
                    above = page.lines.lines[at]
                    for date in self._between(above.begin, above.end):
                        out[date.value].append("heading")
        here = page.sentence(figure.begin)
        found = 0
        for back in range(1, 6):
            if here - back < 0 or found >= _BACK:
                break
            sentence = page.sentences[here - back]
            dates = self._between(sentence.begin, sentence.end)
            same = page.lines.index(sentence.begin) == page.lines.index(figure.begin)
            for rank, date in enumerate(dates[::-1][:3]):
                out[date.value] += [f"back{back}", f"back{back}:{min(rank, 1)}:{same:d}", f"back:kind={date.kind}"]
            found += bool(dates)

    def _carried(self, figure: Figure, given: Given, out: dict[str, list[str]]) -> None:
        page = self._page
        back = page.sentence(figure.begin) - page.sentence(given.figure.begin)
        one, two = page.line(given.figure.begin), page.line(figure.begin)
        block = one is not None and two is not None and one.item and two.item and one.block == two.block
        where = "block" if block else f"sentence{min(back, 4)}"
        newer = bool(self._between(given.figure.end, figure.begin))
        features = [f"carried:{where}", f"carried:newer={newer:d}", f"carried:{where}:newer={newer:d}"]
        alike = given.figure.quantity is not None and figure.quantity is not None
        if alike and given.figure.quantity.kind == figure.quantity.kind:  # type: ignore[union-attr]
            features.append("carried:alike")
        out[given.value] += features

    def _verb(self, offset: int) -> int | None:
        """The verb that governs the token at a character."""
        token: Token | None = self._page.token(offset)
        for _ in range(8):
            if token is None:
                return None
            if is_verb(token):
                return int(token.i)
            if token.head.i == token.i:
                return None
            token = token.head
        return None


def _year_before(value: str) -> str:
    """The same stretch of time a year earlier."""
    return re.sub(r"\d{4}(?=-|/|$)", lambda year: f"{int(year.group()) - 1:04d}", value)
