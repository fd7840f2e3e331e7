"""Surface forms as they are compared: without the words that do not make another thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.annotate.labels import ACTORS

POSSESSIVE = re.compile(r"['’′]s?$")
SPLIT = re.compile(r"[\s_]+")
NUMBERED_PLURAL = re.compile(r"(?<=\d)s$")
LONG = 6
QUANTITY = re.compile(r"^\d[\d.,]* ?[A-Za-z]{1,3} (?=.*[A-Z])")
LOOSE = re.compile(r"[\W_]+")


def family(type_: str) -> str:
    """Classes whose names may be one thing: Company, Brand and Organization are one family."""
    return "Actor" if type_ in ACTORS or type_ == "Organization" else type_


def plain(surface: str) -> str:
    """A surface form without case, possessive, article, and runs of blanks."""
    text = POSSESSIVE.sub("", surface.strip()).casefold().replace("’", "'")
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", text))


def loose(surface: str) -> str:
    """Letters and digits only, for spellings that differ in blanks, dots and hyphens."""
    return LOOSE.sub("", plain(surface))


class Forms:
    """Cuts names down to their cores with the words of cues/names.toml."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self._after = {
            "Actor": {w.casefold() for w in cues.get("legal", ())},
            "Model": {w.casefold() for w in cues.get("model_after", ())},
            "Technology": {w.casefold() for w in cues.get("technology_after", ())},
            "Place": {w.casefold() for w in cues.get("place_after", ())},
        }
        self._before = {
            "Model": {w.casefold() for w in cues.get("model_before", ())},
            "Person": {w.casefold() for w in cues.get("titles", ())},
            "Technology": {w.casefold() for w in cues.get("technology_before", ())},
            "Place": {w.casefold() for w in cues.get("place_before", ())},
        }
        self._distinct = {w.casefold() for w in cues.get("distinct", ())}
        self.parts = frozenset(w.casefold() for w in cues.get("parts", ()))
        self._sector = {w.casefold() for w in cues.get("sector", ())}

    def core(self, surface: str, type_: str, *, sector: bool = False) -> str:
        """The name without endings and beginnings that make no other thing; `sector` cuts words of trade as well."""
        kind = family(type_)
        words = [w for w in SPLIT.split(plain(NUMBERED_PLURAL.sub("", surface.strip()))) if w]
        after, before = self._after.get(kind, set()), self._before.get(kind, set())
        if sector and kind == "Actor":
            after = after | self._sector
        if kind in PRODUCTS and words:
            words[-1] = _singular(words[-1])
        while len(words) > 1 and words[-1].strip(".,()") in after:
            words.pop()
        while len(words) > 1 and words[0].strip(".") in before:
            words.pop(0)
        if kind in PRODUCTS and words:
            words[-1] = _singular(words[-1])
        return " ".join(words).strip(" .,")

    def distinct(self, surface: str) -> bool:
        """Whether a name holds a word that makes another thing of what it stands beside, or a year."""
        return any(
            w in self._distinct or re.fullmatch(r"(?:19|20)\d\d", w) for w in re.split(r"\W+", surface.casefold())
        )

    def proper(self, surface: str) -> str:
        """The one run of capitalised or numbered words in a name of otherwise common words, or "".

        "cobalt-free LFP battery" gives "LFP". Words such as "generation" make another thing, and give "".
        """
        words = QUANTITY.sub("", surface.replace("’", "'")).split()
        marked = [any(c.isupper() or c.isdigit() for c in w) for w in words]
        if not any(marked) or all(marked) or self.distinct(surface) or "(" in surface:
            return ""
        first, last = marked.index(True), len(marked) - 1 - marked[::-1].index(True)
        return " ".join(words[first : last + 1]) if all(marked[first : last + 1]) else ""


PRODUCTS = frozenset({"Model", "Technology"})
BRACKETS = re.compile(r"^(?P<before>[^()]+?) ?\((?P<inside>[^()]+)\)(?P<after>[^()]*)$")


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def bracketed(surface: str) -> tuple[str, ...]:
    """What a name with an alias in brackets may be called: LFP (LiFePO4) cells are LFP cells, LFP and LiFePO4."""
    match = BRACKETS.match(surface)
    if match is None:
        return ()
    before, inside, after = (match[k].strip() for k in ("before", "inside", "after"))
    alias = any(c.isupper() for c in inside) or inside[:1].casefold() == before[:1].casefold()
    if not alias or len(inside.split()) > 4:
        return ()
    return (f"{before} {after}".strip(), before, inside)


def initials(surface: str) -> set[str]:
    """The acronyms that a name of several words may have."""
    words = [w for w in re.split(r"[\s\-&/,.]+", surface) if w]
    capitals = [w for w in words if w[0].isupper() or w[0].isdigit()]
    found = set()
    for chosen in (words, capitals):
        if len(chosen) > 1:
            found.add("".join(w[0] for w in chosen).upper())
    return found


def abbreviates(short: str, long: str) -> bool:
    """Whether two names differ in words of one that are initials in the other: "Y SR MIC", "Y Standard Range MIC"."""
    if short[:1].casefold() != long[:1].casefold():
        return False
    one, other = (re.split(r"[\s\-]+", s) for s in (short, long))
    size = len(other) - len(one) + 1
    alike = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a.casefold() != b.casefold()), None)
    if size < 2 or len(one) < 2 or alike is None or not one[alike].isupper():
        return False
    rest = [w.casefold() for w in one[alike + 1 :]] == [w.casefold() for w in other[alike + size :]]
    return rest and "".join(w[:1] for w in other[alike : alike + size]).upper() == one[alike]


def one_letter_off(one: str, other: str) -> bool:
    """Whether two names differ in one word, by one letter that is too many or wrong, or by two that are swapped.

    The word has LONG letters or more in both, and begins alike.
    """
    if abs(len(one) - len(other)) > 1 or one[:1] != other[:1]:
        return False
    left, right = (re.split(r"[\W_]+", plain(s)) for s in (one, other))
    unlike = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    if len(left) != len(right) or len(unlike) != 1:
        return False
    short, long = sorted(unlike[0], key=len)
    if len(short) < LONG or short[0] != long[0] or not (short + long).isalpha():
        return False
    if len(short) < len(long):
        return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    places = [n for n, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
    first, last = places[0], places[-1]
    swapped = len(places) == 2 and last == first + 1 and short[first : last + 1] == long[last] + long[first]
    return len(places) == 1 or swapped
