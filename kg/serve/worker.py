"""The process that queries run in: it answers one request after another, and can be ended at any moment.

It is started as `python -m kg.serve.worker FD FOLDER MEMORY`; FD is a socket. It says HELLO with the base IRI of the
data; each request is answered by STARTED, any number of DATA and ENDED, or by FAILED. A table is written in the SPARQL
JSON format, a graph as its subjects, predicates and objects, with `"more": true` where rows were left out.
"""

from __future__ import annotations

import io
import json
import signal
import socket
import sys
from collections.abc import Sequence
from typing import IO

import pyoxigraph as ox

from kg.errors import QueryInvalid
from kg.rdf.vocabulary import PREFIXES
from kg.serve.codecs import GRAPHS, RESULTS
from kg.serve.confine import leave_the_network, limit
from kg.serve.counting import TooMany, counted, counter
from kg.serve.failing import Refused, located
from kg.serve.messages import (
    DATA,
    ENDED,
    FAILED,
    HEAD,
    HELLO,
    STARTED,
    Ask,
    Failed,
    Form,
    Started,
    frame,
    pack,
    unpack_ask,
)
from kg.serve.tables import table
from kg.store.scan import has_dataset, refuse
from kg.store.worker import base_iri

_PIECE = 1 << 16
_GRACE_SECONDS = 2.0


class _Pieces(io.RawIOBase):
    """What is written goes to the server, in pieces."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._server.sendall(frame(DATA, piece))
        return len(piece)


def main(arguments: Sequence[str]) -> None:
    """Answer requests until the server closes the connection."""
    server = socket.socket(fileno=int(arguments[0]))
    leave_the_network()
    try:
        store = ox.Store.read_only(arguments[1])
        base = base_iri(store)
    except (OSError, RuntimeError, ValueError) as error:
        server.sendall(frame(FAILED, pack(Failed("store", str(error)))))
        return
    limit(int(arguments[2]))
    server.sendall(frame(HELLO, base.encode()))
    while (ask := _receive(server)) is not None:
        signal.setitimer(signal.ITIMER_REAL, ask.seconds + _GRACE_SECONDS)
        answer(store, base, ask, server)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _receive(server: socket.socket) -> Ask | None:
    head = _exactly(server, HEAD.size)
    if head is None:
        return None
    payload = _exactly(server, HEAD.unpack(head)[1])
    return None if payload is None else unpack_ask(payload)


def _exactly(server: socket.socket, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        piece = server.recv(size - len(found))
        if not piece:
            return None
        found += piece
    return bytes(found)


def answer(store: ox.Store, base: str, ask: Ask, server: socket.socket) -> None:
    """Answer one request."""
    target = io.BufferedWriter(_Pieces(server), _PIECE)
    try:
        (_dump if ask.kind == "dump" else _query)(store, base, ask, target, server)
        target.flush()
    except Refused as refused:
        server.sendall(frame(FAILED, pack(refused.failed)))
    except TooMany as error:
        server.sendall(frame(FAILED, pack(Failed("rows", str(error)))))
    except (OSError, RuntimeError, ValueError) as error:
        server.sendall(frame(FAILED, pack(Failed("store", str(error)))))
    else:
        server.sendall(frame(ENDED))


def _dump(store: ox.Store, base: str, ask: Ask, target: IO[bytes], server: socket.socket) -> None:
    if not ask.text:
        _start(server, "graph", ask.graph)
        store.dump(target, GRAPHS[ask.graph], prefixes=PREFIXES)
        return
    graph = ox.DefaultGraph() if ask.text == "default" else ox.NamedNode(ask.text)
    if isinstance(graph, ox.NamedNode) and next(store.quads_for_pattern(None, None, None, graph), None) is None:
        raise Refused(Failed("missing", f"the store has no graph <{ask.text}>"))
    _start(server, "graph", ask.graph)
    store.dump(target, GRAPHS[ask.graph], from_graph=graph, prefixes=PREFIXES)


def _query(store: ox.Store, base: str, ask: Ask, target: IO[bytes], server: socket.socket) -> None:
    found = _run(store, base, ask)
    form: Form = "graph" if isinstance(found, ox.QueryTriples) else "bindings"
    if isinstance(found, ox.QueryBoolean):
        form = "boolean"
    if ask.kind == "table":
        _start(server, form, "json")
        target.write(json.dumps(table(found, ask.rows), ensure_ascii=False).encode())
    elif isinstance(found, ox.QueryTriples):
        _check(ask.graph, "a graph, and no format of graphs is accepted")
        _start(server, form, ask.graph)
        triples = counted(found, ask.rows, xml=ask.graph == "rdfxml")
        ox.serialize(triples, target, format=GRAPHS[ask.graph], prefixes=PREFIXES)
    else:
        _check(ask.result, "a table or a truth, and no format of these is accepted")
        _start(server, form, ask.result)
        found.serialize(counter(target, ask.result, ask.rows), format=RESULTS[ask.result])


def _check(format: str, otherwise: str) -> None:
    if not format:
        raise Refused(Failed("format", f"the answer of this query is {otherwise}"))


def _start(server: socket.socket, form: Form, format: str) -> None:
    server.sendall(frame(STARTED, pack(Started(form, format))))


def _run(store: ox.Store, base: str, ask: Ask) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """What the engine finds. What must not reach it is refused before."""
    given = ask.default_graphs is not None or ask.named_graphs is not None
    try:
        refuse(ask.text)
        return store.query(
            ask.text,
            base_iri=base,
            prefixes=PREFIXES,
            use_default_graph_as_union=not given and not has_dataset(ask.text),
            default_graph=[ox.NamedNode(iri) for iri in ask.default_graphs or ()] if given else None,
            named_graphs=[ox.NamedNode(iri) for iri in ask.named_graphs or ()] if given else None,
        )
    except QueryInvalid as error:
        raise Refused(Failed("query", str(error))) from error
    except RuntimeError as error:
        if "not supported" not in str(error):
            raise
        raise Refused(Failed("query", str(error))) from error
    except SyntaxError as error:
        raise Refused(Failed("query", f"the query is not valid SPARQL: {located(ask.text, str(error))}")) from error


if __name__ == "__main__":
    main(sys.argv[1:])
