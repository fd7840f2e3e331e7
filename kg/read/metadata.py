"""What an article's own text says about it: title, date, publisher, language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass

from kg.read.cues import Cues
from kg.read.signs import SHORT, Sign, dated_label, opening_date, signs, title_shaped
from kg.read.split import nonblank_lines

WORD = re.compile(r"[^\W\d_]+")
HEAD = 6
"""Lines at an article's beginning that are looked at."""
SAMPLE = 5000
"""Characters by which the language is told."""
LEAST = 0.06
"""Smallest share of a language's frequent words, or characters, in a text that is taken for it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What an article's text says about itself; "" where it says nothing."""

    title: str = ""
    date: str = ""
    publisher: str = ""


def read_head(text: str, cues: Cues) -> Head:
    """Title, date (ISO) and publisher from the first lines of an article, and from "Interview time: …" further down.

    A date counts where it dates the article: on a line of its own or beside a source or author, in a dateline, at the
    very beginning of the body, or with the weekday in the body's first sentence. Any other date of the text does not.
    """
    lines = [(line.text.strip(), line.length) for line in nonblank_lines(text[: 20 * SAMPLE])[:HEAD]]
    title = ""
    found: list[Sign] = []
    opening = ""
    for content, length in lines:
        here = signs(content, cues)
        found.extend(here)
        if _furniture(content, cues) or (here and length <= SHORT):
            continue
        if not title and not found and length <= cues.longest_title and title_shaped(content, cues):
            title = content.lstrip("#").strip()
            continue
        opening = opening_date(content, cues)
        break
    title = title or _late_title(lines, cues)
    date = next((sign.date for sign in found if sign.date), "") or dated_label(text, cues) or opening
    return Head(title, date, next((sign.publisher for sign in found if sign.publisher), ""))


def language(text: str, cues: Cues) -> str:
    """The code of the language whose frequent words or characters the text uses most; "en" where none stands out."""
    sample = text[:SAMPLE]
    words = Counter(map(str.casefold, WORD.findall(sample)))
    characters = Counter(sample)
    letters = sum(count for character, count in characters.items() if character.isalpha())
    total = words.total()
    best, share = "en", LEAST
    for known in cues.languages:
        if known.characters:
            part = _count(characters, known.characters) / max(letters, 1)
        else:
            part = _count(words, known.words) / max(total, 1)
        if part > share or (part == share and known.code == "en"):
            best, share = known.code, part
    return best


def _count(found: Mapping[str, int], among: Set[str]) -> int:
    return sum(found[known] for known in among & found.keys())


def _furniture(line: str, cues: Cues) -> bool:
    return line.strip(" :!").casefold() in cues.kickers


def _late_title(lines: list[tuple[str, int]], cues: Cues) -> str:
    """A title below the date or source, as in a press release: the first title-shaped line after signs only."""
    for content, length in lines[:3]:
        if signs(content, cues) or _furniture(content, cues):
            continue
        return content.lstrip("#").strip() if length <= cues.longest_title and title_shaped(content, cues) else ""
    return ""
