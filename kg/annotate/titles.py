"""Tagged roles → whole ones: what the tagger cut off a position's name, by the parse and cues/relations.toml."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from spacy.tokens import Doc, Token

MODIFIERS = frozenset({"compound", "amod", "nmod", "punct"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
FIELD = NOUNS | {"JJ", "VBG", "HYPH", "CC", "DT", "PRP$"}
EDGES = frozenset({"IN", "DT", "CC", "HYPH", "TO", "PRP$", "POS", "RB", ",", ":", "."})
Free = Callable[[Token], bool]


class Titles:
    """The table `role` of cues/relations.toml: words that are no part of a position's name, what joins its field."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._apart = frozenset(table.get("apart", ()))
        self._joins = frozenset(table.get("joins", ()))
        self._longest = int(table.get("longest", 0))

    def whole(self, doc: Doc, begin: int, end: int, taken: Iterable[tuple[int, int]]) -> tuple[int, int]:
        """The characters of the position of whose name `begin` to `end` are a part; `taken` stretches stay outside.

        In front come words that belong to its noun ("[global] design director") and what an "and" joins; behind comes
        its field ("director [of the China business]"). Articles, prepositions and marks are cut off at both ends.
        """
        starts = doc.to_array("IDX")
        first, last = bisect_right(starts, begin) - 1, bisect_left(starts, end) - 1
        near = [(b, e) for b, e in taken if b < end + 200 and e > begin - 200]

        def free(token: Token) -> bool:
            return not any(b < token.idx + len(token) and token.idx < e for b, e in near)

        while first < last and doc[last].tag_ in EDGES:
            last -= 1
        while last + 1 < len(doc) and not doc[last].whitespace_ and "-" in (doc[last].text, doc[last + 1].text):
            last += 1
        first = self._front(doc, first, last, free)
        last = self._behind(doc, last, free)
        return doc[first].idx, doc[last].idx + len(doc[last])

    def _front(self, doc: Doc, first: int, last: int, free: Free) -> int:
        joined = doc[first].tag_ == "CC"
        if joined and first > 0 and doc[first - 1].tag_ in NOUNS and free(doc[first - 1]):
            first -= 1
        while first < last and doc[first].tag_ in EDGES:
            first += 1
        while first > 0 and self._modifies(doc[first - 1], first, last) and free(doc[first - 1]):
            first -= 1
        while first < last and doc[first].tag_ in EDGES:
            first += 1
        return first

    def _modifies(self, token: Token, first: int, last: int) -> bool:
        fits = token.tag_ in NOUNS or token.tag_ in ("JJ", "VBG", "HYPH")
        inside = first <= token.head.i <= last or token.head.i == token.i + 1
        return fits and inside and token.dep_ in MODIFIERS and token.lower_ not in self._apart

    def _behind(self, doc: Doc, last: int, free: Free) -> int:
        at = last + 1
        if at >= len(doc) or doc[at].lower_ not in self._joins:
            return last
        best = last
        for token in doc[at + 1 : at + 1 + self._longest]:
            if token.tag_ not in FIELD or not free(token):
                break
            best = token.i if token.tag_ in NOUNS else best
        return best
