"""One document at a time: the unit of work of every engine."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from types import FrameType

from kg.errors import Timeout
from kg.model import Article, Document, Skipped

Annotate = Callable[[Iterable[Document]], Iterator[Article]]
Result = Article | Skipped


def annotate_one(annotate: Annotate, document: Document, seconds: float) -> Result:
    """The article of one document, or Skipped with the reason where reading it out fails or takes too long."""
    try:
        with time_limit(seconds):
            return next(iter(annotate([document])))
    except Timeout:
        return set_aside(document, f"reading it took longer than {seconds:g} seconds")
    except Exception as error:  # whatever one article does to the machinery must not cost the others
        return set_aside(document, f"{type(error).__name__}: {error}")


def set_aside(document: Document, reason: str) -> Skipped:
    """The record of a document that could not be read out."""
    return Skipped(document.source, f"article {document.id} was left out: {reason}")


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise Timeout inside the block after `seconds`; without effect outside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise Timeout(f"stopped after {seconds:g} seconds")

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
