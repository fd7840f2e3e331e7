"""The default graph in portions: runs of things that stand together, each made anew only where one of them changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from kg.rdf.document import Triples

AVERAGE = 32
"""Things of a portion: fewer are more to look up, and of more, more is made anew for one that changed."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some triples under a `name` of their own; `told` is all that they are made of, or None where nobody keeps it."""

    name: str
    told: Any
    triples: Callable[[], Triples]


def runs(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys in runs of AVERAGE, which end at certain keys, so that one more or less changes one run or two."""
    run: list[str] = []
    for key in keys:
        run.append(key)
        if crc32(key.encode("utf-8", "surrogatepass")) % AVERAGE == 0:
            yield run
            run = []
    if run:
        yield run
