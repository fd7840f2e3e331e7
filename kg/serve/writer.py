"""The process that changes the store: it makes a new one out of the old one, with all of the change done, or none.

It is started as `python -m kg.serve.writer OLD NEW MEMORY`, reads an Order, a line feed and the data of the order from
standard input, and answers with a Written or a Failed on standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.errors import QueryInvalid
from kg.rdf.vocabulary import PREFIXES
from kg.serve.codecs import GRAPHS
from kg.serve.confine import leave_the_network, limit
from kg.serve.failing import Refused, located
from kg.serve.messages import Failed, Order, Written, pack, unpack_order
from kg.store.scan import refuse_update
from kg.store.worker import base_iri

Graph = ox.NamedNode | ox.DefaultGraph


def main(arguments: Sequence[str]) -> None:
    """Carry out one order."""
    leave_the_network()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        ox.Store.read_only(arguments[0]).backup(arguments[1])
        limit(int(arguments[2]))
        answer: Written | Failed = carry_out(ox.Store(arguments[1]), unpack_order(head), data)
    except Refused as refused:
        answer = refused.failed
    except (OSError, RuntimeError, ValueError) as error:
        answer = Failed("store", str(error))
    sys.stdout.buffer.write(pack(answer))


def carry_out(store: ox.Store, order: Order, data: bytes) -> Written:
    """Change a store as ordered, and see that it is on the disk."""
    created = False
    if order.kind == "update":
        _update(store, data.decode())
    else:
        created = _change(store, order, data)
    store.flush()
    return Written(created)


def _update(store: ox.Store, text: str) -> None:
    try:
        refuse_update(text)
        store.update(text, base_iri=base_iri(store), prefixes=PREFIXES)
    except QueryInvalid as error:
        raise Refused(Failed("query", str(error))) from error
    except SyntaxError as error:
        raise Refused(Failed("query", f"the update is not valid SPARQL: {located(text, str(error))}")) from error


def _change(store: ox.Store, order: Order, data: bytes) -> bool:
    """Put, add to or take away one graph; whether it is new."""
    graph: Graph = ox.NamedNode(order.graph) if order.graph else ox.DefaultGraph()
    there = isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)
    if order.kind == "delete" and not there:
        raise Refused(Failed("missing", f"the store has no graph <{order.graph}>"))
    triples = list(_read(order, data)) if order.kind != "delete" else []
    if order.kind != "post":
        store.clear_graph(graph)
    if order.kind == "delete" and isinstance(graph, ox.NamedNode):
        store.remove_graph(graph)
    elif isinstance(graph, ox.NamedNode):
        store.add_graph(graph)
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return not there


def _read(order: Order, data: bytes) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(data, GRAPHS[order.format], base_iri=order.graph or None, without_named_graphs=True)
    except SyntaxError as error:
        raise Refused(Failed("query", f"the body is not valid {order.format}: {error}")) from error


if __name__ == "__main__":
    main(sys.argv[1:])
