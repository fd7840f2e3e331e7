"""The graph → a SPARQL 1.1 store elsewhere: graph by graph, in batches, each graph replaced as a whole.

Everything goes into named graphs below the base IRI; what the default graph holds goes to `…/graph/default`, so that
other data in the store stay as they are. Doing it again changes nothing; doing it after a failure mends it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode, urljoin, urlsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from kg.errors import KgError, StoreFailed
from kg.rdf.iris import check_base_iri
from kg.store.remote import Remote
from kg.store.results import select

GRAPHS, UPDATE = "KG_STORE_GRAPHS", "KG_STORE_UPDATE"
"""Environment variables with the addresses of the Graph Store Protocol and of SPARQL Update, where not beside it."""

Way = Literal["graphs", "update"]

_SECONDS = 120.0
_PROBE_SECONDS = 5.0
_BATCH: dict[Way, int] = {"graphs": 20_000, "update": 500}
_NEIGHBOURS: dict[Way, tuple[str, ...]] = {
    "graphs": ("sparql-graph-crud-auth", "data", "store", "rdf-graph-store", "rdf-graphs/service", ""),
    "update": ("update", "statements", "sparql-auth", ""),
}
"""Where stores have the two protocols, relative to the endpoint for queries."""

_PRESENT = """SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "BASE")) }"""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was written: the way taken, the number of graphs and quads, and of old graphs taken away."""

    way: Way
    graphs: int
    quads: int
    removed: int


def push(source: Path, url: str, *, base_iri: str) -> Pushed:
    """Write a TriG file, as `kg.rdf.write` makes it, to the store at `url` (its endpoint for queries).

    The Graph Store Protocol is taken where the store has it, SPARQL Update elsewhere; credentials come from the
    environment (see kg.store.http). Raises StoreFailed or Timeout.
    """
    base = check_base_iri(base_iri)
    remote = Remote(url)
    target = _Target.find(remote, base)
    written: set[str] = set()
    quads = 0
    for graph, found in _graphs(source, base):
        first = graph not in written
        written.add(graph)
        for batch in _batches(found, _BATCH[target.way]):
            target.write(graph, batch, whole=first)
            first = False
            quads += len(batch)
    old = sorted(_present(remote, base) - written)
    for graph in old:
        target.remove(graph)
    return Pushed(target.way, len(written), quads, len(old))


def _graphs(source: Path, base: str) -> Iterator[tuple[str, Iterator[Quad]]]:
    """The quads of each graph of the file, in its order."""
    try:
        with open(source, "rb") as file:
            yield from groupby(parse(file, format=RdfFormat.TRIG), key=lambda quad: _name(quad, base))
    except (OSError, SyntaxError) as error:
        raise StoreFailed(f"{source} cannot be read: {error}; build again") from error


def _name(quad: Quad, base: str) -> str:
    graph = quad.graph_name
    return f"{base}graph/default" if isinstance(graph, DefaultGraph) else graph.value


def _batches(quads: Iterable[Quad], size: int) -> Iterator[list[Quad]]:
    stream = iter(quads)
    while batch := list(islice(stream, size)):
        yield batch


def _present(remote: Remote, base: str) -> set[str]:
    """The graphs below the base that the store holds."""
    query = _PRESENT.replace("BASE", f"{base}graph/")
    return {row["g"] for row in select(remote, query, timeout=_SECONDS).dicts()}


@dataclass(frozen=True, slots=True)
class _Target:
    """Where and how graphs are written."""

    remote: Remote
    way: Way
    url: str
    seconds: float

    @classmethod
    def find(cls, remote: Remote, base: str) -> _Target:
        """Try the addresses that stores use with a small graph, until one is found that really takes it."""
        probe = NamedNode(f"{base}graph/probe")
        tried = []
        for way, variable in (("graphs", GRAPHS), ("update", UPDATE)):
            for url in _addresses(remote.client.url, way, os.getenv(variable, "")):  # type: ignore[arg-type]
                target = cls(remote, way, url, _PROBE_SECONDS)  # type: ignore[arg-type]
                tried.append(url)
                with suppress(KgError):
                    target.write(probe.value, [Quad(probe, probe, probe)], whole=True)
                    if probe.value in _present(remote, base):
                        target.remove(probe.value)
                        return replace(target, seconds=_SECONDS)
        _present(remote, base)  # says what is wrong, where the store does not even answer queries
        raise StoreFailed(
            f"the store {remote.client.url} takes no data: tried {', '.join(dict.fromkeys(tried))}. "
            f"Permit writing there, or name the right address in {GRAPHS} or {UPDATE}"
        )

    def write(self, graph: str, quads: list[Quad], *, whole: bool) -> None:
        """Write quads to a graph, in place of all that is in it where `whole`."""
        triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
        if self.way == "graphs":
            self._send("PUT" if whole else "POST", graph, triples)
            return
        drop = f"DROP SILENT GRAPH <{graph}> ;\n" if whole else ""
        self._update(f"{drop}INSERT DATA {{ GRAPH <{graph}> {{\n{triples.decode()}}} }}")

    def remove(self, graph: str) -> None:
        """Take a graph away."""
        if self.way == "graphs":
            self._send("DELETE", graph, None)
        else:
            self._update(f"DROP SILENT GRAPH <{graph}>")

    def _send(self, method: str, graph: str, body: bytes | None) -> None:
        joined = f"{self.url}{'&' if urlsplit(self.url).query else '?'}{urlencode({'graph': graph})}"
        self._done(method, joined, body, "application/n-triples")

    def _update(self, update: str) -> None:
        self._done("POST", self.url, update.encode(), "application/sparql-update")

    def _done(self, method: str, url: str, body: bytes | None, kind: str) -> None:
        headers = {"Content-Type": kind} if body is not None else {}
        reply = self.remote.client.send(method, url, body, headers=headers, timeout=self.seconds)
        if not reply.ok:
            raise StoreFailed(f"the store {self.url} did not take the data: {reply.reason}")


def _addresses(url: str, way: Way, given: str) -> list[str]:
    if given:
        return [given]
    below = [f"{url.rstrip('/')}/{name}" for name in _NEIGHBOURS[way] if name]
    beside = [urljoin(url, name) if name else url for name in _NEIGHBOURS[way]]
    return list(dict.fromkeys([*beside, *below]))
