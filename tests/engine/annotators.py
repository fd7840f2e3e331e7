"""Annotators for worker processes, which have to be importable by name. What they do stands in the text."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.engine import Annotate
from kg.errors import KgError
from kg.model import Article, Document


def plain() -> Annotate:
    return obey


def obey(documents: Iterable[Document]) -> Iterator[Article]:
    """An article for each document, unless its text says otherwise."""
    for document in documents:
        order, _, argument = document.text.partition(" ")
        if order == "raise":
            raise ValueError(argument)
        if order == "sleep":
            time.sleep(float(argument))
        if order == "stick":
            stick(float(argument))
        if order == "die":
            os.kill(os.getpid(), 9)
        if order == "later":
            threading.Timer(float(argument), os.kill, (os.getpid(), 9)).start()
        if order == "eat":
            bytearray(int(argument))
        if order == "exit":
            os._exit(7)
        yield Article(document)


def stick(seconds: float) -> None:
    """Wait without taking notice of the time limit, as a loop inside a library may do."""
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(seconds)


def confined() -> Annotate:
    """Lives with half a gigabyte more than it has, so that what eats more is refused."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + (1 << 29)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    return obey


def refuses() -> Annotate:
    raise KgError("the model is missing")


def breaks() -> Annotate:
    raise RuntimeError("boom")


def dies() -> Annotate:
    os._exit(3)


class Counted:
    """A factory that leaves a file for each time it is called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self) -> Annotate:
        (self.folder / f"{os.getpid()}-{time.monotonic_ns()}").touch()
        return obey


class Stumbling(Counted):
    """A factory whose process dies of the first two calls."""

    def __call__(self) -> Annotate:
        """The annotator, the third time."""
        annotate = super().__call__()
        if len(list(self.folder.iterdir())) < 3:
            os._exit(3)
        return annotate
