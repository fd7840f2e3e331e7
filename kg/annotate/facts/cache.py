"""Compiled forms of cue tables and weights, kept while their ontology is in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")
_KEPT = 64
_cache: dict[tuple[str, int], tuple[Any, Any]] = {}


def compiled(name: str, source: S, make: Callable[[S], T]) -> T:
    """What `make` builds from a table or an ontology, built once per object.

    The object itself is kept beside the result, so that its identity cannot be taken over by another.
    """
    key = (name, id(source))
    found = _cache.get(key)
    if found is None:
        if len(_cache) >= _KEPT:
            _cache.clear()
        found = _cache[key] = (source, make(source))
    result: T = found[1]
    return result
