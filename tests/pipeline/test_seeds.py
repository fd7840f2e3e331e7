"""The build that `make run` makes: the real program, as a command, on the example articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import networkx
import pytest
import rdflib

from kg.output import FILES
from tests.support import ROOT

SAME = ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "graph.html")
KG = rdflib.Namespace("https://example.org/kg/ontology#")


def build(output: Path, *options: str, seed: str = "0", cwd: Path = ROOT) -> str:
    run = [sys.executable, "-m", "kg", "build", str(ROOT / "seeds"), "-o", str(output), *options]
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(run, env=environment, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("seeds") / "output"
    start = time.monotonic()
    printed = build(output)
    assert time.monotonic() - start < 60
    assert printed.startswith("Read 4 articles (")
    return output


def test_every_promised_file_is_there(seeds: Path) -> None:
    assert {path.name for path in seeds.iterdir()} == FILES.keys() - {"corrections.ttl"}


def test_the_four_articles_are_found(seeds: Path) -> None:
    report = json.loads((seeds / "report.json").read_text(encoding="utf-8"))
    assert [row["id"].rsplit("-", 1)[1] for row in report["articles"]] == ["1", "2", "3", "4"]
    assert report["failed"] == []
    assert report["counts"]["entities"] > 40
    assert report["counts"]["statements"] > 0
    assert set(report["counts"]["by_status"]) <= {"asserted", "denied", "hypothetical", "rumoured", "wished", "former"}


@pytest.mark.parametrize(
    ("seed", "options"),
    [
        ("4242", ()),
        ("1", ("--engine", "processes", "--workers", "2")),
        ("2", ("--engine", "processes", "--workers", "1")),
    ],
)
def test_the_same_bytes_whatever_the_hash_seed_the_engine_and_the_folder(
    seeds: Path, tmp_path: Path, seed: str, options: tuple[str, ...]
) -> None:
    build(tmp_path / "elsewhere", *options, seed=seed, cwd=tmp_path)
    for name in SAME:
        assert (tmp_path / "elsewhere" / name).read_bytes() == (seeds / name).read_bytes(), name


def test_the_rdf_files_hold_the_same_facts(seeds: Path) -> None:
    turtle, linked = (rdflib.Graph().parse(seeds / name) for name in ("graph.ttl", "graph.jsonld"))
    default = rdflib.Dataset()
    default.parse(seeds / "graph.trig")
    facts = set(turtle)
    assert facts == set(linked)
    assert facts == set(default.default_graph)
    assert len(facts) > 200


def test_the_graphml_reads_back(seeds: Path) -> None:
    network = networkx.read_graphml(seeds / "graph.graphml")
    report = json.loads((seeds / "report.json").read_text(encoding="utf-8"))
    assert len(network) == report["counts"]["entities"]


def test_nothing_tells_where_it_was_built(seeds: Path) -> None:
    for name in (*SAME, "report.json"):
        text = (seeds / name).read_text(encoding="utf-8")
        assert str(ROOT) not in text
        assert str(seeds.parent) not in text


def test_the_names_that_the_translation_garbled_are_one_brand(seeds: Path) -> None:
    graph = rdflib.Graph().parse(seeds / "graph.ttl")
    haval = rdflib.URIRef("https://example.org/kg/brand/haval")
    names = {str(name) for name in graph.objects(haval, rdflib.SKOS.altLabel)}
    assert "Harvard" in names
    assert str(graph.value(haval, rdflib.RDFS.label)) == "Haval"
