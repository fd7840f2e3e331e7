"""Who wrote an article is no part of its story: persons in a line that only names reporters are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.annotate.cues import compiled
from kg.annotate.names import Name

PERSON = "Person"
LONGEST = 160


class Bylines:
    """The wordings of bylines of one ontology (`byline` of cues/names.toml), each for a whole line."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        """Raises OntologyInvalid where a wording is no regular expression."""
        self._wordings = [compiled(text, "names.toml, byline") for text in cues.get("byline", ())]

    def without(self, text: str, names: Iterable[Name]) -> Iterator[Name]:
        """The names less the persons of bylines."""
        for name in names:
            if name.type != PERSON or not self._signs(_line(text, name), name.text):
                yield name

    def _signs(self, line: str, person: str) -> bool:
        masked = line.replace(person, "‹›")
        return len(line) <= LONGEST and any(wording.fullmatch(masked) for wording in self._wordings)


def _line(text: str, name: Name) -> str:
    begin = text.rfind("\n", 0, name.begin) + 1
    end = text.find("\n", name.end)
    return text[begin : len(text) if end < 0 else end].strip()
