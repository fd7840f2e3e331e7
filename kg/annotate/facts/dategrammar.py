"""The patterns of dates, compiled from the table of periods, and what each kind stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.annotate.facts.calendar import (
    Anchor,
    DateExpression,
    to_anchor,
)
from kg.annotate.facts.dateresolver import BREAK, _Found, _level, _Resolver
from kg.annotate.facts.units import UnitTable
from kg.annotate.folding import folded

# A year of long ago only where the number can hardly be anything else.
_CENTURIES = r"(?:(?:19|20)\d\d|(?:(?<=\bin )|(?<=\bsince ))1[5-8]\d\d)"
_YEAR = r"(?<![\d.,$€£¥])(?P<{name}>" + _CENTURIES + r")(?!\d|[.,]\d|[-–/]\d{{3}})"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])"
_WORDS = re.compile(r"[A-Za-z']+")
_REACH = 48
_HEAD = 700
_TOLD = 20


class DateGrammar:
    """Finds and resolves dates; made from the ontology's cue tables."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        table = cues["periods"]
        self._table = table
        self._units = UnitTable(cues["quantities"])
        names = {
            "month": table["months"],
            "month2": table["months"],
            "weekday": table["weekdays"],
            "season": table["seasons"],
            "ordinal": table["ordinals"],
            "ordinal2": table["ordinals"],
            "number": table["numbers"],
            "relative": table["relative"],
        }
        holes = {name: rf"(?P<{name}>{_or(words)})" for name, words in names.items()}
        holes |= {name: _YEAR.format(name=name) for name in ("year", "year2", "year_a", "year_b")} | {"day": _DAY}
        self._patterns = [
            (row["kind"], re.compile(_filled(row["regex"], holes), re.IGNORECASE)) for row in table["pattern"]
        ]
        words = {w for name in ("months", "weekdays", "seasons") for w in table[name]} | set(table["triggers"]["words"])
        self._trigger = re.compile(
            rf"(?<!\d){_CENTURIES}(?!\d)|(?:\b|(?<=\d))(?:{_or(words)})\b|\b[QH][1-4]\b|年", re.IGNORECASE
        )
        self._future = frozenset(table["future"]["words"])
        self._past = frozenset(table["past"]["words"])
        self._completed = frozenset(table["completed"]["words"])
        self._endings = tuple(table["past"]["endings"])
        self._edges = {form: edge for edge, forms in table["edges"].items() for form in forms}
        self._edge = re.compile(
            rf"(?<![\w])({_or(self._edges)})[ -]?(?:the )?(?:{_or(table['relative'])} )?$", re.IGNORECASE
        )
        self._before = frozenset(table["bare"]["before"])
        self._after = frozenset(table["bare"]["after"])
        self._last: tuple[str, list[_Found]] = ("", [])

    def find(self, text: str, anchor: str) -> tuple[DateExpression, ...]:
        """The dates of a text, resolved with `anchor` (an ISO date) or, where that is "", with one of its own."""
        found = self._matches(text)
        given = to_anchor(anchor) if anchor else self._guess(text, found)
        return tuple(_Resolver(self, text, given).resolve(found))

    def anchor(self, text: str) -> str:
        """The ISO date that a text was most likely written at, or ""."""
        given = self._guess(text, self._matches(text))
        return given.day.isoformat() if given else ""

    def _matches(self, text: str) -> list[_Found]:
        """The matches in a text, in order; those of the last text are kept, since several parts ask for them."""
        if self._last[0] != text:
            self._last = text, self._searched(text)
        return self._last[1]

    def _searched(self, text: str) -> list[_Found]:
        taken: list[_Found] = []
        for low, high in self._windows(text):
            spans: list[tuple[int, int]] = []
            here = []
            for kind, pattern in self._patterns:
                for match in pattern.finditer(text, low, high):
                    begin, end = match.span()
                    if any(b < end and begin < e for b, e in spans):
                        continue
                    groups = {k: v for k, v in match.groupdict().items() if v}
                    if self._fits(text, kind, begin, end, groups):
                        spans.append((begin, end))
                        here.append(_Found(begin, end, kind, groups))
            taken.extend(sorted(here, key=lambda f: f.begin))
        return taken

    def _windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Stretches around words that a date may hold, so that the patterns run on little of a long text."""
        low = high = -1
        for match in self._trigger.finditer(text):
            begin, end = max(0, match.start() - _REACH), match.end() + _REACH
            if begin > high or end - low > 4096:
                if high >= 0:
                    yield low, min(high, len(text))
                low = max(begin, high)
            high = end
        if high >= 0:
            yield low, min(high, len(text))

    def _fits(self, text: str, kind: str, begin: int, end: int, groups: Mapping[str, str]) -> bool:
        if kind == "alone":
            return groups["month_alone"][0].isupper() and text[begin].isupper() and self._is_month(text, begin, end)
        if "month" in groups and groups["month"][:1].islower():
            return False
        return kind != "year" or self._is_year(text, begin, end)

    def _is_month(self, text: str, begin: int, end: int) -> bool:
        if text[end : end + 1] in ("’", "'"):
            return True
        words = _WORDS.findall(text[max(0, begin - 24) : begin])
        before = words[-1].lower() if words and text[begin - 1 : begin] not in "\n" else ""
        if before in self._before or before in self._table["relative"] or before in self._edges:
            return True
        after = _WORDS.match(text, end + 1)
        verb = after is not None and after.group().lower() in self._table["bare"]["months_before_verb"]
        return verb and (not before or text[begin - 2 : begin].strip() in (".", "\n", ""))

    def _is_year(self, text: str, begin: int, end: int) -> bool:
        unit = self._units.after(text, end)
        if (unit and len(text[end : unit[1]].strip()) > 1) or text[end : end + 1].isalpha():
            return False
        after = _WORDS.match(text, end + 1) if text[end : end + 1] == " " else None
        next_word = after.group().lower() if after else ""
        if next_word in self._after:
            return True
        if next_word.endswith("s") and len(next_word) > 3 and next_word not in self._table["bare"]["verbs"]:
            return False
        words = _WORDS.findall(text[max(0, begin - 24) : begin])
        before = words[-1].lower() if words else ""
        return before in self._before or text[begin - 1 : begin] in ("(", "/") or text[begin - 2 : begin] == "-\u00a0"

    def _guess(self, text: str, found: list[_Found]) -> Anchor | None:
        """A full date near the beginning; else the last full date, month or year that the text speaks of as past."""
        dates: dict[str, list[str]] = {"day": [], "month": [], "year": [], "ahead": []}
        for item in found:
            if "year" not in item.groups:
                continue
            value = _Resolver(self, text, None).one(item).value
            ahead = self.tense(text, item.begin, item.end) > 0
            level, value = _level(item.kind, value)
            if level == "day" and item.begin < _HEAD and not ahead:
                return to_anchor(value)
            if value:
                dates["ahead" if ahead else level].append(value)
        precise = [*dates["day"], *dates["month"]]
        newest = max((value for level in ("day", "month", "year") for value in dates[level]), default="")[:4]
        if not newest:
            return to_anchor(min(dates["ahead"]), exact=False) if dates["ahead"] else None
        best = max(precise, default="")
        doubtful = dates["year"].count(newest) == 1 or any(value.startswith(newest) for value in dates["ahead"])
        if best[:4] == newest or (best and int(newest) == int(best[:4]) + 1 and doubtful):
            return to_anchor(best, exact=False)
        following = str(int(newest) + 1)
        over = following in dates["ahead"] or (best[:4] != newest and self._over(text, found, newest))
        return to_anchor(following if over else newest, exact=False)

    def _over(self, text: str, found: list[_Found], year: str) -> bool:
        """Whether the text speaks of a year as one that is over."""
        for item in found:
            if item.groups.get("year") == year and self.tense(text, item.begin, item.end) < 0:
                line = text[max(0, item.begin - 40) : item.end + 120]
                if self._completed.intersection(re.findall(r"[a-z-]+", line.lower())):
                    return True
        return False

    def tense(self, text: str, begin: int, end: int) -> int:
        """1 where the sentence looks ahead at a date, -1 where it looks back, 0 where no word tells."""
        before = text[max(0, begin - 120) : begin]
        before = before[max((m.end() for m in BREAK.finditer(before)), default=0) :]
        found = self._told(_WORDS.findall(before.lower())[::-1][:_TOLD])
        if found:
            return found
        after = text[end : end + 80]
        broken = BREAK.search(after)
        return self._told(_WORDS.findall(after[: broken.start() if broken else None].lower()))

    def _told(self, words: list[str]) -> int:
        """What the nearest telling word says; a participle behind "will be" looks ahead."""
        for n, word in enumerate(words):
            if word in self._future:
                return 1
            if word in self._past or (len(word) > 4 and word.endswith(self._endings)):
                return 1 if self._future.intersection(words[n + 1 : n + 4]) else -1
        return 0

    def edge(self, text: str, begin: int, end: int) -> str:
        """How the words before a date bound it."""
        match = self._edge.search(text, max(0, begin - 28), begin) or self._edge.match(text[begin:end])
        return self._edges[folded(match.group(1))] if match else ""

    def number(self, table: str, word: str) -> int:
        """The number that a word of a table stands for."""
        return int(self._table[table][word.lower().rstrip(".")])

    def season(self, word: str) -> tuple[int, int]:
        """First and last month of a season."""
        first, last = self._table["seasons"][folded(word)]
        return int(first), int(last)


def _or(words: Mapping[str, Any] | set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _filled(regex: str, holes: Mapping[str, str]) -> str:
    for name, pattern in holes.items():
        regex = regex.replace("{" + name + "}", pattern)
    return regex
