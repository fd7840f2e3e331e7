"""Calendar dates as articles write them → ISO dates. Only full dates count: day, month and year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

NUMERIC = (
    r"(?P<y1>\d{4})(?P<s>[-./])(?P<m1>\d{1,2})(?P=s)(?P<d1>\d{1,2})(?!\d)",
    r"(?P<y2>\d{4})\s*年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*日",
    r"(?P<d3>\d{1,2})(?P<t>[./])(?P<m3>\d{1,2})(?P=t)(?P<y3>\d{4})(?!\d)",
)
TIME = (
    r"(?:[T,\s]*(?:[^\W\d_]{2}\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[A-Z]{2,4}T|[+-]\d{2}:?\d{2})?)"
)


@dataclass(frozen=True, slots=True)
class Dates:
    """Compiled patterns. `full` matches a date; `opening` a date with weekday and time around it, at the start only.

    `weekday`, `month` and `nth` are their parts, as text; `months` gives the numbers of the names.
    """

    full: re.Pattern[str]
    opening: re.Pattern[str]
    weekday: str
    month: str
    nth: str
    months: Mapping[str, int]


def compile_dates(months: Sequence[Sequence[str]], weekdays: Sequence[str], ordinals: Sequence[str]) -> Dates:
    """Patterns for the numeric forms and for those with the given names of months (twelve groups, January first)."""
    numbers = {name.casefold(): index for index, names in enumerate(months, 1) for name in names}
    month, nth = _either(numbers), _either(ordinals) + "?"
    patterns = (
        *NUMERIC,
        rf"(?P<m4>{month})\.?\s+(?P<d4>\d{{1,2}}){nth},?\s+(?P<y4>\d{{4}})(?!\d)",
        rf"(?P<d5>\d{{1,2}}){nth}\s+(?:[^\W\d_]{{2}}\s+)?(?P<m5>{month})\.?,?\s+(?P<y5>\d{{4}})(?!\d)",
    )
    date = r"(?<![\w])(?:" + "|".join(patterns) + ")"
    weekday = _either(weekdays)
    opening = rf"[\s(\[|•·●–—-]*(?:{weekday}\.?,?\s+)?(?P<date>{date}){TIME}?\s*[)\]]?"
    return Dates(re.compile(date, re.IGNORECASE), re.compile(opening, re.IGNORECASE), weekday, month, nth, numbers)


def find_date(text: str, dates: Dates) -> str:
    """The first full date in a short text as YYYY-MM-DD, or "" where there is none that exists in the calendar."""
    for match in dates.full.finditer(text):
        found = iso(match, dates)
        if found:
            return found
    return ""


def iso(match: re.Match[str], dates: Dates) -> str:
    """The date of a match of `Dates.full` or `Dates.opening`; "" where it is impossible or ambiguous."""
    named = {key[0]: value for key, value in match.groupdict().items() if value and key[0] in "ymd" and key != "date"}
    month = dates.months.get(named["m"].casefold()) or int(named["m"]) if "m" in named else 0
    year, day = int(named["y"]), int(named["d"])
    if match["t"] == "/" and day != month:
        if day <= 12 and month <= 12:
            return ""
        day, month = max(day, month), min(day, month)
    return calendar(year, month, day)


def calendar(year: int, month: int, day: int) -> str:
    """YYYY-MM-DD of a day between 1800 and 2199, else ""."""
    if not 1800 <= year < 2200:
        return ""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def parse_date(value: object, dates: Dates) -> str:
    """The ISO date of a metadata value: a string in any known form, or a date of TOML; "" where it holds none."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        compact = re.fullmatch(r"\s*(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\s*", value)
        return calendar(*map(int, compact.groups())) if compact else find_date(value[:200], dates)
    return ""


def date_of_name(name: str) -> str:
    """The date within a file's name ("2021-11-08-…", "…_20211108"), or ""."""
    match = re.search(r"(?<![0-9A-Za-z])(\d{4})([-_.]?)(\d{2})\2(\d{2})(?![0-9A-Za-z])", name)
    return calendar(*(int(match[group]) for group in (1, 3, 4))) if match else ""


def _either(words: Iterable[str]) -> str:
    """A group of any of the words, longest first; of none it matches nothing."""
    return "(?:" + ("|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or r"(?!)") + ")"
