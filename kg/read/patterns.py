"""The shapes of lines at the head and the end of an article, compiled from the cue words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.read.cues import COLON, Cues

CAPITALISED = r"[^\W\d_a-z][\w.’'&-]*"
DASH = r"\s*[-–—]+\s*"


@dataclass(frozen=True, slots=True)
class Patterns:
    """One pattern for each shape.

    `label`: "Source: …"; `byline`: "By …"; `reporter_line`: "Daily News reporter …"; `reporter_start`: "Daily News
    (Reporter …) On Monday …"; `dateline`: "OSLO, May 5 - …"; `editor`: "Editor: …"; `speaker`: the same, however long;
    `dated`: the line "Interview time: …"; `begun`: "On May 5, 2023, …"; `weekday`: "on Friday, May 5, 2023".
    """

    label: re.Pattern[str]
    byline: re.Pattern[str]
    reporter_line: re.Pattern[str]
    reporter_start: re.Pattern[str]
    dateline: re.Pattern[str]
    editor: re.Pattern[str]
    speaker: re.Pattern[str]
    dated: re.Pattern[str]
    begun: re.Pattern[str]
    weekday: re.Pattern[str]


def compile_patterns(cues: Cues) -> Patterns:
    """Compile the patterns; where cue words are missing they match nothing or less."""
    names = rf"{CAPITALISED}(?:\s+(?:{CAPITALISED}|(?i:{cues.particles}))){{0,5}}"
    place = rf"{CAPITALISED}(?:,?\s+(?:(?i:{cues.particles})\s+){{0,2}}{CAPITALISED}){{0,8}}"
    capitals = rf"[^\W\d_a-z][^\W\d_a-z.’'-]+(?:,?\s+{CAPITALISED}){{0,3}}"
    opening = cues.dates.opening.pattern
    day = rf"(?i:{_anonymous(opening)}|{cues.dates.month}\.?\s+\d{{1,2}}{cues.dates.nth}(?!\d))"
    return Patterns(
        label=re.compile(
            rf"[\W_]*(?:(?P<transfer>{cues.transfer})(?:{COLON})?|(?P<source>{cues.source}){COLON}"
            rf"|(?P<dated>{cues.dated_head})(?:{COLON})?)\s*(?P<value>\S.*)",
            re.IGNORECASE,
        ),
        byline=re.compile(
            rf"(?:(?i:{cues.byline})(?:{COLON})?\s+|(?i:{cues.author}){COLON}\s*){names}(?P<rest>\s*(?:[,|•·(–—-].*)?)$"
        ),
        reporter_line=re.compile(
            rf"[(\[（]?(?P<by>(?i:{cues.byline})\s+)?(?P<publisher>(?:[^\s.?!]+\s+){{0,12}}?)(?i:{cues.reporter})"
            rf"(?:{COLON})?\s*(?:(?i:{cues.particles})\s+)?{names}[)\]）]?"
        ),
        reporter_start=re.compile(
            rf"(?P<publisher>{place})(?:,?\s+{day})?,?\s*[(\[（](?:\w+\s+)?(?i:{cues.reporter})(?:{COLON})?\s+{names}"
        ),
        dateline=re.compile(
            rf"(?:{place}(?:,\s*|\s+|\s*\(){day}\)?\s*(?:\([^)]{{2,60}}\))?\s*(?:{DASH}|[.:]\s)"
            rf"|{place}\s*\([^)]{{2,40}}\){DASH}|{capitals}(?:\s+[-–—]+\s+|\s*—\s*)"
            rf"|(?P<media>{place})(?:\s+[-–—]+\s+|\s*—\s*))"
        ),
        editor=re.compile(rf"[(\[（]?(?:(?i:{cues.editor}){COLON}\s*|(?i:{cues.edited})\s+){names}[)\]）]?"),
        speaker=re.compile(rf"\s*(?:{cues.editor}|{cues.reporter}){COLON}\s*(?P<said>.*)", re.IGNORECASE),
        dated=re.compile(
            rf"^[^\S\n]*(?:{cues.dated})(?:{COLON})?[^\S\n]*(?P<value>[^\n]{{6,60}})$", re.IGNORECASE | re.MULTILINE
        ),
        begun=re.compile(rf"(?:{cues.on}\s+)?{opening}", re.IGNORECASE),
        weekday=re.compile(rf"\b{cues.dates.weekday}\.?,?\s+{opening}", re.IGNORECASE),
    )


def _anonymous(pattern: str) -> str:
    """A date's pattern without named groups, so that it can stand more than once in another."""
    return re.sub(r"\?P<\w+>", "?:", re.sub(r"\(\?P=\w+\)", "[-./]", pattern))
