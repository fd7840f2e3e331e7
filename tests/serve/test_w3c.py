"""The W3C test cases for SPARQL 1.1, through the endpoint: each as a request over HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.store import load
from tests.serve.running import Running, running
from tests.serve.w3c import (
    HOME,
    Case,
    Protocol,
    Request,
    evaluation,
    graph_store,
    protocol,
    same_graph,
    same_rows,
    same_text,
)
from tests.support import SHARED

pytestmark = pytest.mark.shared

ROOT = SHARED / "corpora" / "w3c-sparql" / "sparql" / "sparql11"
GROUPS = (
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "csv-tsv-res",
    "exists",
    "functions",
    "grouping",
    "json-res",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
    "syntax-fed",
    "syntax-query",
)
CASES = list(evaluation(ROOT, GROUPS)) if ROOT.is_dir() else []
PROTOCOL = list(protocol(ROOT)) if ROOT.is_dir() else []
GRAPH_STORE = list(graph_store(ROOT)) if ROOT.is_dir() else []
TOKEN = "a-token-for-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}

PATH = "the engine finds no path of length 0 from a term that the data do not hold"
GROUP = "the engine does not tie GRAPH ?g to an aggregate, MINUS or VALUES inside of it"
DIFFERENT = {
    "aggregates/agg-empty-group-count-graph": GROUP,
    "aggregates/agg-groupconcat-04": "the engine's GROUP_CONCAT drops language tags",
    "aggregates/agg-groupconcat-06": "the engine's GROUP_CONCAT drops language tags",
    "bindings/graph": GROUP,
    "csv-tsv-res/tsv03": "the store keeps numbers of derived types as xsd:integer",
    "functions/bnode01": "the engine's BNODE(text) gives the same node in all rows",
    "negation/graph-minus": GROUP,
    "property-path/zero_or_more_set_end": PATH,
    "property-path/zero_or_more_set_start": PATH,
    "property-path/zero_or_one_set_end": PATH,
    "property-path/zero_or_one_set_start": PATH,
    "syntax-query/test_4": "the engine refuses functions that it does not know",
}
"""Cases that fail, each with the reason. They fail as long as they stand here."""

NO_GRAPH_STORE = {
    "post_get_post_get_indirect": "bodies of several parts (multipart/form-data) are not taken",
    "post_get_new_graph": "the writer names the graph; the server makes up no names",
}
"""Cases that ask for what the Graph Store Protocol leaves open, each with the reason."""

REFUSED = ("syntax-fed",)
"""Groups that ask other servers, which this one refuses to do."""


def iri(file: Path) -> str:
    """The graph that a data file is loaded into."""
    return HOME + file.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose store holds each data file as a graph of its own."""
    folder = tmp_path_factory.mktemp("w3c")
    store = ox.Store()
    for file in sorted({file for case in CASES for file in (*case.data, *case.graphs)}):
        format = ox.RdfFormat.from_extension(file.suffix[1:]) or ox.RdfFormat.TURTLE
        store.load(path=str(file), format=format, base_iri=iri(file), to_graph=ox.NamedNode(iri(file)))
    for name, file_name in {graph for case in PROTOCOL for graph in case.graphs.items()}:
        store.load(path=file_name, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    store.dump(str(folder / "w3c.trig"), ox.RdfFormat.TRIG)
    load(folder / "w3c.trig", folder / "output" / "store")
    with running(folder / "output") as started:
        yield started


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that takes updates, with a store that holds next to nothing."""
    folder = tmp_path_factory.mktemp("w3c-writable")
    (folder / "a.trig").write_text("<x:a> <x:b> <x:c> .", "utf-8")
    load(folder / "a.trig", folder / "output" / "store")
    with running(folder / "output", "--token", TOKEN) as started:
        yield started


def ask(server: Running, case: Case, accept: str) -> httpx.Response:
    text = case.query.read_text("utf-8")
    if "Syntax" not in case.kind:
        text = f"BASE <{iri(case.query)}>\n{text}"
    sets = {"default-graph-uri": [iri(f) for f in case.data], "named-graph-uri": [iri(f) for f in case.graphs]}
    given = sets if case.data or case.graphs else {"default-graph-uri": [HOME + "empty"]}
    if "FROM" in text:
        given = {}
    return server.client.post("/sparql", data={"query": text} | given, headers={"Accept": accept})


def outcome(case: Case) -> str:
    """What is expected of a case: "passed", "failed", or "refused"."""
    if case.group in REFUSED and case.kind.startswith("PositiveSyntax"):
        return "refused"
    return "failed" if str(case) in DIFFERENT else "passed"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_query(w3c: Running, case: Case) -> None:
    if outcome(case) == "refused":
        answer = ask(w3c, case, "*/*")
        assert answer.status_code == 400
        assert "SERVICE is refused" in answer.text
    elif outcome(case) == "failed":
        with pytest.raises(AssertionError):
            run(w3c, case)
    else:
        run(w3c, case)


def run(server: Running, case: Case) -> None:
    if case.kind.startswith("NegativeSyntax"):
        assert ask(server, case, "*/*").status_code == 400
    elif case.kind.startswith("PositiveSyntax"):
        assert ask(server, case, "*/*").status_code == 200
    else:
        assert case.result is not None
        evaluate(server, case, case.result)


def evaluate(server: Running, case: Case, result: Path) -> None:
    if case.kind == "CSVResultFormatTest":
        csv = result.suffix == ".csv"
        answer = ask(server, case, "text/csv" if csv else "text/tab-separated-values")
        assert same_text(answer.text, result.read_text("utf-8"), "," if csv else "\t"), answer.text
    elif case.group == "construct" or "CONSTRUCT" in case.query.read_text("utf-8"):
        answer = ask(server, case, "application/n-triples")
        assert same_graph(answer.content, result), answer.text
    else:
        answer = ask(server, case, "application/sparql-results+json")
        assert answer.status_code == 200, answer.text
        assert same_rows(answer.content, result), answer.text


@pytest.mark.parametrize("case", PROTOCOL, ids=lambda case: case.name)
def test_protocol(w3c: Running, writable: Running, case: Protocol) -> None:
    """All is as the test says. Updates are sent to a server that takes them, and refused by one that does not."""
    for request in case.requests:
        headers, update = request.headers | BEARER, "update" in case.name
        answer = send(writable if update else w3c, "/sparql", request, headers)
        assert f"StatusCode{answer.status_code // 100}xx" in request.status, answer.text
        if request.boolean is not None:
            assert answer.json()["boolean"] is request.boolean
        if request.format == "RDF":
            assert ox.RdfFormat.from_media_type(answer.headers["content-type"].partition(";")[0])
        if b"update=" in request.body or "application/sparql-update" in headers.values():
            assert 400 <= send(w3c, "/sparql", request, headers).status_code < 500


@pytest.mark.parametrize("case", [c for c in GRAPH_STORE if c.name not in NO_GRAPH_STORE], ids=lambda case: case.name)
def test_graph_store_protocol(writable: Running, case: Protocol) -> None:
    drop = BEARER | {"Content-Type": "application/sparql-update"}
    assert writable.client.post("/sparql", content="DROP ALL", headers=drop).status_code == 204
    for request in case.requests:
        answer = send(writable, "/data", request, request.headers | BEARER)
        assert HTTPStatus(answer.status_code).phrase.replace(" ", "") in request.status, answer.text
        if request.graph:
            assert isomorphic(Graph().parse(data=answer.text), Graph().parse(data=request.graph))


def send(server: Running, path: str, request: Request, headers: dict[str, str]) -> httpx.Response:
    return server.client.request(request.method, path + request.path, content=request.body, headers=headers)


def test_the_page_states_what_was_run() -> None:
    page = (Path(__file__).parents[2] / "docs" / "serve.md").read_text("utf-8")
    for group in GROUPS:
        count = Counter(outcome(case) for case in CASES if case.group == group)
        assert f"| {group} | {count['passed']} | {count['failed']} | {count['refused']} |" in page, (group, count)
    assert f"| protocol | {len(PROTOCOL)} | 0 | 0 |" in page
    left = len(NO_GRAPH_STORE)
    assert f"| graph-store-protocol | {len(GRAPH_STORE) - left} | 0 | {left} |" in page
    assert all(reason in page for reason in [*DIFFERENT.values(), *NO_GRAPH_STORE.values()])
