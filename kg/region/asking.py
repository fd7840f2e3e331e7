"""The questions that are put to the store: files of queries/, with the IRIs that they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode

from kg.store import Source, bind, select

QUERIES = Path(__file__).parent / "queries"
BATCH = 500
Row = dict[str, str]


@cache
def _text(name: str) -> str:
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def ask(
    source: Source, name: str, variable: str = "", iris: Iterable[str] | None = None, *, timeout: float, limit: int = 0
) -> Iterator[Row]:
    """The rows for these IRIs as values of `variable`, some hundreds of them at a time; None: for whatever there is.

    `limit` is the most rows of each answer, 0 for all. Raises Timeout or StoreFailed.
    """
    end = f" LIMIT {limit}" if limit else ""
    if iris is None:
        yield from select(
            source, bind(_text(name), {variable: [None]} if variable else {}) + end, timeout=timeout
        ).dicts()
        return
    waiting = iter(iris)
    while batch := list(islice(waiting, BATCH)):
        query = bind(_text(name), {variable: [NamedNode(iri) for iri in batch]}) + end
        yield from select(source, query, timeout=timeout).dicts()
