"""Names in the form in which they are compared, and the readable keys made of them."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

LONGEST = 80  # characters of a name in a key


@lru_cache(maxsize=1 << 16)
def normal(name: str) -> str:
    """The name as compared and as written in keys: "The Škoda Auto" → "skoda-auto".

    Case, accents, punctuation, invisible characters and a leading article do not count; "+" and "&" do, since they
    tell products and companies apart. Never empty, at most LONGEST characters; what is cut is told apart by a hash.
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("+", " plus ").replace("&", " and ")
    kept = "".join(_letters(text)).split()
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    slug = "-".join(kept)
    if not slug:
        return f"name-{_digest(name)}"
    if len(slug) > LONGEST:
        return f"{slug[: LONGEST - 9].rstrip('-')}-{_digest(slug)}"
    return slug


def _letters(text: str) -> list[str]:
    """Letters and digits as they are, Latin ones without accents; a space for anything else that can be seen."""
    out: list[str] = []
    latin = False
    for character in unicodedata.normalize("NFD", text):
        category = unicodedata.category(character)
        if category[0] == "M":
            if out and not latin and out[-1] != " ":
                out.append(character)
        elif character.isalnum():
            out.append(character)
            latin = "LATIN" in unicodedata.name(character, "")
        elif character not in "'’‘" and category != "Cf":
            out.append(" ")
    return list(unicodedata.normalize("NFC", "".join(out)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def variant(short: str, long: str) -> str:
    """In which way `short` is a form of the name `long`, in words, or "" where it is none that can be seen.

    Only such forms are carried over from one article to another: what one article calls a thing for other reasons (a
    nickname, a slip of the translator) may mean something else in the next.
    """
    left, right = normal(short).split("-"), normal(long).split("-")
    if "".join(left) == "".join(right):
        return "the same name spelled otherwise"
    if len(left) < len(right) and _within(left, right):
        return "a shorter form of the name"
    if _is_acronym(short, right):
        return "an acronym of the name"
    return ""


def _within(part: list[str], whole: list[str]) -> bool:
    """Whether the words of `part` stand in `whole` in this order."""
    rest = iter(whole)
    return all(word in rest for word in part)


def _is_acronym(short: str, words: list[str]) -> bool:
    letters = [c for c in short if c.isalnum()]
    if not 2 <= len(letters) <= 8 or not all(c.isupper() or c.isdigit() for c in letters) or len(words) < 2:
        return False
    folded = [c.casefold() for c in letters]
    return folded[0] == words[0][0] and _within(folded, list("".join(words)))
