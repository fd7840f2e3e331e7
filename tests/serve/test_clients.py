"""Programs of others that ask the endpoint."""

from __future__ import annotations

import io
import json
import shutil
import subprocess

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.store import run_query
from tests.serve.running import Running

MAKERS = "SELECT ?label { ?maker kg:makes ?model ; rdfs:label ?label }"
KESTREL = "https://example.org/kg/model/kestrel"


def test_rdflib_asks_the_endpoint(server: Running) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(server.address + "sparql", method=method)
        graph = Graph(store)
        found = graph.query("PREFIX kg: <https://example.org/kg/ontology#>" + MAKERS)
        assert [str(row[0]) for row in found] == ["Brontide Motors AG"]
        assert graph.query("ASK { ?s a ?class }").askAnswer is True
        described = graph.query(f"CONSTRUCT WHERE {{ <{KESTREL}> ?p ?o }}").graph
        assert described is not None
        assert len(described) > 3
        assert (URIRef(KESTREL), None, None) in graph


def test_sparqlwrapper_asks_the_endpoint(server: Running) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    for method in (wrapper.GET, wrapper.POST):
        asking = wrapper.SPARQLWrapper(server.address + "sparql")
        asking.setMethod(method)
        asking.setReturnFormat(wrapper.JSON)
        asking.setQuery("PREFIX kg: <https://example.org/kg/ontology#>" + MAKERS)
        [row] = asking.queryAndConvert()["results"]["bindings"]
        assert row["label"]["value"] == "Brontide Motors AG"
        asking.setReturnFormat(wrapper.XML)
        asking.setQuery("ASK { ?s a ?class }")
        assert "true" in asking.queryAndConvert().toxml()
        asking.setQuery(f"DESCRIBE <{KESTREL}>")
        asking.setReturnFormat(wrapper.TURTLE)
        assert len(Graph().parse(asking.queryAndConvert(), format="turtle")) > 3
        asking.setReturnFormat(wrapper.JSON)
        asking.setQuery("SELECT * { nonsense")
        with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
            asking.query()


def test_rdflib_reads_what_an_address_gives(server: Running) -> None:
    for path, expected in (("model/kestrel", 10), (".well-known/void", 50), ("ontology", 100)):
        assert len(Graph().parse(server.address + path)) > expected


def test_kg_query_asks_the_endpoint(server: Running) -> None:
    assert "Brontide Motors AG" in run_query(server.address + "sparql", MAKERS)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_asks_the_endpoint(server: Running) -> None:
    curl = shutil.which("curl") or ""
    data = ["--data-urlencode", f"query={MAKERS}", server.address + "sparql"]
    found = subprocess.run([curl, "-sf", "-H", "Accept: application/json", *data], capture_output=True, check=True)
    [row] = json.loads(found.stdout)["results"]["bindings"]
    assert row["label"]["value"] == "Brontide Motors AG"


def test_pandas_reads_the_csv(server: Running) -> None:
    pandas = pytest.importorskip("pandas")
    query = "SELECT ?value ?unit { ?o sosa:hasSimpleResult ?value ; schema:unitText ?unit ; kg:period '2024-05' }"
    frame = pandas.read_csv(io.StringIO(server.ask(query, "text/csv").text))
    assert list(frame.columns) == ["value", "unit"]
    assert frame[frame.unit == "vehicle"].value.max() == 4120
