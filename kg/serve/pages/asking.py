"""The questions that pages put to the store: files of queries/, with values for their variables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.store import Source, bind, select

QUERIES = Path(__file__).parent / "queries"
Row = dict[str, str]


@cache
def text(name: str) -> str:
    """The query of that name."""
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def filled(name: str, **terms: NamedNode | Literal) -> str:
    """The query with a term in the VALUES block of each of these variables."""
    return bind(text(name), {variable: [term] for variable, term in terms.items()})


def ask(source: Source, name: str, timeout: float, **terms: NamedNode | Literal) -> list[Row]:
    """The rows of the answer, empty text where nothing is bound. Raises Timeout, Busy or StoreFailed."""
    return list(select(source, filled(name, **terms), timeout=timeout).dicts())
