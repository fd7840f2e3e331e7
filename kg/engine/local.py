"""The engine that works in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.engine.task import Annotate, Result, annotate_one
from kg.model import Document


def run(documents: Iterable[Document], factory: Callable[[], Annotate], seconds: float) -> Iterator[Result]:
    """Read the documents out one after another."""
    annotate: Annotate | None = None
    for document in documents:
        annotate = annotate or factory()
        yield annotate_one(annotate, document, seconds)
