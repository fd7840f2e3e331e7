"""Linked data, graphs by themselves, and what the service says of itself."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.pipeline import Built
from kg.rdf import vocabulary as v
from kg.serve.describe import SD, VOID
from kg.serve.formats import GRAPHS
from tests.serve.running import Running

BASE = "https://example.org/kg/"
KESTREL = ox.NamedNode(BASE + "model/kestrel")
GRAPH = BASE + "graph/article/bmag-may"


def triples(body: bytes, name: str = "turtle") -> set[ox.Triple]:
    format = ox.RdfFormat.from_media_type(GRAPHS[name].media)
    assert format is not None
    return {quad.triple for quad in ox.parse(body, format, base_iri="http://test.example/")}


def quads(body: bytes, format: ox.RdfFormat) -> set[str]:
    return {str(quad) for quad in ox.parse(body, format)}


@pytest.fixture(scope="module")
def written(built: Built) -> set[ox.Quad]:
    """What the build wrote, its numbers as the store writes them."""
    return set(ox.Store.read_only(str(built.folder / "store")))


@pytest.mark.parametrize("name", GRAPHS)
def test_an_entity_is_described_at_the_path_after_the_base_iri(
    server: Running, written: set[ox.Quad], name: str
) -> None:
    answer = server.get("/model/kestrel", headers={"Accept": GRAPHS[name].media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == GRAPHS[name].media
    assert "Accept" in answer.headers["vary"]
    found = triples(answer.content, name)
    own = {quad.triple for quad in written if quad.subject == KESTREL}
    assert own <= found
    assert ox.Triple(ox.NamedNode(BASE + "company/brontide-motors-ag"), v.term("makes"), KESTREL) in found
    figures = {triple.subject for triple in found if triple.predicate == v.FEATURE}
    assert figures == {quad.subject for quad in written if quad.predicate == v.FEATURE and quad.object == KESTREL}
    labelled = {triple.subject for triple in found if triple.predicate == v.LABEL}
    assert ox.NamedNode(BASE + "technology/halcyon-cell") in labelled
    assert {triple.object for triple in found if triple.predicate == v.RESULT}
    assert found <= {quad.triple for quad in written}


def test_every_iri_of_the_data_is_an_address(server: Running, written: set[ox.Quad]) -> None:
    nodes = {n for quad in written for n in (quad.subject, quad.object, quad.graph_name) if isinstance(n, ox.NamedNode)}
    own = {n.value.partition("#")[0] for n in nodes if n.value.startswith(BASE)}
    assert len(own) > 40
    for iri in sorted(own):
        for accept in ("text/turtle", "text/html"):
            path = "/" + iri.removeprefix(BASE)
            answer = server.get(path, headers={"Accept": accept})
            assert answer.status_code == 200, (iri, answer.text)
            assert answer.headers["content-type"].startswith(accept)


def test_what_nobody_speaks_of_is_404(server: Running) -> None:
    for path in ("/model/nothing", "/nothing", "/document/none", "/graph/article/none", "/a%20b", "/..%2f..", "/%00"):
        for accept in ("text/turtle", "text/html", "*/*"):
            answer = server.get(path, headers={"Accept": accept})
            assert answer.status_code == 404, (path, accept)
    assert "<script>" not in server.get("/<script>", headers={"Accept": "text/html"}).text


def test_other_spellings_of_a_path_are_the_same_address(server: Running) -> None:
    for path in ("/%6dodel/kestrel", "/model/%6Bestrel"):
        assert server.get(path, headers={"Accept": "text/turtle"}).status_code == 200, path
    assert server.client.post("/model/kestrel").status_code == 405
    assert server.client.head("/model/kestrel").status_code == 200


def test_an_article_is_described_by_its_graph(server: Running, written: set[ox.Quad]) -> None:
    answer = server.get("/document/bmag-may", headers={"Accept": "application/n-triples"})
    expected = {quad.triple for quad in written if quad.graph_name == ox.NamedNode(GRAPH)}
    assert triples(answer.content, "ntriples") == expected


@pytest.mark.parametrize("path", ["/data", "/graph/article/bmag-may"])
def test_a_graph_is_read_by_its_name(server: Running, written: set[ox.Quad], path: str) -> None:
    given = {"graph": GRAPH} if path == "/data" else {}
    expected = {quad.triple for quad in written if quad.graph_name == ox.NamedNode(GRAPH)}
    for name in ("turtle", "ntriples", "rdfxml", "jsonld"):
        answer = server.get(path, params=given, headers={"Accept": GRAPHS[name].media})
        assert answer.status_code == 200
        assert triples(answer.content, name) == expected


def test_the_default_graph_is_read_alone(server: Running, written: set[ox.Quad]) -> None:
    answer = server.get("/data?default", headers={"Accept": "text/turtle"})
    assert triples(answer.content) == {q.triple for q in written if isinstance(q.graph_name, ox.DefaultGraph)}


@pytest.mark.parametrize("accept", ["application/trig", "application/n-quads", "application/ld+json", "*/*"])
def test_the_whole_data_set_is_read_as_quads(server: Running, written: set[ox.Quad], accept: str) -> None:
    answer = server.get("/data", headers={"Accept": accept})
    media = answer.headers["content-type"].partition(";")[0]
    format = ox.RdfFormat.from_media_type(media)
    assert format is not None
    assert quads(answer.content, format) == {str(quad) for quad in written}


def test_graphs_are_only_read(server: Running) -> None:
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = server.client.request(method, "/data?default", content=b"<a:a> <a:b> <a:c> .")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"


def test_faulty_requests_for_graphs_are_refused(server: Running) -> None:
    assert server.get("/data?default&graph=" + GRAPH).status_code == 400
    assert server.get("/data?graph=bmag-may").status_code == 400
    assert server.get("/data?graph=" + BASE + "graph/none").status_code == 404
    assert server.get("/data", headers={"Accept": "text/turtle"}).status_code == 406
    assert server.get("/data?default", headers={"Accept": "image/png"}).status_code == 406
    assert server.client.head("/data?default").status_code == 200


def test_the_service_describes_itself(server: Running) -> None:
    answer = server.get("/sparql", headers={"Accept": "text/turtle"})
    found = triples(answer.content)
    service = ox.NamedNode(server.address + "sparql")
    sd = {triple.predicate.value.removeprefix(SD): triple.object for triple in found if triple.subject == service}
    assert sd["endpoint"] == service
    assert sd["supportedLanguage"] == ox.NamedNode(SD + "SPARQL11Query")
    assert sd["feature"] == ox.NamedNode(SD + "UnionDefaultGraph")
    formats = {str(t.object) for t in found if t.predicate.value == SD + "resultFormat"}
    assert "<http://www.w3.org/ns/formats/SPARQL_Results_JSON>" in formats
    named = {t.object for t in found if t.predicate.value == SD + "name"}
    assert named == {ox.NamedNode(row["g"]) for row in server.rows("SELECT ?g { GRAPH ?g {} }")}


def test_the_data_set_describes_itself(server: Running, written: set[ox.Quad]) -> None:
    for accept, name in (("text/turtle", "turtle"), ("application/rdf+xml", "rdfxml"), ("*/*", "turtle")):
        found = triples(server.get("/.well-known/void", headers={"Accept": accept}).content, name)
        [data] = {t.subject for t in found if t.object == ox.NamedNode(VOID + "Dataset")}
        said: dict[str, list[object]] = {}
        for triple in found:
            if triple.subject == data:
                said.setdefault(triple.predicate.value.removeprefix(VOID), []).append(triple.object)
        assert said["sparqlEndpoint"] == [ox.NamedNode(server.address + "sparql")]
        assert said["triples"] == [ox.Literal(len(written))]
        assert said["uriSpace"] == [ox.Literal(BASE)]
        assert len(said["propertyPartition"]) == len({quad.predicate for quad in written})
        for dump in said["dataDump"]:
            assert isinstance(dump, ox.NamedNode)
            assert server.get(dump.value.removeprefix(server.address.rstrip("/"))).status_code == 200
        for example in said["exampleResource"]:
            assert isinstance(example, ox.NamedNode)
            assert server.get("/" + example.value.removeprefix(BASE)).status_code == 200


def test_the_files_of_the_build_are_given_out_and_no_others(server: Running, built: Built) -> None:
    for name in ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "report.json"):
        assert server.get(f"/files/{name}").content == (built.folder / name).read_bytes()
    for name in ("store", "store/CURRENT", "corrections.ttl", "..%2f..%2fetc%2fpasswd", "%2e%2e/report.json", ""):
        assert server.get(f"/files/{name}").status_code == 404, name


def test_the_ontology_is_there(server: Running) -> None:
    found = triples(server.get("/ontology").content)
    assert ox.Triple(v.term("makes"), v.TYPE, ox.NamedNode("http://www.w3.org/2002/07/owl#ObjectProperty")) in found


def test_health_says_that_all_is_well(server: Running) -> None:
    answer = server.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["processes"]["idle"] >= 1
