"""Members of a series, told by their names: the H6 is one of the H series, the Tang DM one of the Tang family."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.annotate.patterns import Hit
from kg.model import LocalEntity, Mention

MODEL = "Model"
LETTERS = 3
"""A stem as short as this is followed by a figure ("H6"); a longer one is a word of its own ("Tang DM")."""


class Series:
    """The table `series` of the cues: the words that end the name of a series, and the relation of its members."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._relation = str(table.get("relation", ""))
        self._confidence = float(table.get("confidence", 0))
        words = "|".join(re.escape(word) for word in table.get("words", ()))
        self._name = re.compile(rf"(?:the )?(.+?)[ -](?:{words})", re.IGNORECASE) if words else None

    def find(self, mentions: Sequence[Mention], entities: Sequence[LocalEntity]) -> Iterator[Hit]:
        """A hit for each member, where the two are named closest to each other."""
        if self._name is None:
            return
        models = [n for n, entity in enumerate(entities) if MODEL in entity.types]
        for whole in models:
            starts = self._starts(entities[whole])
            for part in models:
                if part != whole and any(start.fullmatch(name) for start in starts for name in entities[part].names):
                    one, two = _closest(part, whole, mentions)
                    yield Hit(one, self._relation, two, -1, self._confidence)

    def _starts(self, entity: LocalEntity) -> list[re.Pattern[str]]:
        """How the names of its members begin; none for what is no series."""
        assert self._name is not None
        stems = {found[1] for name in entity.names if (found := self._name.fullmatch(name))}
        return [_start(stem) for stem in sorted(stems)]


def _start(stem: str) -> re.Pattern[str]:
    """What the name of a member is like: the stem, perhaps behind a maker's name, and mostly more."""
    follows = r"[ -]?\d.*" if len(stem) <= LETTERS and stem.isupper() else r"(?:[ -][A-Z0-9].*)?"
    return re.compile(rf"(?:[\w-]+ )?{re.escape(stem)}{follows}")


def _closest(part: int, whole: int, mentions: Sequence[Mention]) -> tuple[int, int]:
    places: dict[int, list[int]] = {part: [], whole: []}
    for n, mention in enumerate(mentions):
        if mention.entity in places:
            places[mention.entity].append(n)
    pairs = ((n, m) for n in places[part] for m in places[whole])
    return min(pairs, key=lambda pair: (abs(mentions[pair[0]].begin - mentions[pair[1]].begin), pair))
