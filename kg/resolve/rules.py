"""What the ontology says about merging: cues/resolve.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import OntologyInvalid


@dataclass(frozen=True, slots=True)
class Rules:
    """How names of each class may be merged.

    `compatible` are groups of classes that one thing may have together. A thing of the classes `full_names` is not
    recognised in another article by one word of its name; one of the classes `owned` ("M5") only where that article
    also has the rest of the name ("AITO").
    """

    compatible: tuple[tuple[str, ...], ...] = ()
    full_names: frozenset[str] = frozenset()
    owned: frozenset[str] = frozenset()

    def group(self, types: tuple[str, ...]) -> tuple[str, ...]:
        """The classes among which a thing of these types is looked for."""
        for classes in self.compatible:
            if types and types[0] in classes:
                return classes
        return types[:1]


def load_rules(cues: Mapping[str, Mapping[str, Any]]) -> Rules:
    """The rules of an ontology's cue tables; without the table nothing is compatible. Raises OntologyInvalid."""
    table = cues.get("resolve", {})
    try:
        return Rules(
            compatible=tuple(tuple(str(c) for c in classes) for classes in table.get("compatible", [])),
            full_names=frozenset(str(c) for c in table.get("full_names", [])),
            owned=frozenset(str(c) for c in table.get("owned", [])),
        )
    except TypeError as error:
        raise OntologyInvalid(f"cues/resolve.toml: compatible, full_names and owned must be lists: {error}") from error
