"""Which tagged stretches cannot be names, and which words at their edges belong to the sentence instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS

from kg.annotate.cues import compiled
from kg.annotate.labels import ACTORS
from kg.annotate.names import Name

SURE = 0.9


class Filter:
    """Sorts out names with the words of one ontology (cues/names.toml)."""

    def __init__(self, cues: Mapping[str, Any], doubt: float) -> None:
        """What the lexicon does not know must be at least as sure as `doubt`. Raises OntologyInvalid."""
        self._doubt = doubt
        self._never = compiled("|".join(cues.get("never", ())), "names.toml")
        self._events = compiled("|".join(cues.get("events", ())) or "(?!)", "names.toml, events")
        self._common = frozenset(w.casefold() for w in cues.get("common", ()))
        self._first = STOP_WORDS | frozenset(cues.get("first", ()))
        self._staff = frozenset(cues.get("staff", ()))
        self._last = STOP_WORDS | frozenset(cues.get("last", ()))
        glued = "|".join(cues.get("glued", ()))
        self._glued = compiled(f"(?:{glued})(?=[A-Z][a-z]{{2}})" if glued else r"(?!)", "names.toml, glued")

    def lasting(self, names: Sequence[Name]) -> list[Name]:
        """The names without those of events ("Wold Motor Show"), in which a place may be named."""
        return [name for name in names if not self._events.search(name.text)]

    def plausible(self, names: Sequence[Name]) -> Iterator[Name]:
        """The names without function words at their edges, less those that are common words only.

        A name has a capital letter or a digit, or is known to the lexicon, or is a technology of several words
        ("solid-state battery"), or is long and certain; it is not, as a whole or behind its maker, what `never` is a
        name; and not all its words are `common`.
        """
        makers = {(n.begin, n.text) for n in names if n.type in ACTORS}
        known = {text for _, text in makers}
        for name in names:
            cut = name if name.concept else self._cut(self._alone(name, known))
            if cut is not None and (cut.concept or self._named(cut, makers)):
                yield cut

    def _named(self, name: Name, makers: Set[tuple[int, str]]) -> bool:
        words = name.text.replace("-", " ").split()
        marked = any(c.isupper() or c.isdigit() for c in name.text)
        several = len(words) > 1 and (name.type == "Technology" or name.confidence >= SURE)
        rests = (" ".join(words[n:]) for n in range(1, len(words)) if (name.begin, " ".join(words[:n])) in makers)
        return (
            name.confidence >= self._doubt
            and len(name.text) > 1
            and (marked or several)
            and not name.text.isdigit()
            and not all(w.casefold() in STOP_WORDS for w in words)
            and not all(w.casefold() in self._common for w in words)
            and not any(self._never.fullmatch(t) for t in (name.text, *rests))
        )

    def _alone(self, name: Name, known: Set[str]) -> Name:
        """A company or body without the words for its people and departments, where it is also named without them."""
        words = name.text.split(" ")
        while name.type in ACTORS and len(words) > 1 and words[-1] in self._staff:
            words.pop()
        short = " ".join(words)
        return replace(name, end=name.begin + len(short), text=short) if short in known else name

    def _cut(self, name: Name) -> Name | None:
        words = name.text.split(" ")
        begin, end = name.begin, name.end
        while words and words[-1].islower() and words[-1] in self._last:
            end -= len(words.pop()) + 1
        while words and words[0].islower() and words[0] in self._first:
            begin += len(words.pop(0)) + 1
        if words and (stuck := self._glued.match(words[0])):
            words[0] = words[0][stuck.end() :]
            begin += stuck.end()
        return replace(name, begin=begin, end=end, text=" ".join(words)) if words else None
