"""Tags and lexicon matches → the names of an article, each with its class."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.annotate.encoding import Encoding
from kg.annotate.labels import ACTORS, TYPES
from kg.annotate.lexicon import Match
from kg.annotate.network import Floats
from kg.ontology import Concept

TRUST = 0.30
EDGE = " \t\n\"'“”‘’.,;:()[]-–—"
PARTED = ("Technology", "Place")
LONGEST = 40
QUOTE = re.compile(r"(?<!\d)[\"“”]")
FRONT = re.compile(r"(?<![\w-])\w[\w-]*-\Z")
INITIAL = re.compile(r"(?<![\w.&])\w[.&]\Z")
LINKED = re.compile(r"(?<![\w-])[^\W\d][\w-]*\Z")
REST = re.compile(r"(?<=\d)[.:]\d+(?!\w)|(?<=\w)(?:\+(?!\w)|[’'](?!(?:ll|re|ve)\b)[a-z]{2,}\b)")
LEAD = re.compile(rf"[{re.escape(EDGE)}]*(?:s(?= )[{re.escape(EDGE)}]*)*")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at characters `begin` to `end`; `found_by` is the component, `concept` the lexicon's key or ""."""

    begin: int
    end: int
    text: str
    type: str
    confidence: float
    found_by: str
    concept: str = ""


def tagged(text: str, encoding: Encoding, tags: Floats) -> list[Name]:
    """The names that the tagger found, each of the class that its words have most of, as probable as their mean.

    Where a name ends is told by all classes together: a word whose class is in doubt parts no name in two.
    """
    o = tags[:, 0]
    begins, insides = tags[:, 1::2], tags[:, 2::2]
    new = begins.sum(1) > insides.sum(1)
    found: list[Name] = []
    open_: list[int] = []

    def close() -> None:
        if open_:
            classes = (begins[open_] + insides[open_]).mean(0)
            kind = int(classes.argmax())
            found.append(_name(text, encoding, open_[0], open_[-1], kind, float(classes[kind])))
            open_.clear()

    for n in np.nonzero(encoding.starts)[0]:
        if o[n] > 0.5:
            close()
            continue
        if new[n] or (open_ and encoding.sentences[open_[-1]] != encoding.sentences[n]):
            close()
        open_.append(int(n))
    close()
    return [name for name in found if name.text]


def _name(text: str, encoding: Encoding, first: int, last: int, kind: int, p: float) -> Name:
    while last + 1 < len(encoding.starts) and not encoding.starts[last + 1]:
        last += 1
    begin, end = whole_words(text, int(encoding.spans[first, 0]), int(encoding.spans[last, 1]))
    return trimmed(Name(begin, end, text[begin:end], TYPES[kind], p, "tagger"))


def whole_words(text: str, begin: int, end: int) -> tuple[int, int]:
    """The stretch without words cut in two: "[cobalt-]free battery", "[R]&D", "Engine 5[.1]", "Nan[’an]"."""
    first = text[begin : begin + 1]
    cut = LINKED if first in ("-", "&") else FRONT if first.islower() else INITIAL
    if front := cut.search(text, max(0, begin - LONGEST), begin):
        begin = front.start()
    if rest := REST.match(text, end):
        end = rest.end()
    return begin, end


def trimmed(name: Name) -> Name:
    """The name without blanks, quotes and stray brackets at its edges, without a possessive, up to a lone quote."""
    piece = re.sub(r"['’′]\s?s?$", "", name.text)
    lead = LEAD.match(piece)
    left = lead.end() if lead else 0
    piece = piece[left:].rstrip(EDGE)
    if piece.count("(") > piece.count(")"):
        following = name.text[left + len(piece) : left + len(piece) + 1]
        piece = piece + ")" if following == ")" else piece[: piece.rindex("(")].rstrip(EDGE)
    if len(QUOTE.findall(piece)) == 1:
        piece = QUOTE.split(piece)[0].rstrip(EDGE)
    begin = name.begin + left
    return replace(name, begin=begin, end=begin + len(piece), text=piece)


def joined(text: str, found: Sequence[Name], matches: Iterable[Match], *, patterns: bool) -> list[Name]:
    """Tagged names and lexicon matches together: the longer of two that overlap; nested makers are kept as well.

    A match alone counts where its name is sure and is no generic technology. A product is known by its name behind its
    maker's too.
    """
    matches = list(matches)
    names = [part for name in found for part in _known_parts(text, name, matches)]
    makers = {m.begin: m.end for m in matches if ACTORS & set(m.concept.types)}
    for match in matches:
        surface = text[match.begin : match.end]
        over = [n for n in names if n.begin < match.end and match.begin < n.end]
        kind = match.concept.types[0]
        known = Name(match.begin, match.end, surface, kind, 0.9, "lexicon", match.concept.key)
        exact = next((n for n in over if (n.begin, n.end) == (match.begin, match.end)), None)
        if exact is not None:
            best = exact.type if exact.type in match.concept.types or exact.confidence > 0.8 else kind
            sure = replace(exact, type=best, concept=match.concept.key, confidence=max(exact.confidence, 0.7))
            names = [sure if n is exact else n for n in names]
        elif any(n.begin <= match.begin and match.end <= n.end for n in over):
            if any(nests(n, known) for n in over):
                names.append(known)
            fronted = [n for n in over if n.type == kind and n.end == match.end and n.begin in makers]
            whole = next((n for n in fronted if makers[n.begin] == match.begin - 1), None)
            if whole is not None:
                names = [replace(n, concept=match.concept.key) if n is whole else n for n in names]
        elif over:
            names = [n for n in names if n not in over]
            names.append(known)
        elif match.sure and (patterns or kind != "Technology"):
            names.append(known)
    return sorted(dict.fromkeys(names), key=lambda n: (n.begin, -n.end))


def _known_parts(text: str, name: Name, matches: Sequence[Match]) -> Iterable[Name]:
    """The name, or the two known ones of its class side by side that it is made of: "LFP (LiFePO4) Blade battery"."""
    inside = [m for m in matches if name.begin <= m.begin and m.end <= name.end and name.type in m.concept.types]
    last = next((m for m in inside if m.end == name.end and m.begin > name.begin), None)
    first = next((m for m in inside if m.begin == name.begin), None)
    if (
        name.type not in PARTED
        or first is None
        or last is None
        or first.end > last.begin
        or first.concept.key == last.concept.key
        or not _proper(text[last.begin : last.end])
        or not _proper(text[first.begin : first.end])
    ):
        return [name]
    front = trimmed(replace(name, end=last.begin, text=text[name.begin : last.begin]))
    return [front, replace(name, begin=last.begin, text=text[last.begin : last.end])]


def nests(outer: Name, inner: Name) -> bool:
    """Whether a name inside another stands for something of its own: a maker before its product, a holder of a post."""
    if inner.type in ACTORS:
        front = inner.begin == outer.begin and outer.end > inner.end
        return front and outer.type in {"Model", "Technology", "Brand"} and outer.text[len(inner.text)] in " -’'"
    return False


def spread(text: str, names: Sequence[Name], known: Mapping[str, Concept]) -> list[Name]:
    """All occurrences of the names found, and the makers that stand before products; one class per string.

    `known` are the lexicon's makers by name, to be found before products that the article alone would not tell apart.
    """
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        votes[name.text][name.type] += name.confidence
    concepts = {n.text: n.concept for n in names if n.concept}
    best = {surface: max(sorted(v), key=lambda t: v[t]) for surface, v in votes.items()}
    people = {surface.split()[-1] for surface, kind in best.items() if kind == "Person" and " " in surface}
    best |= {surface: "Person" for surface in best.keys() & people - concepts.keys()}
    top: dict[str, float] = defaultdict(float)
    for name in names:
        top[name.text] = max(top[name.text], name.confidence)
    taken = [(n.begin, n.end) for n in names]
    result = [replace(n, type=best[n.text], concept=n.concept or concepts.get(n.text, "")) for n in names]
    surfaces = sorted((s for s in best if top[s] >= 0.5 and _proper(s)), key=lambda s: (-len(s), s))
    if not surfaces:
        return result
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, surfaces))})(?!\w|-\w)")
    busy = _Busy(taken)
    for match in pattern.finditer(text):
        if not busy.overlaps(match.start(), match.end()):
            s = match.group()
            result.append(Name(match.start(), match.end(), s, best[s], top[s] * 0.9, "repetition", concepts.get(s, "")))
    makers = {s: (best[s], concepts.get(s, "")) for s in surfaces if best[s] in ACTORS}
    spans = {(n.begin, n.end) for n in result}
    nested = [m for name in result for m in _maker(name, makers, known)]
    result.extend(m for m in nested if (m.begin, m.end) not in spans)
    return sorted(dict.fromkeys(result), key=lambda n: (n.begin, -n.end, n.type))


def _maker(name: Name, makers: Mapping[str, tuple[str, str]], known: Mapping[str, Concept]) -> Iterable[Name]:
    if name.type not in {"Model", "Technology"}:
        return
    words = name.text.split(" ")
    for size in range(min(len(words) - 1, 3), 0, -1):
        front = " ".join(words[:size])
        if front in makers:
            kind, concept = makers[front]
        elif front in known:
            kind, concept = known[front].types[0], known[front].key
        else:
            continue
        yield Name(name.begin, name.begin + len(front), front, kind, 0.9, "nested", concept)
        return


def _proper(surface: str) -> bool:
    return len(surface) > 1 and any(c.isupper() or c.isdigit() for c in surface) and not surface.isdigit()


class _Busy:
    """Taken stretches of text, asked in rising order of position."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._at = 0

    def overlaps(self, begin: int, end: int) -> bool:
        while self._at < len(self._spans) and self._spans[self._at][1] <= begin:
            self._at += 1
        return any(b < end and begin < e for b, e in self._spans[self._at : self._at + 4])
