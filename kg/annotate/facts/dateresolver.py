"""Matches of the date grammar → dates and periods with ISO values."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kg.annotate.facts.calendar import (
    Anchor,
    DateExpression,
    iso_month,
    pick_year,
    span,
    valid_day,
    weekday_before,
)

if TYPE_CHECKING:
    from kg.annotate.facts.dategrammar import DateGrammar

BREAK = re.compile(r"[.!?。！？][\"”’)]?\s|\n")
"""Where a sentence or a line ends."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A match before it is resolved."""

    begin: int
    end: int
    kind: str
    groups: Mapping[str, str]


class _Resolver:
    """Turns matches into values, in order, so that later ones can lean on earlier ones."""

    def __init__(self, grammar: DateGrammar, text: str, anchor: Anchor | None) -> None:
        self._grammar, self._text, self._anchor = grammar, text, anchor
        self._last: DateExpression | None = None
        self._last_day = ""
        self._reported: dict[str, str] = {}
        self._stated = 0
        self._stated_at = -1_000

    def resolve(self, found: list[_Found]) -> Iterator[DateExpression]:
        breaks = [match.start() for match in BREAK.finditer(self._text)] if found else []
        for item, following in zip(found, [*found[1:], None], strict=False):
            if bisect_right(breaks, self._stated_at) != bisect_left(breaks, item.begin):
                self._stated = 0
            if following and following.begin - item.end < 8 and item.kind == following.kind == "day":
                self._stated = self._stated or int(following.groups.get("year", 0))
                self._stated_at = item.begin if self._stated else self._stated_at
            yield self.one(item)

    def one(self, item: _Found) -> DateExpression:
        value = getattr(self, f"_{item.kind}", self._unknown)(item)
        groups = item.groups
        kind = "month" if item.kind in ("alone", "samemonth", "relmonth") and len(value) == 7 else item.kind
        if item.kind in ("today", "yesterday", "tomorrow", "weekday", "sameday"):
            kind = "day"
        elif (item.kind in ("day",) and len(value) == 7) or item.kind == "monthend":
            kind = "month"
        elif item.kind == "ended":
            kind = "quarter" if "Q" in value else "months"
        explicit = "year" in groups
        edge = self._grammar.edge(self._text, item.begin, item.end)
        expression = DateExpression(item.begin, item.end, value, kind, explicit, edge)
        if explicit:
            self._stated, self._stated_at = int(groups["year"]), item.begin
        if value:
            self._last = expression
            self._last_day = value if kind == "day" else self._last_day
            self._reported |= dict.fromkeys(_grains(value), value)
        return expression

    def _unknown(self, item: _Found) -> str:
        return ""

    def _year_of(self, item: _Found, first: int, last: int) -> int | None:
        groups = item.groups
        if "year" in groups:
            return int(groups["year"])
        if "relative" in groups:
            offset = self._grammar.number("relative", groups["relative"])
            return self._anchor.day.year + offset if self._anchor else None
        if "same" in groups:
            return int(self._last.value[:4]) if self._last else None
        if self._stated:
            return self._stated
        if self._anchor is None:
            return None
        return pick_year(self._anchor, first, last, self._grammar.tense(self._text, item.begin, item.end))

    def _months_of(self, item: _Found, first: int, last: int) -> str:
        year = self._year_of(item, first, last)
        return span(year, first, last) if year else ""

    def _day(self, item: _Found) -> str:
        groups = item.groups
        month = (
            int(groups["number_month"]) if "number_month" in groups else self._grammar.number("months", groups["month"])
        )
        year = self._year_of(item, month, month)
        if not year or "day" not in groups:
            return f"{year:04d}-{month:02d}" if year else ""
        day = int(groups["day"])
        return f"{year:04d}-{month:02d}-{day:02d}" if valid_day(year, month, day) else ""

    def _month(self, item: _Found) -> str:
        month = self._grammar.number("months", item.groups["month"])
        relative = item.groups.get("relative")
        if relative and self._text[item.begin : item.end].lower().startswith(relative.lower()) and self._anchor:
            offset = self._grammar.number("relative", relative)
            if not self._anchor.month:
                return iso_month(self._anchor.day.year + offset, month)
            year = pick_year(replace(self._anchor, exact=True), month, month, 1 if offset > 0 else -1)
            ended = year * 12 + month >= self._anchor.day.year * 12 + self._anchor.day.month
            return f"{self._anchor.day.year if offset == 0 else year - (offset < 0 and ended):04d}-{month:02d}"
        return self._months_of(item, month, month)

    def _alone(self, item: _Found) -> str:
        month = self._grammar.number("months", item.groups["month_alone"])
        return self._months_of(item, month, month)

    def _fiscal(self, item: _Found) -> str:
        return item.groups["year"]

    def _year(self, item: _Found) -> str:
        return item.groups["year"]

    def _yearspan(self, item: _Found) -> str:
        groups = item.groups
        return f"{groups.get('year') or groups['year_a']}/{groups.get('year2') or groups['year_b']}"

    def _quarter(self, item: _Found) -> str:
        groups = item.groups
        quarter = int(groups["digit"]) if "digit" in groups else self._grammar.number("ordinals", groups["ordinal"])
        return self._months_of(item, quarter * 3 - 2, quarter * 3)

    def _quarters(self, item: _Found) -> str:
        first = self._grammar.number("ordinals", item.groups["ordinal"])
        last = self._grammar.number("ordinals", item.groups["ordinal2"])
        return self._months_of(item, first * 3 - 2, last * 3) if first < last <= 4 else ""

    def _ended(self, item: _Found) -> str:
        """ "nine months to September", "quarter ended March 31, 2024", "June quarter"."""
        number = 6 if "half" in self._text[item.begin : item.end].lower() else 3
        if "number" in item.groups:
            number = self._grammar.number("numbers", item.groups["number"])
        last = self._grammar.number("months", item.groups["month"])
        first = last - number + 1
        year = self._year_of(item, max(first, 1), last)
        return span(year, first, last) if year else ""

    def _period(self, item: _Found) -> str:
        """ "in the quarter": the last one that was told, or else, of quarters, the last that was over."""
        grain = item.groups["grain"].lower().removesuffix("-year")
        if grain in self._reported or grain != "quarter" or not self._precise():
            return self._reported.get(grain, "")
        return self._quarter_from(-1)

    def _half(self, item: _Found) -> str:
        groups = item.groups
        half = int(groups["digit"]) if "digit" in groups else self._grammar.number("ordinals", groups["ordinal"])
        return self._months_of(item, 1, 6) if half == 1 else self._months_of(item, 7, 12)

    def _months(self, item: _Found) -> str:
        number = self._grammar.number("numbers", item.groups["number"])
        first = self._grammar.number("ordinals", item.groups["ordinal"]) == 1
        return self._months_of(item, 1, number) if first else self._months_of(item, 13 - number, 12)

    def _monthspan(self, item: _Found) -> str:
        first = self._grammar.number("months", item.groups["month"])
        last = self._grammar.number("months", item.groups["month2"])
        return self._months_of(item, first, last) if first < last else ""

    def _season(self, item: _Found) -> str:
        year = self._year_of(replace_relative(item), *self._grammar.season(item.groups["season"]))
        return f"{year:04d}" if year else ""

    def _relyear(self, item: _Found) -> str:
        if self._anchor is None:
            return ""
        relative = item.groups.get("relative")
        return f"{self._anchor.day.year + (self._grammar.number('relative', relative) if relative else 0):04d}"

    def _yearend(self, item: _Found) -> str:
        return self._relyear(item)

    def _todate(self, item: _Found) -> str:
        return self._relyear(item)

    def _sameyear(self, item: _Found) -> str:
        return self._last.value[:4] if self._last else ""

    def _yearago(self, item: _Found) -> str:
        base = self._last.value if self._last else ""
        if base and "/" not in base:
            return f"{int(base[:4]) - 1:04d}{base[4:7]}"
        return f"{self._anchor.day.year - 1:04d}" if self._anchor else ""

    def _yearsago(self, item: _Found) -> str:
        return (
            f"{self._anchor.day.year - self._grammar.number('numbers', item.groups['number']):04d}"
            if self._anchor
            else ""
        )

    def _yearslater(self, item: _Found) -> str:
        years = self._grammar.number("numbers", item.groups["number"])
        return f"{int(self._last.value[:4]) + years:04d}" if self._last else ""

    def _samemonth(self, item: _Found) -> str:
        return self._last.value[:7] if self._last and self._last.kind in ("day", "month") else ""

    def _sameday(self, item: _Found) -> str:
        return self._last_day

    def _relquarter(self, item: _Found) -> str:
        return self._quarter_from(self._grammar.number("relative", item.groups["relative"]))

    def _quarter_from(self, offset: int) -> str:
        """The quarter so many after the one in which the article was written, "" where that is not known."""
        if self._anchor is None:
            return ""
        there = self._anchor.day.year * 4 + (self._anchor.day.month - 1) // 3 + offset
        return f"{there // 4:04d}-Q{there % 4 + 1}"

    def _relmonth(self, item: _Found) -> str:
        if self._anchor is None or not self._precise():
            return ""
        offset = self._grammar.number("relative", item.groups["relative"])
        return iso_month(self._anchor.day.year, self._anchor.day.month + offset)

    def _monthend(self, item: _Found) -> str:
        if self._anchor is None or not self._precise():
            return ""
        relative = item.groups.get("relative")
        return iso_month(
            self._anchor.day.year,
            self._anchor.day.month + (self._grammar.number("relative", relative) if relative else 0),
        )

    def _precise(self) -> bool:
        return self._anchor is not None and self._anchor.exact

    def _relweek(self, item: _Found) -> str:
        return ""

    def _today(self, item: _Found) -> str:
        return self._anchor.day.isoformat() if self._anchor and self._precise() else ""

    def _yesterday(self, item: _Found) -> str:
        return (self._anchor.day - timedelta(days=1)).isoformat() if self._anchor and self._precise() else ""

    def _tomorrow(self, item: _Found) -> str:
        return (self._anchor.day + timedelta(days=1)).isoformat() if self._anchor and self._precise() else ""

    def _weekday(self, item: _Found) -> str:
        if self._anchor is None or not self._precise():
            return ""
        relative = item.groups.get("relative")
        offset = self._grammar.number("relative", relative) if relative else 0
        weekday = self._grammar.number("weekdays", item.groups["weekday"])
        return weekday_before(self._anchor.day, weekday, offset).isoformat()


def _level(kind: str, value: str) -> tuple[str, str]:
    """How precisely a value tells when the article was written, and the date that it tells: quarters their last month."""  # noqa: E501
    if kind in ("quarter", "half") and len(value) > 4:
        return "month", f"{value[:4]}-{int(value[-1]) * 3:02d}" if "Q" in value else value[-7:]
    if kind in ("day", "month") and "/" not in value and len(value) > 4:
        return ("day" if len(value) == 10 else "month"), value
    return "year", value[:4]


def _grains(value: str) -> tuple[str, ...]:
    """What a period may be called when it is named again."""
    if "Q" in value:
        return ("quarter", "period")
    if "/" in value:
        return ("half", "period")
    return {4: ("year", "period"), 7: ("month", "period")}.get(len(value), ())


def replace_relative(item: _Found) -> _Found:
    """The match without a relative word that belongs to the season and not to a year ("this spring")."""
    return replace(item, groups={k: v for k, v in item.groups.items() if k != "relative"})
