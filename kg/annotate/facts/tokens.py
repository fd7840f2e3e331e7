"""What a token is, from its tag and form alone: the pipeline runs without the components that add more."""

from __future__ import annotations

import re

from spacy.tokens import Token

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)es$")
_SHORTEST = 4


def is_verb(token: Token) -> bool:
    """Whether a token is a verb, an auxiliary or a modal."""
    return token.tag_.startswith("VB") or token.tag_ == "MD"


def stem(token: Token) -> str:
    """The form in lower case without the common endings of its kind: one key for the forms of a word, not a lemma."""
    word: str = token.lower_
    if len(word) < _SHORTEST:
        return word
    if token.tag_ in ("NNS", "NNPS", "VBZ"):
        return _singular(word)
    if token.tag_ in ("VBD", "VBN") and word.endswith("ed"):
        return _undoubled(word[:-2])
    if token.tag_ == "VBG" and word.endswith("ing"):
        return _undoubled(word[:-3])
    return word.rstrip("e") if token.tag_.startswith("VB") else word


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if _SIBILANT.search(word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _undoubled(word: str) -> str:
    """Without the doubled consonant or the mute e before an ending, so that "planned", "plans" and "plan" agree."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        return word[:-1]
    return word.rstrip("e")
