"""Cue words of an ontology → regular expressions."""

from __future__ import annotations

import re

from kg.errors import OntologyInvalid


def compiled(text: str, where: str, flags: int = 0) -> re.Pattern[str]:
    """The regular expression `text` of the file `where` in ontology/cues. Raises OntologyInvalid where it is none."""
    try:
        return re.compile(text, flags)
    except re.error as error:
        raise OntologyInvalid(f"cues/{where}: no regular expression ({error}): {text[:200]!r}") from error
