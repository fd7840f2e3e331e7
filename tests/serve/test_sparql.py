"""The endpoint: SPARQL 1.1 Protocol, formats, data sets."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import pytest

from kg.rdf.vocabulary import KG
from kg.serve.formats import GRAPHS, RESULTS
from tests.serve.running import Running

LABELS = "SELECT ?entity ?label WHERE { ?entity rdfs:label ?label ; a kg:Company } ORDER BY ?label"
KESTREL = "https://example.org/kg/model/kestrel"
FORM = "application/x-www-form-urlencoded"


def labels(server: Running) -> list[str]:
    return [row["label"] for row in server.rows(LABELS)]


def test_a_query_is_answered_by_get_and_by_both_kinds_of_post(server: Running) -> None:
    expected = server.ask(LABELS).json()
    assert len(expected["results"]["bindings"]) == 6
    form = server.client.post("/sparql", data={"query": LABELS})
    direct = server.client.post("/sparql", content=LABELS, headers={"Content-Type": "application/sparql-query"})
    charset = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    named = server.client.post("/sparql/", content=LABELS, headers=charset)
    for answer in (form, direct, named):
        assert answer.status_code == 200
        assert answer.json() == expected


@pytest.mark.parametrize("name", RESULTS)
def test_tables_come_in_every_format(server: Running, name: str) -> None:
    expected = labels(server)
    accept = RESULTS[name].media
    answer = server.ask(LABELS, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert "Accept" in answer.headers["vary"]
    assert server.ask(LABELS, format=name).content == answer.content
    if name == "csv":
        assert [row["label"] for row in csv.DictReader(io.StringIO(answer.text))] == expected
        return
    solutions = ox.parse_query_results(answer.content, ox.QueryResultsFormat.from_media_type(accept))
    assert isinstance(solutions, ox.QuerySolutions)
    assert [row["label"].value for row in solutions] == expected


@pytest.mark.parametrize("name", RESULTS)
def test_truths_come_in_every_format(server: Running, name: str) -> None:
    yes = server.ask(f"ASK {{ <{KESTREL}> a kg:Model }}", RESULTS[name].media)
    no = server.ask(f"ASK {{ <{KESTREL}> a kg:Person }}", RESULTS[name].media)
    assert "true" in yes.text
    assert "false" in no.text


@pytest.mark.parametrize("name", GRAPHS)
def test_graphs_come_in_every_format(server: Running, name: str) -> None:
    query = f"CONSTRUCT {{ <{KESTREL}> ?p ?o }} WHERE {{ <{KESTREL}> ?p ?o }}"
    answer = server.ask(query, GRAPHS[name].media)
    assert answer.headers["content-type"].partition(";")[0] == GRAPHS[name].media
    format = ox.RdfFormat.from_media_type(GRAPHS[name].media)
    assert format is not None
    triples = {(q.predicate.value, str(q.object)) for q in ox.parse(answer.content, format)}
    assert (KG + "usesTechnology", "<https://example.org/kg/technology/halcyon-cell>") in triples
    assert len(triples) == len(server.rows(f"SELECT * {{ <{KESTREL}> ?p ?o }}"))


def test_describe_gives_a_graph(server: Running) -> None:
    answer = server.ask(f"DESCRIBE <{KESTREL}>")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert '"Kestrel"' in answer.text


def test_the_readable_turtle_has_prefixes(server: Running) -> None:
    answer = server.ask(f"CONSTRUCT WHERE {{ <{KESTREL}> ?p ?o }}", "text/turtle").text
    assert "@prefix kg: <https://example.org/kg/ontology#> ." in answer
    assert "rdfs:label" in answer


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/xml", "application/sparql-results+xml"),
        ("text/csv;q=0.9, text/*;q=0.8, */*;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_best_liked_format_is_taken(server: Running, accept: str, expected: str) -> None:
    assert server.ask("ASK {}", accept).headers["content-type"].partition(";")[0] == expected


@pytest.mark.parametrize(
    ("query", "accept"),
    [("ASK {}", "image/png"), ("ASK {}", "text/turtle"), ("CONSTRUCT WHERE { ?s a kg:Brand }", "text/csv")],
)
def test_a_form_that_cannot_be_had_is_406(server: Running, query: str, accept: str) -> None:
    answer = server.ask(query, accept)
    assert answer.status_code == 406
    assert answer.text.strip()


def test_an_unknown_format_is_refused_with_those_that_are_known(server: Running) -> None:
    answer = server.ask("ASK {}", format="yaml")
    assert answer.status_code == 400
    assert "turtle" in answer.text


def test_the_default_graph_is_the_union_of_all(server: Running) -> None:
    [row] = server.rows("SELECT (COUNT(*) AS ?n) { ?s a nif:Sentence }")
    assert int(row["n"]) > 10
    assert server.ask("ASK { ?s kg:makes ?o . ?m a nif:Phrase }").json()["boolean"] is True


def test_a_query_may_name_its_data_set(server: Running) -> None:
    graph = "https://example.org/kg/graph/article/brontide-kestrel"
    query = f"SELECT DISTINCT ?id FROM <{graph}> {{ ?d dcterms:identifier ?id }}"
    assert server.rows(query) == [{"id": "brontide-kestrel"}]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_request_may_name_the_data_set(server: Running, way: str) -> None:
    base = "https://example.org/kg/graph/article/"
    graphs = {"default-graph-uri": [base + "brontide-kestrel", base + "bmag-may"]}
    query = "SELECT DISTINCT ?id { ?d dcterms:identifier ?id } ORDER BY ?id"
    if way == "get":
        answer = server.client.get("/sparql", params={"query": query} | graphs)
    elif way == "form":
        answer = server.client.post("/sparql", data={"query": query} | graphs)
    else:
        headers = {"Content-Type": "application/sparql-query"}
        answer = server.client.post("/sparql", params=graphs, content=query, headers=headers)
    found = [row["id"]["value"] for row in answer.json()["results"]["bindings"]]
    assert found == ["bmag-may", "brontide-kestrel"]


def test_named_graphs_of_the_request_are_the_only_ones(server: Running) -> None:
    graph = "https://example.org/kg/graph/article/bmag-may"
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert server.rows(query, **{"named-graph-uri": graph}) == [{"g": graph}]
    assert server.rows("SELECT ?s { ?s ?p ?o }", **{"named-graph-uri": graph}) == []
    assert server.rows(query, **{"default-graph-uri": graph}) == []


def test_the_data_set_of_the_request_goes_before_that_of_the_query(server: Running) -> None:
    base = "https://example.org/kg/graph/article/"
    query = f"SELECT DISTINCT ?id FROM <{base}bmag-may> {{ ?d dcterms:identifier ?id }}"
    assert server.rows(query, **{"default-graph-uri": base + "haldane-course"}) == [{"id": "haldane-course"}]


def test_a_graph_that_is_no_absolute_iri_is_refused(server: Running) -> None:
    for value in ("bmag-may", "", "http://[", "https://example.org/a b"):
        answer = server.ask("ASK {}", **{"default-graph-uri": value})
        assert answer.status_code == 400, value


@pytest.mark.parametrize("query", ["SELECT ?a WHERE {\n  ?a ?b\n}", "ASK {\n {", "nonsense", ""])
def test_a_malformed_query_is_400_with_the_place(server: Running, query: str) -> None:
    answer = server.ask(query)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    line = query.count("\n") + 1
    assert f"line {line}, column" in answer.text


def test_faulty_requests_are_refused(server: Running) -> None:
    post, query = server.client.post, {"Content-Type": "application/sparql-query"}
    assert server.client.get("/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D").status_code == 400
    assert server.client.get("/sparql?query=%FF").status_code == 400
    assert server.ask("ASK {}", timeout="soon").status_code == 400
    assert server.ask("ASK {}", timeout="0").status_code == 400
    assert server.ask("ASK {}", timeout="nan").status_code == 400
    assert server.ask("ASK {}\0").status_code == 400
    assert post("/sparql", content=b"", headers={"Content-Type": FORM}).status_code == 400
    assert post("/sparql", content=b"ASK \xff{}", headers=query).status_code == 400
    assert post("/sparql?query=ASK+%7B%7D", content=b"ASK {}", headers=query).status_code == 400
    assert post("/sparql", content=b"ASK {}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert post("/sparql", content=b"query=ASK%20%7B%7D").status_code == 415
    utf16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    assert post("/sparql", content="ASK {}".encode("utf-16"), headers=utf16).status_code == 415
    packed = query | {"Content-Encoding": "gzip"}
    assert post("/sparql", content=b"\x1f\x8b", headers=packed).status_code == 415


def test_updates_are_refused_in_every_way(server: Running) -> None:
    before, update = labels(server), "DELETE WHERE { ?s ?p ?o }"
    post = server.client.post
    answers = [
        server.client.get("/sparql", params={"update": update}),
        post("/sparql", data={"update": update}),
        post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"}),
        post("/sparql", data={"update": update, "query": "ASK {}"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert server.ask(update).status_code == 400
    for method in ("PUT", "DELETE", "PATCH"):
        refused = server.client.request(method, "/sparql", content=update)
        assert refused.status_code == 405
        assert "GET" in refused.headers["allow"]
    assert labels(server) == before


@contextmanager
def listener() -> Iterator[tuple[str, list[object]]]:
    """A socket that counts who connects to it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        called: list[object] = []
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                try:
                    connection, peer = listening.accept()
                except TimeoutError:
                    continue
                called.append(peer)
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql", called
        finally:
            ended.set()
            thread.join()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * WHERE { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * WHERE{service<URL>{?s ?p ?o}}",
        "SELECT * WHERE { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
        "PREFIX e: <URL> SELECT * WHERE { SERVICE e: { ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * WHERE { FILTER(?a<?b)SERVICE<URL>{ ?s ?p ?o } }",
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <http://example.org/g>",
        "SELECT * FROM <URL> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> WHERE { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_no_query_reaches_the_network(server: Running, query: str) -> None:
    with listener() as (url, called):
        text = query.replace("URL", url)
        answers = [server.ask(text), server.client.post("/sparql", data={"query": text})]
        server.client.post("/sparql", data={"update": text})
        server.ask("ASK {}", **{"default-graph-uri": url, "named-graph-uri": url})
    assert called == []
    expected = 200 if "FROM" in query else 400
    assert [answer.status_code for answer in answers] == [expected] * 2
    if expected == 400:
        assert "refused" in answers[0].text or "not valid SPARQL" in answers[0].text
    else:
        assert json.loads(answers[0].text)["results"]["bindings"] == []


def test_no_query_reads_files(server: Running) -> None:
    answer = server.ask("SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }")
    assert answer.status_code == 400
    assert "files" in answer.text


def test_head_answers_with_the_headers_alone(server: Running) -> None:
    answer = server.client.head("/sparql", params={"query": "ASK {}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.content == b""
