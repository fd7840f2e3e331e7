"""Who wrote or passed on an article is no part of its story: names in bylines, lines of sources and datelines go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.annotate.cues import compiled
from kg.annotate.names import Name

PERSON = "Person"
LONGEST = 160


class Bylines:
    """The wordings of one ontology (cues/names.toml): of a line that a person signs (`byline`), of a whole line that
    tells where the article comes from (`source`), and of what stands before a line's first word (`dateline`)."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        """Raises OntologyInvalid where a wording is no regular expression."""
        self._bylines, self._sources, self._datelines = (
            [compiled(text, f"names.toml, {key}") for text in cues.get(key, ())]
            for key in ("byline", "source", "dateline")
        )

    def without(self, text: str, names: Iterable[Name]) -> Iterator[Name]:
        """The names less the persons of bylines, and less all that stand in the other two."""
        for name in names:
            begin = text.rfind("\n", 0, name.begin) + 1
            end = text.find("\n", name.end)
            line = text[begin : len(text) if end < 0 else end]
            if not (self._tells(line, name.end - begin) or (name.type == PERSON and self._signs(line, name.text))):
                yield name

    def _tells(self, line: str, end: int) -> bool:
        """Whether the line only tells its source, or the name ends at `end` within a dateline."""
        whole = len(line) <= LONGEST and any(wording.fullmatch(line.strip()) for wording in self._sources)
        return whole or any((m := wording.match(line)) and end <= m.end() for wording in self._datelines)

    def _signs(self, line: str, person: str) -> bool:
        masked = line.strip().replace(person, "‹›")
        return len(masked) <= LONGEST and any(wording.fullmatch(masked) for wording in self._bylines)
