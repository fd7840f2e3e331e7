"""Queries on the embedded store, each in a process that is ended when its time is up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Generator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from kg.errors import QueryInvalid, StoreFailed, Timeout
from kg.rdf.vocabulary import DEFAULT_BASE
from kg.store.messages import Answered, Failed, Form, Format, Request
from kg.store.scan import has_dataset, refuse, show

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_START_SECONDS = 30.0
_GRACE_SECONDS = 2.0


class Session:
    """A store opened for queries. Use it in a `with` block, from one thread at a time.

    The process that answers is started with the first query and kept for the next ones. `base` is the base IRI of the
    data. Raises StoreFailed where the store is missing or damaged.
    """

    def __init__(self, store: Path) -> None:
        if not store.is_dir():
            raise StoreFailed(f"there is no store {store}; build one with kg build, or name its output folder with -o")
        self._store = store
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self.base = DEFAULT_BASE

    def __enter__(self) -> Session:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def run(
        self,
        query: str,
        *,
        format: Format = "json",
        graph_format: Format = "turtle",
        timeout: float = 30.0,
    ) -> tuple[bytes, Form]:
        """The whole answer in the wanted format, and its form. Raises what `stream` raises."""
        stream = self.stream(query, format=format, graph_format=graph_format, timeout=timeout)
        pieces = []
        while True:
            try:
                pieces.append(next(stream))
            except StopIteration as end:
                form: Form = end.value
                return b"".join(pieces), form

    def stream(
        self,
        query: str,
        *,
        format: Format = "json",
        graph_format: Format = "turtle",
        timeout: float = 30.0,
    ) -> Generator[bytes, None, Form]:
        """The answer in pieces, as the engine finds it; the generator returns its form.

        `format` is that of an answer of bindings or of a truth, `graph_format` that of a graph. Without FROM the
        query sees the union of all graphs.
        Raises QueryInvalid for a query that is malformed or refused, Timeout after `timeout` seconds, StoreFailed.
        """
        if not query.strip():
            raise QueryInvalid("the query is empty; give one in SPARQL")
        refuse(query)
        end = time.monotonic() + timeout
        union = not has_dataset(query)
        wanted = Request(query, format, graph_format, union, timeout + _GRACE_SECONDS)
        connection = self._open()
        whole = False
        try:
            self._send(connection, wanted)
            while True:
                piece = self._receive(connection, end, timeout)
                if not isinstance(piece, bytes):
                    whole = True
                    return _ended(piece, query)
                yield piece
        finally:
            if not whole:  # what is left of this answer must not be taken for the next one
                self.close()

    def _open(self) -> Connection:
        if self._connection is None:
            ours, theirs = Pipe()
            command = [sys.executable, "-m", "kg.store.worker", str(theirs.fileno()), str(self._store)]
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            theirs.close()
            self._connection = ours
            self.base = self._greeting(ours)
        return self._connection

    def _greeting(self, connection: Connection) -> str:
        try:
            greeting = self._receive(connection, time.monotonic() + _START_SECONDS, _START_SECONDS)
        except StoreFailed:
            greeting = Failed("store", "it is damaged")
        if isinstance(greeting, Failed):
            self.close()
            raise StoreFailed(f"the store {self._store} cannot be opened: {greeting.message}; build it again")
        return str(greeting)

    def _send(self, connection: Connection, wanted: Request) -> None:
        try:
            connection.send(wanted)
        except OSError as error:
            raise self._lost() from error

    def _receive(self, connection: Connection, end: float, seconds: float) -> object:
        try:
            if connection.poll(max(0.0, end - time.monotonic())):
                return connection.recv()
        except (EOFError, OSError) as error:
            raise self._lost() from error
        self.close()
        raise Timeout(
            f"the query was stopped after {seconds:g} seconds; narrow it down, or give it more with --timeout"
        )

    def _lost(self) -> StoreFailed:
        self.close()
        return StoreFailed("the process that answers queries has ended unexpectedly, perhaps for want of memory")


def _ended(message: object, query: str) -> Form:
    if isinstance(message, Answered):
        return message.form
    if isinstance(message, Failed) and message.kind == "syntax":
        match = _PLACE.match(message.message)
        text = show(query, int(match[1]), int(match[2]), _short(match[3])) if match else message.message
        raise QueryInvalid(f"the query is not valid SPARQL: {text}")
    if isinstance(message, Failed) and message.kind == "format":
        raise QueryInvalid(message.message)
    raise StoreFailed(f"the query failed: {message.message if isinstance(message, Failed) else message}")


def _short(expected: str) -> str:
    """The parser's list of what it expected, without the ranges of characters that names are made of."""
    if "Prefix not found" in expected:
        return "a prefix that is not declared"
    return ", ".join(" ".join(part.split()) for part in expected.split(", ") if ".." not in part)


def _environment() -> dict[str, str]:
    """Ours, with the module path that this process really has."""
    return dict(os.environ) | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
