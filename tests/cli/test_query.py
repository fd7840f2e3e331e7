from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kg.pipeline import Built
from tests.cli.conftest import Kg

WHO = "SELECT ?who ?role { ?st rdf:predicate kg:worksFor ; rdf:subject/rdfs:label ?who ; kg:role ?role }"


def test_a_query_is_answered_as_a_table_or_in_a_format(kg: Kg, built: Built) -> None:
    assert "Ilse Marwitz  chief executive" in kg("query", WHO, "-o", built.folder).out
    found = json.loads(kg("query", WHO, "-o", built.folder, "--format", "json").out)
    assert found["results"]["bindings"][0]["who"]["value"] == "Ilse Marwitz"
    assert kg("query", WHO, "-o", built.folder, "--format", "csv").out.splitlines()[0] == "who,role"


def test_a_query_from_a_file_or_from_standard_input(
    kg: Kg, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "who.rq").write_text(WHO, encoding="utf-8")
    assert "Ilse Marwitz" in kg("query", "--file", tmp_path / "who.rq", "-o", built.folder).out
    monkeypatch.setattr("sys.stdin", io.StringIO(WHO))
    assert "Ilse Marwitz" in kg("query", "--file", "-", "-o", built.folder).out


def test_stored_queries_are_listed_and_run_by_name(kg: Kg, built: Built, tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    (folder / "queries").mkdir(parents=True)
    (folder / "queries" / "line-up.rq").write_text(
        "# title: Line-up\n# description: What a company makes.\n# param maker: entity – the maker – any\n"
        "SELECT ?model { VALUES ?maker { UNDEF } ?maker kg:makes/rdfs:label ?model }\n",
        encoding="utf-8",
    )
    listed = kg("query", "--list", "--ontology", folder).out
    assert "line-up: Line-up" in listed
    assert "--param maker=… (entity) the maker; default: any" in listed
    asked = ("query", "--ontology", folder, "-o", built.folder, "--name", "line-up")
    assert "Kestrel" in kg(*asked, "--param", "maker=Brontide").out
    assert "Kestrel" not in kg(*asked, "--param", "maker=Tarnwater Energy").out
    assert kg(*asked, "--param", "maker").code == 2
    assert kg(*asked, "--param", "colour=red").code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "give one of these"),
        (["ASK {}", "--list"], 2, "give one of these"),
        (["SELECT ?s { ?s kg:makes }"], 2, "line 1, column"),
        (["SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, "SERVICE"),
        (["DELETE WHERE { ?s ?p ?o }"], 2, ""),
        (["ASK {}", "--format", "doc"], 2, "doc"),
        (["--name", "nonsense"], 2, "nonsense"),
        (["--file", "nowhere.rq"], 2, "nowhere.rq"),
        (["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.5"], 4, "0.5 seconds"),
    ],
)
def test_what_is_wrong_with_a_query_is_said(
    kg: Kg, built: Built, arguments: list[str], code: int, message: str
) -> None:
    done = kg("query", *arguments, "-o", built.folder)
    assert done.code == code
    assert message in done.err
    assert done.err.startswith("kg: ")
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_folder_without_a_graph_is_named(kg: Kg, tmp_path: Path) -> None:
    done = kg("query", "ASK {}", "-o", tmp_path)
    assert done.code != 0
    assert "kg build" in done.err
