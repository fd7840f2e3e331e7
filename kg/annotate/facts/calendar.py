"""Dates as values: expressions found in a text, and arithmetic on years, quarters and months."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date or period as the text has it.

    `value` is an ISO date, month, quarter ("2023-Q2") or year, or an interval of such ("2022-01/2022-05"), or "" where
    it cannot be resolved. `kind` is the grammar's name for the form ("day", "month", "half" …); `explicit` says that
    the text names the year. `edge` is "early", "middle", "late", "by" or "since" where the text bounds the date so.
    """

    begin: int
    end: int
    value: str
    kind: str
    explicit: bool = False
    edge: str = ""

    @property
    def point(self) -> str:
        """The ISO date, month or year to give where a single date is wanted: quarters and intervals give their year."""
        return self.value if self.kind in ("day", "month") and "/" not in self.value else self.value[:4]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date that relative dates start from.

    `exact` unless it was guessed from the text; a guess may know the `month`, or the year only.
    """

    day: date
    exact: bool = True
    month: bool = True


def to_anchor(iso: str, *, exact: bool = True) -> Anchor | None:
    """The anchor of an ISO date, month or year (taken in its middle); None where it is none."""
    parts = iso.split("-")
    try:
        numbers = [int(part) for part in parts[:3]]
        numbers += [(7, 1), (15,)][len(numbers) - 1] if len(numbers) < 3 else []
        return Anchor(date(*numbers), exact and len(parts) == 3, len(parts) > 1)
    except (ValueError, IndexError):
        return None


def iso_month(year: int, month: int) -> str:
    """ISO name of a month; months beyond 1 to 12 run over into the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}"


def span(year: int, first: int, last: int) -> str:
    """ISO name of the months `first` to `last` of a year: a quarter, a year, or an interval.

    A `first` below 1 lies in the year before.
    """
    if (first, last) == (1, 12):
        return f"{year:04d}"
    if last - first == 2 and first % 3 == 1:
        return f"{year:04d}-Q{(first + 2) // 3}"
    return iso_month(year, first) if first == last else f"{iso_month(year, first)}/{iso_month(year, last)}"


def valid_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def pick_year(anchor: Anchor, first: int, last: int, tense: int) -> int:
    """The year of a stretch of months (1 to 12) that the text names without one.

    `tense` is 1 where the text looks ahead, -1 where it looks back, 0 where it does neither; then the nearest is taken.
    Looking back, stretches longer than a month must have ended; a guessed anchor may lie some months too early.
    """
    if not anchor.month:
        return anchor.day.year
    here = anchor.day.year * 12 + anchor.day.month
    years = (anchor.day.year - 1, anchor.day.year, anchor.day.year + 1)
    middle = (first + last) / 2
    if tense < 0:
        latest = here if anchor.exact else here + 3
        return max(year for year in years if year * 12 + (first if first == last else last) <= latest)
    if tense > 0:
        years = tuple(year for year in years if year * 12 + last >= here)  # type: ignore[assignment]
    return min(years, key=lambda year: (abs(year * 12 + middle - here), year))


def weekday_before(anchor: date, weekday: int, offset: int) -> date:
    """The day of the week on or before `anchor` (offset 0 or less), or after it (offset 1)."""
    if offset > 0:
        return anchor + timedelta(days=(weekday - anchor.weekday() - 1) % 7 + 1)
    return anchor - timedelta(days=(anchor.weekday() - weekday) % 7)
