"""Which entities make the part of the graph that is wanted."""

from __future__ import annotations

from collections.abc import Iterable

from kg.region.asking import ask
from kg.store import Source

_FOREMOST = 3


def around(source: Source, centres: Iterable[str], steps: int, most: int, *, timeout: float = 30.0) -> list[str]:
    """IRIs of the centres and of what lies within `steps` asserted relations of them, at most `most`, nearest first.

    Of those equally near, those come first that most statements tie to what is nearer. Raises Timeout or StoreFailed.
    """
    found = dict.fromkeys(centres)
    front = list(found)
    for _ in range(steps):
        if not front or len(found) >= most:
            break
        ties: dict[str, int] = {}
        # What is known already takes places of the answer, so it is asked for on top.
        for row in ask(source, "neighbours", "entity", front, timeout=timeout, limit=most + len(found)):
            if row["other"].startswith(source.base):
                ties[row["other"]] = ties.get(row["other"], 0) + int(row["number"])
        front = sorted((iri for iri in ties if iri not in found), key=lambda iri: (-ties[iri], iri))
        front = front[: most - len(found)]
        found |= dict.fromkeys(front)
    return list(found)[:most]


def most_connected(source: Source, most: int, *, timeout: float = 30.0) -> list[str]:
    """IRIs of the entities that most statements are about, at most `most`. Raises Timeout or StoreFailed.

    Only the foremost subjects and the foremost objects are looked at, so that no query has to put all in order.
    """
    ties: dict[str, int] = {}
    for name in ("subjects", "objects"):
        for row in ask(source, name, timeout=timeout, limit=_FOREMOST * most):
            if row["entity"].startswith(source.base):
                ties[row["entity"]] = ties.get(row["entity"], 0) + int(row["number"])
    return sorted(ties, key=lambda iri: (-ties[iri], iri))[:most]
