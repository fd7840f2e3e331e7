"""Changes of the store over HTTP: for those with the token, whole or not at all, seen by all readers at once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.output import locked
from kg.serve.describe import SD
from kg.store import load, push, run_query
from kg.store.http import TOKEN as STORE_TOKEN
from tests.serve.running import Running, running
from tests.serve.synthetic import quads, write
from tests.serve.test_sparql import listener

TOKEN = "a-token-for-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = BEARER | {"Content-Type": "application/sparql-update"}
TURTLE = BEARER | {"Content-Type": "text/turtle"}
GRAPH = "http://data.example/graph"
ENDLESS = "INSERT { ?a a ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("writable")
    load(write(folder / "graph.trig", 30), folder / "output" / "store")
    return folder / "output"


@pytest.fixture(scope="module")
def writable(output: Path) -> Iterator[Running]:
    """A server that can be written to; tests leave it as they found it."""
    with running(output, "--token", TOKEN, "--max-write", "1") as started:
        yield started


def count(server: Running) -> int:
    return int(server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"])


def held(server: Running, graph: str = GRAPH) -> set[str]:
    answer = server.get("/data", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    return set(answer.text.splitlines()) if answer.status_code == 200 else set()


def test_an_update_is_seen_by_the_next_query(writable: Running) -> None:
    insert, delete = "INSERT DATA { <x:a> kg:supplies <x:b> }", "DELETE WHERE { <x:a> ?p ?o }"
    before = count(writable)
    assert writable.client.post("/sparql", content=insert, headers=UPDATE).status_code == 204
    assert writable.rows("SELECT ?o { <x:a> kg:supplies ?o }") == [{"o": "x:b"}]
    assert writable.client.post("/sparql", data={"update": delete}, headers=BEARER).status_code == 204
    assert count(writable) == before


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"])
def test_who_has_no_token_writes_nothing(writable: Running, authorization: str) -> None:
    before, headers = count(writable), {"Authorization": authorization} if authorization else {}
    post, update = writable.client.post, "INSERT DATA { <x:a> <x:b> <x:c> }"
    data = {"params": {"graph": GRAPH}, "content": b"<x:a> <x:b> <x:c> ."}
    answers = [
        post("/sparql", content=update, headers=headers | {"Content-Type": "application/sparql-update"}),
        post("/sparql", data={"update": update}, headers=headers),
        *(writable.client.request(m, "/data", headers=headers, **data) for m in ("PUT", "POST", "DELETE")),  # type: ignore[arg-type]
    ]
    assert [answer.status_code for answer in answers] == [401] * 5
    assert all(answer.headers["www-authenticate"].startswith("Bearer") for answer in answers)
    assert count(writable) == before


def test_a_graph_is_put_added_to_and_deleted(writable: Running) -> None:
    def send(method: str, body: str = "", **headers: str) -> int:
        kind = TURTLE | headers
        return writable.client.request(
            method, "/data", params={"graph": GRAPH}, content=body.encode(), headers=kind
        ).status_code

    assert send("DELETE") == 404
    assert send("PUT", "<a> <x:b> 1") == 400
    assert send("PUT", "<a> <x:b> 1 .") == 201
    assert held(writable) == {'<http://data.example/a> <x:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'}
    assert send("PUT", "<x:c> <x:b> <x:a> .") == 204
    assert send("POST", "<x:d> <x:b> <x:a> .", **{"Content-Type": "application/n-triples"}) == 204
    assert held(writable) == {"<x:c> <x:b> <x:a> .", "<x:d> <x:b> <x:a> ."}
    assert send("DELETE") == 204
    assert writable.get("/data", params={"graph": GRAPH}).status_code == 404
    assert send("PUT", "a,b", **{"Content-Type": "text/csv"}) == 415
    assert send("PATCH") == 405
    assert writable.client.put("/data", content=b"", headers=TURTLE).status_code == 400


def test_the_default_graph_is_written_without_touching_others(writable: Running) -> None:
    named = held(writable, "https://example.org/kg/graph/article/a000000")
    before = set(writable.get("/data?default&format=ntriples").text.splitlines())
    assert writable.client.post("/data?default", content=b"<x:a> <x:b> <x:c> .", headers=TURTLE).status_code == 204
    after = set(writable.get("/data?default&format=ntriples").text.splitlines())
    assert after - before == {"<x:a> <x:b> <x:c> ."}
    back = "\n".join(sorted(before)).encode()
    assert writable.client.put("/data?default", content=back, headers=TURTLE).status_code == 204
    assert set(writable.get("/data?default&format=ntriples").text.splitlines()) == before
    assert held(writable, "https://example.org/kg/graph/article/a000000") == named != set()


def test_a_change_that_fails_changes_nothing(writable: Running, output: Path) -> None:
    before = count(writable)
    faulty = "INSERT DATA { <x:a> <x:b> <x:c> } ;\nDELETE WHERE { nonsense }"
    answer = writable.client.post("/sparql", content=faulty, headers=UPDATE)
    assert answer.status_code == 400
    assert "line 2, column" in answer.text
    assert (
        writable.client.post("/sparql", data={"update": faulty, "query": "ASK {}"}, headers=BEARER).status_code == 400
    )
    large = b"<x:a> <x:b> <x:c> .\n" * 60_000
    assert writable.client.put("/data?default", content=large, headers=TURTLE).status_code == 413
    start = time.perf_counter()
    answer = writable.client.post("/sparql", params={"timeout": "0.7"}, content=ENDLESS, headers=UPDATE)
    assert answer.status_code == 504
    assert time.perf_counter() - start < 2.7
    with locked(output):
        busy = writable.client.post("/sparql", content="CLEAR ALL", headers=UPDATE)
    assert busy.status_code == 503
    assert "another kg is writing" in busy.text
    assert count(writable) == before
    assert [path.name for path in output.parent.iterdir() if path.name.startswith(".")] == []


def test_readers_are_served_while_a_change_is_made(writable: Running) -> None:
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(
            httpx.post, writable.address + "sparql?timeout=2", content=ENDLESS, headers=UPDATE, timeout=60
        )
        while not slow.done():
            assert writable.ask("ASK { ?s a kg:Company }").json()["boolean"] is True
        assert slow.result().status_code == 504


def test_no_change_of_several_at_once_is_lost(writable: Running) -> None:
    def add(number: int) -> int:
        update = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <x:a> <x:b> {number} }} }}"
        return httpx.post(writable.address + "sparql", content=update, headers=UPDATE, timeout=60).status_code

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(add, range(6))) == {204}
    assert len(held(writable)) == 6
    assert writable.client.delete("/data", params={"graph": GRAPH}, headers=BEARER).status_code == 204


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <x:g>",
        "INSERT DATA { <x:a> <x:b> 1 };LOAD<URL>",
        "PREFIX x: <URL> LOAD x:",
        "\\u004cOAD <URL>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } WHERE { SERVICE SILENT <URL> { ?s ?p ?o } }",
    ],
)
def test_no_update_reaches_the_network(writable: Running, update: str) -> None:
    before = count(writable)
    with listener() as (url, called):
        answer = writable.client.post("/sparql", content=update.replace("URL", url), headers=UPDATE)
    assert called == []
    assert answer.status_code == 400
    assert "is refused" in answer.text
    assert count(writable) == before


def test_a_request_may_name_the_graphs_that_an_update_sees(writable: Running) -> None:
    def send(update: str) -> int:
        return writable.client.post(
            "/sparql", data={"update": update, "using-graph-uri": GRAPH}, headers=BEARER
        ).status_code

    insert = "INSERT { GRAPH <x:g> { ?s a <x:where> } } WHERE { ?s <x:p> ?o FILTER(?o<3) }"
    data = {"update": f"INSERT DATA {{ <x:a> <x:p> 1 . GRAPH <{GRAPH}> {{ <x:b> <x:p> 2 }} }}"}
    assert writable.client.post("/sparql", data=data, headers=BEARER).status_code == 204
    assert send(f"{insert} ; {insert}") == 204
    assert writable.rows("SELECT ?s { ?s a <x:where> }") == [{"s": "x:b"}]
    assert send(f"WITH <x:g> {insert}") == 400
    assert send("DELETE { ?s ?p ?o } USING <x:g> WHERE { ?s ?p ?o }") == 400
    assert send("DELETE WHERE { ?s ?p ?o }") == 400
    assert send(f"DROP GRAPH <x:g> ; DROP GRAPH <{GRAPH}> ; DELETE DATA {{ <x:a> <x:p> 1 }}") == 204


def test_the_service_says_that_it_takes_updates(writable: Running, server: Running) -> None:
    assert f"<{SD}SPARQL11Update>" in writable.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert "SPARQL11Update" not in server.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert writable.client.patch("/data").headers["allow"] == "GET, HEAD, PUT, POST, DELETE"


def test_the_token_is_never_shown(writable: Running) -> None:
    writable.client.post("/sparql", content="nonsense", headers=UPDATE)
    until = time.monotonic() + 5
    while not any('"POST /sparql" 400' in line for line in writable.lines):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert not any(TOKEN in line for line in writable.lines)


def test_a_graph_is_pushed_to_this_server_once_however_often(
    tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(output, tmp_path / "output")
    found = sorted(quads(10, "https://other.example/kg/"), key=lambda quad: str(quad.graph_name))
    source = tmp_path / "new.trig"
    ox.serialize(found, str(source), ox.RdfFormat.TRIG)
    monkeypatch.setenv(STORE_TOKEN, TOKEN)
    with running(tmp_path / "output", "--token", TOKEN) as server:
        before = count(server)
        for _ in range(2):
            pushed = push(source, server.address + "sparql", base_iri="https://other.example/kg/")
            assert (pushed.way, pushed.graphs, pushed.quads) == ("graphs", 2, len(found))
            assert count(server) == before + len(found)
        there = run_query(server.address + "sparql", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", format="csv")
        assert there.split()[1] == str(before + len(found))
