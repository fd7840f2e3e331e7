"""What the server and the processes that run its queries tell each other, and how it is written on the wire.

A message is a frame: one byte for its kind, four for the length of what follows, then JSON (or the bytes of an answer).
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any, Literal

Form = Literal["bindings", "boolean", "graph"]
Problem = Literal["query", "format", "rows", "missing", "store"]

HEAD = struct.Struct(">cI")
ASK, HELLO, STARTED, DATA, ENDED, FAILED = b"A", b"H", b"S", b"D", b"E", b"F"


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to answer: a query, or the content of a graph.

    `kind` is "query" (answered in the format `result` or `graph`, whichever its form needs; "" where none will do),
    "table" (the first `rows` rows as JSON, see `kg.serve.worker`) or "dump" (`text` is the IRI of a graph, "default",
    or "" for all of them). `default_graphs` and `named_graphs` are the data set that the request names, None without
    one. After `seconds` the process ends itself, should nobody else end it.
    """

    text: str
    kind: Literal["query", "table", "dump"] = "query"
    result: str = "json"
    graph: str = "turtle"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: int = 1_000_000
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Started:
    """The answer begins: its form and its format."""

    form: Form
    format: str


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no (whole) answer."""

    kind: Problem
    message: str


@dataclass(frozen=True, slots=True)
class Order:
    """A change of the store: an "update" (the data are its text), or a graph of the store ("" for the default one) to
    "put", to add to ("post") or to "delete", with the data in `format`."""

    kind: Literal["update", "put", "post", "delete"]
    graph: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The change is done; `created` says that its graph is new."""

    created: bool


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """A message as bytes."""
    return HEAD.pack(kind, len(payload)) + payload


def pack(message: Ask | Started | Failed | Order | Written) -> bytes:
    """What such a message carries, as JSON."""
    return json.dumps(asdict(message)).encode()


def unpack_ask(payload: bytes) -> Ask:
    """The other way."""
    data: dict[str, Any] = json.loads(payload)
    for name in ("default_graphs", "named_graphs"):
        if data[name] is not None:
            data[name] = tuple(data[name])
    return Ask(**data)


def unpack_started(payload: bytes) -> Started:
    """The other way."""
    return Started(**json.loads(payload))


def unpack_failed(payload: bytes) -> Failed:
    """The other way."""
    return Failed(**json.loads(payload))


def unpack_order(payload: bytes) -> Order:
    """The other way."""
    return Order(**json.loads(payload))


def unpack_written(payload: bytes) -> Written | Failed:
    """The other way: what came of an order."""
    found: dict[str, Any] = json.loads(payload)
    return Written(**found) if "created" in found else Failed(**found)
