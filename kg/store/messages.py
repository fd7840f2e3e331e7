"""What a session and its worker process tell each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["bindings", "boolean", "graph"]
Format = Literal["csv", "tsv", "json", "xml", "turtle", "ntriples"]


@dataclass(frozen=True, slots=True)
class Request:
    """A query, and in which format to answer: `format` with bindings or a truth, `graph_format` with a graph.

    With `union` the default graph is the union of all graphs. `seconds` is when the process ends itself, should nobody
    else end it.
    """

    query: str
    format: Format
    graph_format: Format
    union: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    """The query ended well; the pieces before were the whole answer, of this form and in this format."""

    form: Form
    format: Format


@dataclass(frozen=True, slots=True)
class Failed:
    """The query failed: `kind` says at what (its syntax, the wanted format, the store)."""

    kind: Literal["syntax", "format", "store"]
    message: str
