"""A built graph in code: networkx, data frames, queries."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import InputMissing, KgError, QueryInvalid, StoreFailed, Timeout
from kg.notebook import Loaded
from kg.pipeline import Built
from tests.support import ROOT

pytest.importorskip("pandas")


@pytest.fixture(scope="module")
def loaded(built: Built) -> Iterator[Loaded]:
    with kg.load(built.folder) as opened:
        yield opened


def test_importing_kg_loads_nothing_else() -> None:
    code = "import sys, kg; print(sorted({'pandas', 'networkx', 'rdflib', 'pyoxigraph', 'numpy'} & sys.modules.keys()))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True, cwd=ROOT).strip() == "[]"


def test_pandas_and_the_page_wait_until_they_are_used(built: Built) -> None:
    code = "import sys, kg; kg.load(sys.argv[1]).graph; print(sorted({'pandas', 'pyvis', 'spacy'} & {*sys.modules}))"
    command = [sys.executable, "-c", code, str(built.folder)]
    assert subprocess.check_output(command, text=True, cwd=ROOT).strip() == "[]"


def test_the_graph_is_one_of_networkx(loaded: Loaded, built: Built) -> None:
    import networkx as nx

    graph = loaded.graph
    assert isinstance(graph, nx.MultiDiGraph)
    assert len(graph) == built.report["counts"]["entities"]
    assert graph.nodes["model/kestrel"]["label"] == "Kestrel"
    assert graph.nodes["company/brontide-motors-ag"]["articles"] > 1
    edge = graph["company/brontide-motors-ag"]["model/kestrel"]["makes"]
    assert 0 < edge["confidence"] <= 1
    assert edge["documents"]
    assert nx.has_path(graph.to_undirected(), "person/ilse-marwitz", "model/kestrel")


def test_the_entities_are_a_frame(loaded: Loaded, built: Built) -> None:
    frame = loaded.entities
    assert len(frame) == built.report["counts"]["entities"]
    assert frame.loc["model/kestrel", "label"] == "Kestrel"
    assert frame.loc["model/kestrel", "iri"] == "https://example.org/kg/model/kestrel"
    assert set(frame.loc["company/brontide-motors-ag", "names"]) >= {"BMAG", "Brontide"}
    assert frame["mentions"].sum() == built.report["counts"]["mentions"]
    assert frame.groupby("type").size()["Model"] == built.report["counts"]["entities_by_class"]["Model"]


def test_the_statements_are_a_frame_with_their_sentences(loaded: Loaded, built: Built) -> None:
    frame = loaded.statements
    assert len(frame) == built.report["counts"]["statements"]
    row = frame[(frame.relation == "worksFor") & (frame.subject_label == "Ilse Marwitz")].iloc[0]
    assert row.object == "company/brontide-motors-ag"
    assert row.role == "chief executive"
    assert "Ilse Marwitz" in row.sentence or "she" in row.sentence.lower()
    assert frame["date"].dt.year.dropna().between(2000, 2100).all()


def test_the_observations_are_a_frame_that_can_be_reckoned_with(loaded: Loaded, built: Built) -> None:
    frame = loaded.observations
    assert len(frame) == built.report["counts"]["observations"]
    deliveries = frame[(frame.metric == "deliveries") & (frame.period == "2024-05")]
    assert deliveries["value"].max() == 4120
    assert frame["value"].dtype.kind == "f"
    dates = frame[frame.unit == "date"]
    assert dates["value"].isna().all()
    assert dates["day"].str.match(r"\d{4}").all()


def test_an_answer_has_values_of_their_types(loaded: Loaded) -> None:
    frame = loaded.query(
        """SELECT ?label ?value ?sure ?day ?none (true AS ?yes) {
          ?o sosa:hasFeatureOfInterest/rdfs:label ?label ; sosa:observedProperty kg:deliveries ; kg:confidence ?sure ;
             sosa:hasSimpleResult ?value BIND("2024-05-01"^^xsd:date AS ?day) }"""
    )
    assert list(frame.columns) == ["label", "value", "sure", "day", "none", "yes"]
    assert frame["value"].dtype.kind == "i"
    assert frame["sure"].dtype.kind == "f"
    assert frame["day"].iloc[0] == datetime.date(2024, 5, 1)
    assert frame["none"].isna().all()
    assert bool(frame["yes"].all())


def test_truths_graphs_and_empty_answers_are_frames(loaded: Loaded) -> None:
    assert loaded.query("ASK { ?s a kg:Model }")["answer"].tolist() == [True]
    graph = loaded.query("CONSTRUCT { ?a kg:makes ?b . ?a kg:n 3 } { ?a kg:makes ?b }")
    assert list(graph.columns) == ["subject", "predicate", "object"]
    assert 3 in graph["object"].tolist()
    empty = loaded.query("SELECT ?a ?b { ?a kg:nothing ?b }")
    assert list(empty.columns) == ["a", "b"]
    assert len(empty) == 0


def test_a_value_that_is_none_of_its_type_stays_text(loaded: Loaded) -> None:
    frame = loaded.query('SELECT ("x"^^xsd:integer AS ?n) ("2024-13-99"^^xsd:date AS ?d) {}')
    assert frame.iloc[0].tolist() == ["x", "2024-13-99"]


def test_stored_queries_are_asked_by_name(loaded: Loaded) -> None:
    assert "Brontide Motors AG" in loaded.ask("makers", model="Kestrel").to_string()
    with pytest.raises(QueryInvalid, match="did you mean"):
        loaded.ask("maker")


def test_what_goes_wrong_is_said(loaded: Loaded, tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="kg build"):
        kg.load(tmp_path / "nothing")
    with pytest.raises(StoreFailed):
        kg.load(tmp_path)
    with pytest.raises(QueryInvalid, match="line 1"):
        loaded.query("SELECT {")
    with pytest.raises(QueryInvalid, match="did you mean Kestrel"):
        loaded.show("Kestrell")
    with pytest.raises(Timeout):
        loaded.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.2)
    assert len(loaded.query("SELECT * {} LIMIT 1")) == 1


def test_without_pandas_the_message_says_how_to_get_it(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgError, match="pip install"):
        loaded.query("ASK {}")


def test_what_was_read_outlives_the_process(built: Built) -> None:
    opened = kg.load(str(built.folder))
    entities: Any = opened.entities
    opened.close()
    opened.close()
    assert len(opened.statements) == built.report["counts"]["statements"]
    assert len(entities) == built.report["counts"]["entities"]
