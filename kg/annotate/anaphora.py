"""Text → candidate anaphors: pronouns and definite descriptions that may refer to an entity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BLANK = r"[^\S\n]+"


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun or description at characters `begin` to `end`, and the classes that it may refer to."""

    begin: int
    end: int
    pronoun: bool
    types: tuple[str, ...]


class Anaphors:
    """Finds candidates by the words of cues/coreference.toml: pronouns, determiners, modifiers and class nouns."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self._pronouns = {_key(word): tuple(row["types"]) for row in cues.get("pronouns", ()) for word in row["words"]}
        self._nouns = {_key(noun): tuple(row["types"]) for row in cues.get("nouns", ()) for noun in row["words"]}
        determiners = _either(cues.get("determiners", ()))
        modifiers = _either(cues.get("modifiers", ()))
        apart, nouns = _either(cues.get("apart", ())), _either(self._nouns)
        pronouns = _either(self._pronouns)
        self._pattern = re.compile(
            rf"(?<![\w-])(?:(?P<pronoun>{pronouns})|(?:{determiners}){BLANK}"
            rf"(?:(?:{modifiers})(?:-|{BLANK})){{0,3}}(?:(?!(?:{apart}){BLANK})[\w-]+{BLANK})?(?P<noun>{nouns}))"
            r"(?![\w-])",
            re.IGNORECASE,
        )

    def find(self, text: str) -> tuple[Anaphor, ...]:
        """All candidates in reading order."""
        found = []
        for match in self._pattern.finditer(text):
            word = match["pronoun"]
            if word is not None and word.isupper() and len(word) > 1:
                continue
            types = self._pronouns.get(_key(word)) if word is not None else self._nouns.get(_key(match["noun"]))
            if types:
                found.append(Anaphor(match.start(), match.end(), word is not None, types))
        return tuple(found)


def _key(words: str) -> str:
    return " ".join(words.split()).casefold()


def _either(words: Sequence[str] | Mapping[str, Any]) -> str:
    """One of the words; of none, what never fits."""
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(word).replace(r"\ ", BLANK) for word in longest_first) or r"(?!)"
