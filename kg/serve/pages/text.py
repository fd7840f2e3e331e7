"""An article's text put together again from its sentences, with the mentions in it as links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.serve.pages.asking import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention: where it begins and ends, and what it stands for."""

    begin: int
    end: int
    iri: str
    name: str
    kind: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, with the innermost mention that covers it."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in pieces. `iri` is its address, `fragment` the part after "#"; `breaks`: a new paragraph begins."""

    iri: str
    fragment: str
    breaks: bool
    pieces: tuple[Piece, ...]


def marks(rows: Iterable[Row]) -> list[Mark]:
    """The mentions; one with two classes comes in two rows."""
    found: dict[str, Mark] = {}
    for row in rows:
        known = found.get(row["mention"])
        classes = (*(known.classes if known else ()), row["class"])
        place = (int(row["begin"]), int(row["end"]))
        found[row["mention"]] = Mark(*place, row["entity"], row["name"], row["kind"], classes)
    return list(found.values())


def sentences(rows: Iterable[Row], mentioned: Sequence[Mark]) -> list[Sentence]:
    """The sentences in order, each with the mentions inside of it."""
    found: list[Sentence] = []
    last = 0
    waiting = sorted(mentioned, key=lambda mark: mark.begin)
    for row in rows:
        begin, end = int(row["begin"]), int(row["end"])
        inside = [mark for mark in waiting if mark.begin < end and mark.end > begin]
        waiting = [mark for mark in waiting if mark.end > end]
        breaks = not found or begin - last > 1
        fragment = row["sentence"].partition("#")[2]
        found.append(Sentence(row["sentence"], fragment, breaks, tuple(pieces(row["text"], begin, inside))))
        last = end
    return found


def pieces(text: str, begin: int, inside: Iterable[Mark]) -> list[Piece]:
    """The text cut where mentions begin and end; `begin` is the offset of its first character."""
    end = begin + len(text)
    known = sorted(inside, key=lambda mark: (mark.end - mark.begin, mark.begin, mark.iri))
    cuts = sorted({begin, end, *(min(max(at, begin), end) for mark in known for at in (mark.begin, mark.end))})
    found: list[Piece] = []
    for left, right in pairwise(cuts):
        mark = next((mark for mark in known if mark.begin <= left and right <= mark.end), None)
        if found and found[-1].mark == mark:
            found[-1] = Piece(found[-1].text + text[left - begin : right - begin], mark)
        else:
            found.append(Piece(text[left - begin : right - begin], mark))
    return found
