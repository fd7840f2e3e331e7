"""Tagged stretches that are pieces of a name, or several names, made whole by their shape and by cues/names.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kg.annotate.cues import compiled
from kg.annotate.forms import bracketed, family
from kg.annotate.names import Name

NEVER = r"(?!)"
BODY, REACH = "Organization", 60
_LIKE = re.compile(r"[a-z]+-[a-z]+")
_BULLET = re.compile(r"[ \t]*(?:[-–—•*·▪●◦‣]|\d{1,2}[.)])[ \t]+[“\"‘']?")
_REST = re.compile(r"(?: [“\"‘']?[A-Z0-9][\w.+-]*[”\"’']?){0,4}(?: [a-z][a-z-]+)?(?=[ \t]*(?:\n|$|\())")


class Pieces:
    """Joins, lengthens and splits names with the words of one ontology."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self._heads = frozenset(cues.get("heads", ()))
        self._tail = compiled(cues.get("tail", NEVER), "names.toml, tail")
        self._between = compiled(cues.get("between", NEVER), "names.toml, between")
        self._organ = compiled(cues.get("organ", NEVER), "names.toml, organ")
        self._impersonal = self._heads | frozenset(cues.get("parts", ()))

    def whole(self, text: str, names: Iterable[Name]) -> list[Name]:
        """The names with their missing ends, one for each thing, and the aliases that stand within them in brackets."""
        found = []
        for name in self._joined(text, [self._longer(text, n) for n in names]):
            for part in self._parts(self._classed(name)):
                found += [*self._organs(text, part), part, *_aliases(part)]
        return found

    def _organs(self, text: str, name: Name) -> Iterator[Name]:
        """The body in a company or body that is named by what it does: "audit committee of Acme"."""
        if family(name.type) != "Actor":
            return
        before = text[max(0, name.begin - REACH) : name.begin]
        if organ := self._organ.search(before):
            begin = name.begin - len(before) + organ.start()
            yield replace(_cut(name, text, begin, name.end), type=BODY, concept="")

    def _longer(self, text: str, name: Name) -> Name:
        """A company with the legal ending that follows it; a technology that begins an item of a list, to its end."""
        if name.type == "Technology" and (end := _item_end(text, name)) > name.end:
            return replace(_cut(name, text, name.begin, end), concept="")
        if family(name.type) != "Actor" or name.concept:
            return name
        tail = self._tail.match(text, name.end)
        return _cut(name, text, name.begin, tail.end()) if tail else name

    def _classed(self, name: Name) -> Name:
        """A "person" whose last word is what companies and bodies are called is a company."""
        last = name.text.rpartition(" ")[2]
        return replace(name, type="Company") if name.type == "Person" and last in self._impersonal else name

    def _joined(self, text: str, names: Iterable[Name]) -> Iterator[Name]:
        before: Name | None = None
        for name in sorted(names, key=lambda n: (n.begin, -n.end)):
            if before is not None and self._pieces(text, before, name):
                kind = name if family(name.type) == "Actor" else max(before, name, key=lambda n: len(n.text))
                before = replace(_cut(before, text, before.begin, name.end), type=kind.type)
                continue
            if before is not None:
                yield before
            before = name
        if before is not None:
            yield before

    def _pieces(self, text: str, left: Name, right: Name) -> bool:
        """Neighbours, a blank apart: words of companies, bodies or persons; a place and what a body is called; what a
        technology without a name of its own is like, and the technology ("full-stack", "self-developed algorithm")."""
        if right.begin - left.end != 1 or text[left.end] != " " or right.concept:
            return False
        kinds = {family(left.type), family(right.type)}
        if left.type == "Place" and family(right.type) == "Actor":
            return right.text.split()[0] in self._heads
        if kinds == {"Technology"}:
            return bool(_LIKE.fullmatch(left.text)) and right.text.islower()
        alike = len(kinds) == 1 and kinds <= {"Actor", "Person"} and not left.concept
        return alike and left.text[:1].isupper() and right.text[:1].isupper()

    def _parts(self, name: Name) -> Iterator[Name]:
        """What one stretch names: "Android Auto & Apple CarPlay", and what ends alike, "H series+S series"."""
        pieces = self._between.split(name.text) if name.type == "Technology" and not name.concept else []
        named = all(len(p) > 1 and p[:1].isupper() for p in pieces)
        generic = name.text.islower() and all(" " in p for p in pieces)
        if len(pieces) < 2 or not (named or generic) or "(" in name.text:
            pieces = _ending_alike(name.text)
        if len(pieces) < 2:
            yield name
            return
        at = 0
        for piece in pieces:
            at = name.text.index(piece, at)
            yield replace(name, begin=name.begin + at, end=name.begin + at + len(piece), text=piece)
            at += len(piece)


def _ending_alike(name: str) -> list[str]:
    """The pieces between plus signs, if they are of several words of which the last is the same, and else the name."""
    pieces = name.split("+")
    ends = {words[-1] if len(words := piece.split()) > 1 else "" for piece in pieces}
    return pieces if len(ends) == 1 and "" not in ends else [name]


def _item_end(text: str, name: Name) -> int:
    """Where a list's item ends that begins with the name and consists of capitalised words and at most one other."""
    line = text.rfind("\n", 0, name.begin) + 1
    if not _BULLET.fullmatch(text, line, name.begin):
        return name.end
    rest = _REST.match(text, name.end)
    return rest.end() if rest else name.end


def _aliases(name: Name) -> Iterator[Name]:
    """ "Acme Motor" and "AM" in "Acme Motor (AM)"."""
    places = (0, name.text.find("("))
    for alias, place in zip(bracketed(name.text)[1:], places, strict=False):
        begin = name.begin + name.text.index(alias, place)
        yield replace(name, begin=begin, end=begin + len(alias), text=alias, concept="")


def _cut(name: Name, text: str, begin: int, end: int) -> Name:
    return replace(name, begin=begin, end=end, text=text[begin:end])
