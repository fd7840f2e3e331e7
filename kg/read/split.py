"""A text that holds several articles one after another → where each of them begins.

Splitting is conservative: a new article needs a title-shaped line between two bodies of some length, and either an
editor's mark right before it, or the head of an article right after it. What also occurs within articles ("Source: …"
below a figure, a date below a subheading, a quoted press release) counts only where two such signs stand together, or
where the file's first article opens in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.read.cues import Cues
from kg.read.signs import LOOK, SHORT, Kind, ends, headline_shaped, separates, signs, speaker, title_shaped

STRONG: frozenset[Kind] = frozenset({"transfer", "reporter"})
NONBLANK = re.compile(r"\S")
HEAD = 4
"""Lines after a title that may belong to an article's head."""
LEAST_LINES = 4
SMALL_PRINT = 6
"""Lines before a title that are searched for an editor's mark."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its first characters and its place. `isolated`: a blank line stands before it."""

    text: str
    begin: int
    length: int
    isolated: bool


def split(text: str, cues: Cues) -> tuple[int, ...]:
    """Offsets at which the articles of a text begin; the first is 0, and a single article gives (0,)."""
    if len(text) < 2 * cues.shortest_article:
        return (0,)
    lines = nonblank_lines(text)
    if len(lines) < LEAST_LINES:
        return (0,)
    marks = not any(speaker(line.text, cues) for line in lines)
    first = head_kinds(lines, 1 if _kicker(lines[0], cues) else 0, cues)
    begins = [0]
    for index in range(2, len(lines) - 1):
        begin = lines[index].begin
        if begin - begins[-1] < cues.shortest_article or len(text) - begin < cues.shortest_article:
            continue
        if _begins(lines, index, first, marks, cues):
            begins.append(lines[index - _kicker(lines[index - 1], cues)].begin)
    return tuple(begins)


def nonblank_lines(text: str) -> list[Line]:
    """The lines that are not blank, in order; of long ones only the first characters are kept."""
    found = []
    end = -1
    while first := NONBLANK.search(text, end + 1):
        begin = text.rfind("\n", end + 1, first.start()) + 1 or end + 1
        isolated = begin > end + 1
        end = text.find("\n", first.start())
        end = len(text) if end < 0 else end
        found.append(Line(text[begin : min(end, begin + LOOK)], begin, end - begin, isolated))
    return found


def head_kinds(lines: Sequence[Line], title: int, cues: Cues) -> frozenset[Kind]:
    """The kinds of signs after line `title`, taken for a title: in the next short lines and at the body's start."""
    kinds: set[Kind] = set()
    for line in lines[title + 1 : title + 1 + HEAD]:
        here = signs(line.text, cues)
        found: set[Kind] = {sign.kind for sign in here}
        if any(sign.kind == "byline" and sign.date for sign in here):
            found.add("date")
        kinds |= found
        if not found or line.length > SHORT:
            break
    return frozenset(kinds)


def _begins(lines: Sequence[Line], index: int, first: frozenset[Kind], marks: bool, cues: Cues) -> bool:
    line, above = lines[index], index - _kicker(lines[index - 1], cues)
    before = lines[above - 1]
    if (
        line.length > cues.longest_title
        or cues.sections.match(line.text)
        or before.text.rstrip().endswith((":", "：", ","))
    ):
        return False
    if marks and _ended(lines, above, cues):
        return title_shaped(line.text, cues)
    kinds = head_kinds(lines, index, cues)
    if not kinds or not (lines[above].isolated or separates(before.text)):
        return False
    if kinds & STRONG:
        return _heads(lines, index, cues)
    sure = len(kinds) > 1 or kinds & first or separates(before.text)
    return bool(sure) and headline_shaped(line.text, cues)


def _ended(lines: Sequence[Line], index: int, cues: Cues) -> bool:
    """Whether the lines before are the end of an article: prose, then an editor's mark, perhaps more small print."""
    marked = False
    for line in reversed(lines[max(index - SMALL_PRINT, 0) : index]):
        if ends(line.text, cues):
            marked = True
        elif line.length > SHORT or not (cues.trailers.match(line.text) or signs(line.text, cues)):
            spoken = line.text.rstrip().endswith(("?", "!", "…", "...")) or line.length > SHORT
            return marked and (spoken or not headline_shaped(line.text, cues))
    return False


def _heads(lines: Sequence[Line], index: int, cues: Cues) -> bool:
    """Whether a line is the title above a strong sign. It may end in a full stop where running text follows."""
    if headline_shaped(lines[index].text, cues):
        return True
    body = next(
        (line for line in lines[index + 1 : index + 1 + HEAD] if not signs(line.text, cues) or line.length > SHORT),
        None,
    )
    return body is not None and not headline_shaped(body.text, cues) and title_shaped(lines[index].text, cues)


def _kicker(line: Line, cues: Cues) -> bool:
    """Whether a line is one of those that stand above titles: "PRESS RELEASE"."""
    return line.text.strip(" :!").casefold() in cues.kickers
