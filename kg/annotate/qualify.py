"""Names that other things have elsewhere too get what tells them apart: "Long Range version", a surname alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from kg.model import LocalEntity, Mention, Statement


class Surnames:
    """The table `surname` of the cues: the class, and the relation to what stands in brackets behind such a name."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._class, self._relation = str(table.get("class", "")), str(table.get("relation", ""))

    def named(self, entities: Sequence[LocalEntity], said: Sequence[Statement]) -> tuple[LocalEntity, ...]:
        """The entities; those that the article calls by one word only with the first thing that they stand to."""
        found = list(entities)
        for s in sorted(said, key=lambda s: (s.status != "asserted", -s.confidence, s.object), reverse=True):
            entity = entities[s.subject]
            alone = not entity.concept and all(len(name.split()) == 1 for name in entity.names)
            if s.predicate == self._relation and self._class in entity.types and alone:
                found[s.subject] = replace(entity, name=f"{entity.name} ({entities[s.object].name})")
        return tuple(found)


class Versions:
    """The table `bare` of the cues: the class, the relation to the whole, and the words that end such names."""

    def __init__(self, table: Mapping[str, Any], trims: Set[str]) -> None:
        """`trims` are words, in small letters, that name a version and no model."""
        self._class, self._relation = str(table.get("class", "")), str(table.get("relation", ""))
        self._endings = frozenset(str(word) for word in table.get("endings", ()))
        self._words = frozenset(trims) | self._endings

    def named(
        self, mentions: Sequence[Mention], entities: Sequence[LocalEntity], said: Sequence[Statement]
    ) -> tuple[LocalEntity, ...]:
        """The entities, bare versions under the name of what they are a version of and their own.

        That is what a statement says, or else the last of the class that is named before.
        """
        bare = {n for n, entity in enumerate(entities) if self._is_bare(entity)}
        fronts = tuple(f"{name} " for n, e in enumerate(entities) if n not in bare for name in e.names)
        bare |= {n for n, entity in enumerate(entities) if self._is_version(entity, fronts)}
        wholes = {s.subject: s.object for s in said if s.predicate == self._relation and s.status == "asserted"}
        found = list(entities)
        for n in bare:
            whole = wholes.get(n, -1)
            if whole < 0 or whole in bare:
                whole = self._before(n, bare, mentions, entities)
            if whole >= 0:
                found[n] = replace(entities[n], name=_behind(entities[whole].name, entities[n].name))
        return tuple(found)

    def _is_bare(self, entity: LocalEntity) -> bool:
        words = [word for name in entity.names for word in re.split(r"[\s-]+", name.casefold())]
        return self._class in entity.types and not entity.concept and self._words.issuperset(words)

    def _is_version(self, entity: LocalEntity, fronts: tuple[str, ...]) -> bool:
        """Whether all names end like versions and none begins with the name of anything else."""
        if self._class not in entity.types or entity.concept:
            return False
        ends = all(name.casefold().split()[-1] in self._endings for name in entity.names)
        return ends and not any(name.startswith(fronts) for name in entity.names)

    def _before(self, n: int, bare: Set[int], mentions: Sequence[Mention], entities: Sequence[LocalEntity]) -> int:
        first = next((k for k, m in enumerate(mentions) if m.entity == n), 0)
        named = (m.entity for m in reversed(mentions[:first]) if m.kind == "name")
        return next((e for e in named if e not in bare and self._class in entities[e].types), -1)


def _behind(whole: str, version: str) -> str:
    """Both names, a word that ends the one and begins the other once."""
    first, _, rest = version.partition(" ")
    return f"{whole} {rest if rest and whole.endswith(f' {first}') else version}"
