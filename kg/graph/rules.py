"""What the ontology says about claims that exclude each other: cues/conflicts.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import OntologyInvalid


@dataclass(frozen=True, slots=True)
class Rules:
    """Relations and metrics by the way in which they may contradict each other.

    `one_object`: a thing has one object at a time; `one_subject`: one subject; `same_house`: relations that make two
    owners one house; `one_way`: relations that do not hold in both directions; `lasting`: metrics that do not change
    with time; `vague`: metrics under which unlike figures stand; `tolerance`: share by which two figures may differ
    and still be the same.
    """

    one_object: frozenset[str] = frozenset()
    one_subject: frozenset[str] = frozenset()
    same_house: frozenset[str] = frozenset()
    one_way: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    tolerance: float = 0.01


def load_rules(cues: Mapping[str, Mapping[str, Any]]) -> Rules:
    """The rules of an ontology's cue tables; without the table no relation excludes another. Raises OntologyInvalid."""
    table = cues.get("conflicts", {})
    names = ("one_object", "one_subject", "same_house", "one_way", "lasting", "vague")
    try:
        lists = {name: frozenset(str(item) for item in table.get(name, [])) for name in names}
        return Rules(**lists, tolerance=float(table.get("tolerance", 0.01)))
    except (TypeError, ValueError) as error:
        raise OntologyInvalid(f"cues/conflicts.toml: {', '.join(names)} must be lists, tolerance a number") from error
