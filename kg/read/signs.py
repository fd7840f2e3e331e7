"""Signs in a line that an article begins or ends there: source, byline, dateline, date, title shape, editor's mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.read.cues import Cues
from kg.read.dates import find_date, iso
from kg.read.patterns import Patterns, compile_patterns

Kind = Literal["transfer", "source", "byline", "reporter", "date", "dateline"]

SHORT = 150
"""Characters of the longest line that counts as part of an article's head; longer ones are paragraphs."""
LOOK = 400
"""Characters of a line that are looked at, so that a line of any length costs the same."""

SEPARATORS = re.compile(r"\s*[|•·●/]\s*|\s+[–—-]+\s+|\s{2,}")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of an article's head, with the date (ISO) and the publisher that it names, where it does."""

    kind: Kind
    date: str = ""
    publisher: str = ""


@lru_cache(maxsize=1024)
def signs(line: str, cues: Cues) -> tuple[Sign, ...]:
    """The signs that a line gives. Datelines and "Daily News (Reporter …)" may open paragraphs; others are lines."""
    text = line[:LOOK].strip()
    patterns = _patterns(cues)
    found = []
    if len(text) <= SHORT:
        found = [
            sign
            for sign in (_label(text, cues), _byline(text, cues), _reporter(text, cues), _dated(text, cues))
            if sign
        ]
    opened = patterns.reporter_start.match(text)
    if opened:
        found.append(Sign("reporter", publisher=opened["publisher"].strip()))
    dateline = _dateline(text, cues)
    return tuple(found) + ((dateline,) if dateline else ())


def title_shaped(line: str, cues: Cues) -> bool:
    """Whether a line may be a title: at most one short sentence, no list item, caption or sign."""
    text = line.strip().lstrip("#").strip()
    if not 4 <= len(text) <= cues.longest_title or text[-1] in ":,;：，；":
        return False
    first = re.match(r"[\"'“‘«»„「『《\[(¿¡$€£¥]*(\w)", text)
    if first is None or first[1].islower():
        return False
    if re.match(r"\d{1,2}[.)]\s", text) or cues.captions.match(text) or cues.trailers.match(text):
        return False
    if len(re.findall(r"[.!?]['\"”’)]*\s+(?=[^\W\d_a-z])", text)) > 1 or text.casefold().strip(" :!") in cues.kickers:
        return False
    enough = len(text.split()) >= 2 or bool(re.search(r"[\u3040-\u9fff\uac00-\ud7af]{4}", text))
    return enough and not ends(line, cues) and not signs(line, cues)


def headline_shaped(line: str, cues: Cues) -> bool:
    """Whether a title-shaped line also lacks the full stop of a sentence, as headlines do."""
    return title_shaped(line, cues) and line.rstrip().rstrip("\"'”’)")[-1:] not in ".。"


@lru_cache(maxsize=1024)
def ends(line: str, cues: Cues) -> bool:
    """Whether a line is put below an article: "Editor: ZB", "###", "(End)"."""
    text = line[:LOOK].strip()
    return len(text) <= 60 and (text.casefold() in cues.marks or bool(_patterns(cues).editor.fullmatch(text)))


def separates(line: str) -> bool:
    """Whether a line is nothing but a drawn rule ("=====")."""
    return bool(re.fullmatch(r"\s*([=*_~#–—-])(?:\s*\1){2,}\s*", line[:LOOK]))


def speaker(line: str, cues: Cues) -> bool:
    """Whether a line is what an "Editor:" or "Reporter:" says in an interview, rather than who wrote or edited it."""
    label = _patterns(cues).speaker.match(line[:LOOK])
    return label is not None and (len(label["said"].split()) > 6 or label["said"].rstrip().endswith(("?", "!", "？")))


def dated_label(text: str, cues: Cues) -> str:
    """The date of the first line such as "Interview time: 2023.05.24" anywhere in an article, or ""."""
    for match in _patterns(cues).dated.finditer(text):
        begun = cues.dates.opening.match(match["value"])
        if begun and iso(begun, cues.dates):
            return iso(begun, cues.dates)
    return ""


def opening_date(paragraph: str, cues: Cues) -> str:
    """The date with which a body begins ("On May 15th, 2023, …"), or of a weekday in its first sentence, or ""."""
    text = paragraph[:LOOK].strip()
    started = _patterns(cues).begun.match(text)
    if started:
        return iso(started, cues.dates)
    sentence = re.split(r"(?<=[a-z)][.!?])\s+(?=[A-Z])", text, maxsplit=1)[0]
    weekday = _patterns(cues).weekday.search(sentence)
    return iso(weekday, cues.dates) if weekday else ""


def _label(text: str, cues: Cues) -> Sign | None:
    match = _patterns(cues).label.match(text)
    if not match:
        return None
    value = match["value"].strip()
    date = find_date(value, cues.dates)
    if match["transfer"]:
        return Sign("transfer", date, _name(value, cues))
    if match["dated"]:
        return Sign("date", date) if date and cues.dates.opening.match(value) else None
    return Sign("source", date, _name(value, cues))


def _byline(text: str, cues: Cues) -> Sign | None:
    match = _patterns(cues).byline.match(text)
    return Sign("byline", find_date(match["rest"], cues.dates)) if match else None


def _reporter(text: str, cues: Cues) -> Sign | None:
    match = _patterns(cues).reporter_line.fullmatch(text)
    if not match or speaker(text, cues):
        return None
    pieces = SEPARATORS.split(match["publisher"].strip())
    known = media_name(pieces[-1], cues)
    sure = known or match["by"] or not match["publisher"] or len(pieces) > 1
    if not sure and any(word[0].islower() for word in pieces[-1].split()):
        return None
    return Sign("reporter" if sure else "byline", find_date(text, cues.dates), pieces[-1] if known else "")


def _dated(text: str, cues: Cues) -> Sign | None:
    for piece in SEPARATORS.split(text):
        match = cues.dates.opening.fullmatch(piece.strip())
        if match and iso(match, cues.dates):
            rest = [other.strip() for other in SEPARATORS.split(text) if other != piece]
            return Sign("date", iso(match, cues.dates), next((name for name in rest if media_name(name, cues)), ""))
    match = cues.dates.opening.match(text)
    rest_text = _patterns(cues).label.match(text[match.end() :].strip(" ,")) if match else None
    if match and rest_text and rest_text["source"]:
        return Sign("date", iso(match, cues.dates), _name(rest_text["value"], cues))
    return None


def _dateline(text: str, cues: Cues) -> Sign | None:
    match = _patterns(cues).dateline.match(text)
    if not match:
        return None
    if match["media"]:
        return Sign("dateline", publisher=match["media"]) if media_name(match["media"], cues) else None
    inside = next(
        (value.strip() for value in re.findall(r"\(([^)]*)\)", match[0]) if value.strip().casefold() in cues.agencies),
        "",
    )
    return Sign("dateline", find_date(match[0], cues.dates), inside)


def media_name(words: str, cues: Cues) -> bool:
    """Whether words name a newspaper, agency or channel: "Hebei Daily News", "Reuters"."""
    parts = words.split()
    if not parts or len(parts) > 7 or not parts[0][:1].isupper():
        return words.casefold() in cues.agencies and bool(words)
    return words.casefold() in cues.agencies or (len(parts) > 1 and parts[-1].casefold() in cues.media)


def _name(value: str, cues: Cues) -> str:
    """The name at the start of a label's value, without the date, byline or address that may follow it."""
    dated = cues.dates.full.search(value)
    name = SEPARATORS.split(value[: dated.start()] if dated else value)[0].strip(" ,;:()[]")
    return name if len(name) <= 80 and "://" not in name else ""


@lru_cache(maxsize=8)
def _patterns(cues: Cues) -> Patterns:
    return compile_patterns(cues)
