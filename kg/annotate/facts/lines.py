"""Lines of a text: list items with their labels, tables, and the headings above them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[ \t\u00a0]*(?:[-*•●▪·–]|\(?\d{1,2}[.)](?=[ \t]))[ \t\u00a0]*")
_LABEL = re.compile(r"[^:：\n]{2,64}?(?=[ \u00a0]?[:：](?=[ \t\u00a0]?\S))")
_NO_LABEL = re.compile(r"[.!?;][ ]|[\"“]")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"”’)]?[ \t]*$")
_CELL = re.compile(r"[^|\t]+")
_WIDE = re.compile(r"\S(?:[^\S\n]?\S)*")
_RULE = re.compile(r"[\s|:+=-]+")
_LABEL_WORDS = 9
_HEADING_WORDS = 14
_ITEM_LENGTH = 160
_LONGEST_ROW = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that is not blank.

    `item` tells a list item, a labelled line or a row of a table; `label` are the offsets of what stands before its
    colon, or (-1, -1); `cells` those of its cells, where it is a row, and `header` is the index of the row that heads
    the columns, or -1. `heading` is the index of the line that heads its list, `section` that of the heading over that
    one, or -1; items of one list share `block`.
    """

    begin: int
    end: int
    item: bool = False
    label: Span = (-1, -1)
    heading: int = -1
    section: int = -1
    block: int = -1
    cells: tuple[Span, ...] = ()
    header: int = -1


class Lines:
    """The lines of one text, found by offset."""

    def __init__(self, text: str) -> None:
        found = [_line(text, m.start(), m.end()) for m in _LINE.finditer(text) if not m.group().isspace()]
        self.lines = _headed(text, _tabled(text, found))
        self._begins = [line.begin for line in self.lines]

    def index(self, offset: int) -> int:
        """Index of the line that holds a character, or -1 before the first."""
        return bisect_right(self._begins, offset) - 1

    def label(self, offset: int) -> Span | None:
        """What names the figure at a character: the words before the colon, or the head of its column."""
        line = self.lines[self.index(offset)] if self.lines else None
        if line is None:
            return None
        if line.header >= 0:
            heads = self.lines[line.header].cells
            column = _column(line.cells, offset)
            return heads[column] if 0 <= column < len(heads) else None
        return line.label if line.label[0] >= 0 and line.label[1] <= offset else None

    def owner(self, offset: int) -> Span | None:
        """Where the line of a character names whose figure it is: before the colon, or in the first cell of the row."""
        line = self.lines[self.index(offset)] if self.lines else None
        if line is None:
            return None
        if line.cells:
            return line.cells[0] if offset >= line.cells[0][1] else None
        return line.label if line.label[0] >= 0 and line.label[1] <= offset else None


def _column(cells: tuple[Span, ...], offset: int) -> int:
    return next((n for n, (begin, end) in enumerate(cells) if begin <= offset < end), -1)


def _line(text: str, begin: int, end: int) -> Line:
    bullet = _BULLET.match(text, begin, end)
    start = bullet.end() if bullet else begin
    label = _LABEL.match(text, start, end)
    words = len(text[start : label.end()].split()) if label else 0
    if label and words <= _LABEL_WORDS and not _NO_LABEL.search(label.group()):
        return Line(begin, end, bullet is not None or end - begin < _ITEM_LENGTH, (start, label.end()))
    return Line(begin, end, bullet is not None)


def _tabled(text: str, lines: list[Line]) -> list[Line]:
    """The lines with the cells of tables: rows of cells parted by bars, tabs or wide gaps, at least two in a row."""
    cells = [_cells(text, line) for line in lines]
    out = list(lines)
    n = 0
    while n < len(lines):
        stop = n
        while stop < len(lines) and len(cells[stop]) > 1:
            stop += 1
        if stop - n > 1:
            headed = not any(c.isdigit() for begin, end in cells[n][1:] for c in text[begin:end])
            for k in range(n, stop):
                first = k == n and headed
                out[k] = replace(
                    out[k], item=not first, label=(-1, -1), cells=cells[k], header=n if headed and not first else -1
                )
        n = max(stop, n + 1)
    return out


def _cells(text: str, line: Line) -> tuple[Span, ...]:
    if line.end - line.begin > _LONGEST_ROW:
        return ()
    row = text[line.begin : line.end]
    if row.count("|") > 1:
        if _RULE.fullmatch(row):
            return ((line.begin, line.begin), (line.end, line.end))
        found = [m.span() for m in _CELL.finditer(text, line.begin, line.end) if m.group().strip()]
        return tuple(found)
    if "\t" in row.strip() or re.search(r"\S {3,}\S", row):
        return tuple(m.span() for m in _WIDE.finditer(text, line.begin, line.end))
    return ()


def _headed(text: str, lines: list[Line]) -> list[Line]:
    """The lines with the headings of each list item.

    A heading is a short line, or one that ends in a colon, right above a list; a short line right above a heading is
    the section, which holds until the next one or the next paragraph.
    """
    out: list[Line] = []
    heading, section, block = -1, -1, -1
    for n, line in enumerate(lines):
        if line.item and not _ends_open(text, line):
            block += not (out and out[-1].item)
            out.append(replace(line, heading=heading, section=section, block=block))
            continue
        if line.cells:
            out.append(line)
            continue
        follows = n + 1 < len(lines) and (lines[n + 1].item or bool(lines[n + 1].cells))
        if follows and _is_heading(text, line):
            heading = n
        elif _is_heading(text, line) and n + 2 < len(lines) and lines[n + 2].item and _is_heading(text, lines[n + 1]):
            section = n
        else:
            heading, section = n if follows else -1, -1
        out.append(replace(line, item=False, label=(-1, -1) if follows else line.label))
    return out


def _ends_open(text: str, line: Line) -> bool:
    return not line.cells and text[line.begin : line.end].rstrip().endswith((":", "："))


def _is_heading(text: str, line: Line) -> bool:
    short = len(text[line.begin : min(line.end, line.begin + 400)].split()) <= _HEADING_WORDS
    return _ends_open(text, line) or (short and _SENTENCE_END.search(text, line.begin, line.end) is None)
