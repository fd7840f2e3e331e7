"""Names that stand at the head of lists: without the words of a heading, and found by their likes in the article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.annotate.facts.lines import Line, Lines
from kg.annotate.forms import PRODUCTS
from kg.annotate.names import EDGE, Name

NEVER = "\n"
CONFIDENCE = 0.6
LONGEST = 5
COMMON = 2
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that heads lists: where its words are, and how the items (or the lists) below it are called."""

    begin: int
    end: int
    below: frozenset[str]


class Headings:
    """Reads the headings of lists with the words of cues/names.toml."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self._tail = frozenset(word.casefold() for word in cues.get("heading_after", ()))
        self._codes = tuple(word.casefold() for word in cues.get("codes", ())) or (NEVER,)

    def named(self, text: str, names: Iterable[Name]) -> list[Name]:
        """The names, less the words of a heading behind a product's, and with the headings that are names as well.

        A heading is a name where the list below it has the labels of a list that a name heads: "Basic" beside "Deluxe".
        """
        found = [self._cut(name) for name in names]
        lines = Lines(text)
        found = self._without_codes(text, lines, found)
        heads = self._heads(text, lines)
        if len(heads) < 2:
            return found
        found = _versions(text, heads, found)
        products = {name.text: name.type for name in reversed(found) if name.type in PRODUCTS}
        known = {head: kind for head in heads if (kind := products.get(text[head.begin : head.end]))}
        return sorted([*found, *_siblings(text, heads, known, found)], key=lambda n: (n.begin, -n.end))

    def _without_codes(self, text: str, lines: Lines, names: Sequence[Name]) -> list[Name]:
        """The names but those that an item of a list gives as a code: they are no products beside the one listed."""
        coded = [
            line
            for line in lines.lines
            if line.item and text[slice(*line.label)].strip(EDGE).casefold().endswith(self._codes)
        ]
        return [n for n in names if n.concept or not any(line.begin <= n.begin < line.end for line in coded)]

    def _cut(self, name: Name) -> Name:
        words = name.text.split(" ")
        if name.type not in PRODUCTS or name.concept or words[-1].casefold() not in self._tail:
            return name
        while len(words) > 1 and words[-1].casefold() in self._tail:
            words.pop()
        kept = " ".join(words)
        return replace(name, end=name.begin + len(kept), text=kept)

    def _heads(self, text: str, lines: Lines) -> list[_Head]:
        labels: dict[int, set[str]] = defaultdict(set)
        for line in lines.lines:
            if line.item and line.label[0] >= 0 and line.heading >= 0:
                labels[line.heading].add(text[line.label[0] : line.label[1]].strip().casefold())
                if line.section >= 0:
                    labels[line.section].add(_words(text, lines.lines[line.heading]))
        return [self._head(text, lines.lines[n], frozenset(below)) for n, below in sorted(labels.items())]

    def _head(self, text: str, line: Line, below: frozenset[str]) -> _Head:
        end = line.end
        words = text[line.begin : end].rstrip(EDGE).split(" ")
        while len(words) > 1 and words[-1].casefold() in self._tail:
            words.pop()
        kept = " ".join(words)
        if kept.count("(") > kept.count(")"):
            kept += text[line.begin + len(kept) : line.end][:1]
        begin = line.begin + len(kept) - len(kept.lstrip(EDGE))
        return _Head(begin, line.begin + len(kept), below)


def _words(text: str, line: Line) -> str:
    return text[line.begin : line.end].strip(EDGE).casefold()


def _siblings(text: str, heads: Sequence[_Head], known: Mapping[_Head, str], names: Sequence[Name]) -> Iterable[Name]:
    for head in heads:
        words = text[head.begin : head.end]
        proper = (words[:1].isupper() or words[:1].isdigit()) and len(words.split()) <= LONGEST
        if head in known or not proper or any(n.begin < head.end and head.begin < n.end for n in names):
            continue
        kind = next((kind for other, kind in known.items() if _alike(head.below, other.below)), "")
        if kind:
            yield Name(head.begin, head.end, words, kind, CONFIDENCE, "heading")


def _versions(text: str, heads: Sequence[_Head], names: Sequence[Name]) -> list[Name]:
    """The names, those of products with the brackets that tell headings apart: "Dune (short)" beside "Dune (long)".

    A technology in the brackets of a model tells what it has, and makes no model of its own.
    """
    bases: dict[str, set[int]] = defaultdict(set)
    for head in heads:
        if " (" in text[head.begin : head.end]:
            bases[text[head.begin : head.end].partition(" (")[0]].add(head.begin)
    ends = {head.begin: head.end for head in heads if any(head.begin in b for b in bases.values() if len(b) > 1)}
    owned = {n.begin for n in names for end in [ends.get(n.begin, 0)] if _is_version(text, n, end, names)}
    found = []
    for name in names:
        if name.begin in owned and name.type in PRODUCTS and "(" not in name.text:
            end = ends[name.begin]
            name = replace(name, end=end, text=text[name.begin : end], concept="")
        elif name.type in PRODUCTS and any(begin < name.begin < ends[begin] for begin in owned):
            continue
        found.append(name)
    return found


def _is_version(text: str, name: Name, end: int, names: Sequence[Name]) -> bool:
    """Whether a product's name stands at the front of a heading that ends with a bracket, with no technology in it."""
    bracket = text.find("(", name.end, end)
    held = [n for n in names if n.type == "Technology" and bracket < n.begin < end]
    return name.type in PRODUCTS and bracket >= 0 and not (name.type == "Model" and held)


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    common = len(one & two)
    return common >= COMMON and common >= ALIKE * len(one | two)
