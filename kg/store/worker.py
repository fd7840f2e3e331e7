"""The process that queries run in: it answers one request after another, and can be ended at any moment.

It is started as `python -m kg.store.worker FD FOLDER`; FD is a connection of multiprocessing. A request is a Request;
the answer is any number of pieces of bytes, then an Answered or a Failed.
"""

from __future__ import annotations

import ctypes
import io
import signal
import sys
from collections.abc import Iterable, Sequence
from multiprocessing.connection import Connection
from typing import IO

import pyoxigraph as ox

from kg.rdf import turtle
from kg.rdf.vocabulary import DCTERMS, DEFAULT_BASE, PREFIXES, TYPE
from kg.store.messages import Answered, Failed, Format, Request

RESULTS: dict[Format, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
"""How bindings and truths can be written."""

GRAPHS: dict[Format, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
"""How graphs can be written."""

_PIECE = 1 << 16
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


class _Pieces(io.RawIOBase):
    """What is written goes to the other process, in pieces."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._connection.send(piece)
        return len(piece)


def main(arguments: Sequence[str]) -> None:
    """Answer requests until the connection is closed."""
    connection = Connection(int(arguments[0]))
    _leave_the_network()
    try:
        store = ox.Store.read_only(arguments[1])
        base = base_iri(store)
        connection.send(base)
    except (OSError, ValueError) as error:
        connection.send(Failed("store", str(error)))
        return
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        answer(store, base, request, connection)
        signal.setitimer(signal.ITIMER_REAL, 0)


def base_iri(store: ox.Store) -> str:
    """The base IRI of the data: what stands before "graph/article/" in the names of the articles' graphs."""
    identifier = ox.NamedNode(DCTERMS + "identifier")
    for quad in store.quads_for_pattern(None, identifier, None, None):
        if isinstance(quad.graph_name, ox.NamedNode) and "graph/article/" in quad.graph_name.value:
            return quad.graph_name.value.rpartition("graph/article/")[0]
    return DEFAULT_BASE


def answer(store: ox.Store, base: str, request: Request, connection: Connection) -> None:
    """Answer one request."""
    target = io.BufferedWriter(_Pieces(connection), _PIECE)
    try:
        found = store.query(
            request.query,
            base_iri=base,
            prefixes=PREFIXES,
            use_default_graph_as_union=request.union,
        )
        ended: Answered | Failed = _write(found, request, base, target)
        target.flush()
    except SyntaxError as error:
        ended = Failed("syntax", str(error))
    except (OSError, RuntimeError, ValueError) as error:
        ended = Failed("store", str(error))
    connection.send(ended)


def _write(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, request: Request, base: str, target: IO[bytes]
) -> Answered | Failed:
    if isinstance(found, ox.QueryTriples):
        if request.graph_format not in GRAPHS:
            return Failed("format", f"a graph is written as {', '.join(GRAPHS)}; not as {request.graph_format}")
        if request.graph_format == "turtle":
            target.writelines(_readable(found, base))
        else:
            found.serialize(target, format=GRAPHS[request.graph_format])
        return Answered("graph", request.graph_format)
    if request.format not in RESULTS:
        return Failed("format", f"{request.format} holds graphs only: take {', '.join(RESULTS)}, or ask with CONSTRUCT")
    found.serialize(target, format=RESULTS[request.format])
    return Answered("boolean" if isinstance(found, ox.QueryBoolean) else "bindings", request.format)


def _readable(triples: Iterable[ox.Triple], base: str) -> Iterable[bytes]:
    """Sorted Turtle."""
    yield turtle.header(base)
    order = sorted(triples, key=lambda t: (str(t.subject), t.predicate != TYPE, str(t.predicate), str(t.object)))
    yield from turtle.blocks((ox.Quad(t.subject, t.predicate, t.object) for t in order), base)


def _leave_the_network() -> None:
    """A second line of defence: give up the network, where the system lets us. Queries are looked through before."""
    if sys.platform == "linux":
        unshare = ctypes.CDLL(None).unshare
        if unshare(_NEW_NETWORK) != 0:
            unshare(_NEW_USER | _NEW_NETWORK)


if __name__ == "__main__":
    main(sys.argv[1:])
