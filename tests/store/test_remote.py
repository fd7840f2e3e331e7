"""Stores elsewhere: written by graph or by update, as often as one likes, and asked like the embedded one."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryInvalid, StoreFailed, Timeout
from kg.model import Graph
from kg.ontology import default_folder
from kg.store import Pushed, Session, bind_stored, explain, open_source, push, run_query, select_stored, stored_queries
from kg.store.http import PASSWORD, TOKEN, USER
from kg.store.results import parse
from tests.rdf.sample import sample
from tests.store.servers import Small, small, virtuoso

BASE = "https://example.org/kg/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def server() -> Iterator[Small]:
    with small() as running:
        yield running


def quads(output: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=str(output / "graph.trig"))}


def held(server: Small) -> set[ox.Triple]:
    return {quad.triple for quad in server.store}


@pytest.mark.parametrize("way", ["graphs", "update"])
def test_everything_is_written_once_however_often(output: Path, way: str) -> None:
    with small(graphs=way == "graphs") as server:
        for _ in range(2):
            done = push(output / "graph.trig", server.url, base_iri=BASE)
            assert done == Pushed(way, 3, len(quads(output)), 0)  # type: ignore[arg-type]
            assert held(server) == quads(output)
            assert len(server.store) == len(quads(output))


@pytest.mark.parametrize("way", ["graphs", "update"])
def test_what_is_gone_is_taken_away_and_other_data_stay(output: Path, make: Callable[[Graph], Path], way: str) -> None:
    smaller = make(replace(sample(), articles=sample().articles[:1], conflicts=()))
    other = ox.Quad(*[ox.NamedNode("https://other.org/x")] * 4)
    with small(graphs=way == "graphs") as server:
        server.store.add(other)
        push(output / "graph.trig", server.url, base_iri=BASE)
        done = push(smaller / "graph.trig", server.url, base_iri=BASE)
        assert done.removed == 1
        assert held(server) == quads(smaller) | {other.triple}


def test_batches(output: Path, server: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("kg.store.push"), "_BATCH", {"graphs": 7, "update": 7})
    push(output / "graph.trig", server.url, base_iri=BASE)
    assert held(server) == quads(output)
    sent = [method for method, path, _ in server.requests if path.startswith("/data") and "probe" not in path]
    assert sent.count("PUT") == 3
    assert sent.count("POST") > 10


def test_busy_store_is_asked_again(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.http._WAIT_SECONDS", 0.0)
    with small(busy=2) as server:
        push(output / "graph.trig", server.url, base_iri=BASE)
        assert held(server) == quads(output)


def test_store_that_takes_nothing(output: Path) -> None:
    with (
        small(graphs=False, updates=False) as server,
        pytest.raises(StoreFailed, match=r"takes no data: tried .*/data"),
    ):
        push(output / "graph.trig", server.url, base_iri=BASE)


def test_store_that_is_not_there(output: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    with pytest.raises(StoreFailed, match="cannot be reached"):
        push(output / "graph.trig", url, base_iri=BASE)
    with pytest.raises(StoreFailed, match="cannot be reached"):
        run_query(url, "ASK {}")


def test_named_addresses_are_taken(output: Path, server: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_GRAPHS", server.url.replace("sparql", "nowhere"))
    monkeypatch.setenv("KG_STORE_UPDATE", server.url.replace("sparql", "update"))
    assert push(output / "graph.trig", server.url, base_iri=BASE).way == "update"


@pytest.mark.parametrize("union", ["always", "urn:x-arq:UnionGraph", "oxigraph"])
def test_queries_see_the_union(output: Path, union: str) -> None:
    with small(union=union) as server:
        push(output / "graph.trig", server.url, base_iri=BASE)
        assert run_query(server.url, COUNT, format="csv").split()[1] == str(len(quads(output)))


def test_store_without_a_union(output: Path) -> None:
    with small(union="never") as server:
        push(output / "graph.trig", server.url, base_iri=BASE)
        with pytest.raises(StoreFailed, match="union of its graphs"):
            run_query(server.url, COUNT)


def test_stored_queries_and_explanations_come_out_alike(output: Path, server: Small) -> None:
    push(output / "graph.trig", server.url, base_iri=BASE)
    folder = default_folder()
    for params in ({"entity": "k2"}, {"metric": "price"}):
        here = select_stored(output, folder, "figures", params=params)
        assert select_stored(server.url, folder, "figures", params=params) == here
    assert explain(server.url, "Norda") == explain(output, "Norda")


def test_paths_stand_for_addresses(output: Path, server: Small) -> None:
    push(output / "graph.trig", server.url, base_iri=BASE)
    assert run_query(Path(server.url), "ASK { ?s a kg:Brand }").split()[-1] == "yes"
    assert run_query(server.url, "DESCRIBE <brand/velm>", format="turtle").count("Velm") >= 1


def test_errors_of_the_other_side(server: Small) -> None:
    with pytest.raises(QueryInvalid, match="refuses the query"):
        run_query(server.url, "SELECT * { nonsense }")
    with pytest.raises(QueryInvalid, match="SERVICE is refused"):
        run_query(server.url, "SELECT * { SERVICE <http://x/> {} }")
    with pytest.raises(QueryInvalid, match="does not fit"):
        run_query(server.url, "ASK {}", format="turtle")
    server.busy = 99
    with pytest.raises(StoreFailed, match="503 busy"):
        run_query(server.url, "ASK {}")


def test_slow_store(server: Small) -> None:
    with open_source(server.url) as source:
        server.sleep = 1.0
        with pytest.raises(Timeout, match=r"within 0\.2 seconds"):
            source.run("ASK {}", timeout=0.2)


def test_credentials(server: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "let-me-in")
    run_query(server.url, "ASK {}")
    assert {sent for _, _, sent in server.requests} == {"Bearer let-me-in"}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if shutil.which("virtuoso-t") is None and not os.getenv("CI"):
        pytest.skip("Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin)")
    with ExitStack() as stack:
        for attempt in range(3):
            try:
                url = stack.enter_context(virtuoso(tmp_path_factory.mktemp("virtuoso"), _free_ports()))
                break
            except AssertionError:  # somebody else took a port in the meantime
                if attempt == 2:
                    raise
        yield url


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


def test_virtuoso(real: str, output: Path, make: Callable[[Graph], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A real store takes the graph, twice, gives the same answers, and forgets what is gone."""
    monkeypatch.setenv(USER, "dba")
    monkeypatch.setenv(PASSWORD, "dba")
    for _ in range(2):
        done = push(output / "graph.trig", real, base_iri=BASE)
        assert (done.way, done.graphs, done.quads) == ("graphs", 3, len(quads(output)))
    with open_source(real) as there, Session(output / "store") as here:
        for name, stored in stored_queries(default_folder()).items():
            if not stored.required:
                text = bind_stored(stored, {}, here)
                assert len(parse(there.run(text)[0]).rows) == len(parse(here.run(text)[0]).rows), name
    assert explain(real, "Norda").things[0].says == explain(output, "Norda").things[0].says
    smaller = make(replace(sample(), articles=sample().articles[:1], conflicts=()))
    assert push(smaller / "graph.trig", real, base_iri=BASE).removed == 1


def test_virtuoso_by_update(real: str, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "dba")
    monkeypatch.setenv(PASSWORD, "dba")
    monkeypatch.setenv("KG_STORE_GRAPHS", real.replace("/sparql", "/nowhere"))
    assert push(output / "graph.trig", real, base_iri=BASE).way == "update"
    found = run_query(real, f"SELECT (COUNT(*) AS ?n) FROM <{BASE}graph/article/first> {{ ?s ?p ?o }}", format="csv")
    graph = ox.NamedNode(f"{BASE}graph/article/first")
    here = sum(1 for quad in ox.parse(path=str(output / "graph.trig")) if quad.graph_name == graph)
    assert found.split()[1] == str(here)
