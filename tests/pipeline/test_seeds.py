"""The build that `make run` makes: the real program, as a command, on the example articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import networkx
import owlrl
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH

from kg.output import FILES
from tests.support import ROOT

SAME = ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "graph.html")
SHAPES = ("shapes.ttl", "shapes-whole.ttl")
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
    assert {path.name for path in seeds.iterdir()} == FILES.keys() - {"corrections.ttl", "review.json"}


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


def whole(seeds: Path) -> rdflib.Graph:
    """All that the build wrote, as one graph."""
    found, graph = rdflib.Dataset(), rdflib.Graph()
    found.parse(seeds / "graph.trig")
    for subject, predicate, value, _ in found.quads((None, None, None, None)):
        graph.add((subject, predicate, value))
    return graph


def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in SHAPES:
        graph.parse(ROOT / "ontology" / name)
    return graph


def test_the_whole_build_keeps_to_the_shapes(seeds: Path) -> None:
    schema = rdflib.Graph().parse(ROOT / "ontology" / "schema.ttl")
    conforms, _, text = pyshacl.validate(whole(seeds), shacl_graph=shapes(), ont_graph=schema)
    assert conforms, text


def test_there_are_shapes_for_all_that_the_build_writes(seeds: Path) -> None:
    graph, rules = whole(seeds), shapes()
    schema = rdflib.Graph().parse(ROOT / "ontology" / "schema.ttl")
    entities, relations = (
        set(schema.subjects(below, root))
        for below, root in ((RDFS.subClassOf, KG.Entity), (RDFS.subPropertyOf, KG.relatedTo))
    )
    assert set(graph.objects(None, RDF.type)) - entities <= set(rules.objects(None, SH.targetClass))
    assert set(graph.predicates()) - relations <= set(rules.objects(None, SH.path))


def test_reasoning_over_the_build_finds_no_contradiction_and_nothing_silly(seeds: Path) -> None:
    facts = rdflib.Graph().parse(seeds / "graph.ttl")
    schema = rdflib.Graph().parse(ROOT / "ontology" / "schema.ttl")
    graph = facts + schema
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    assert not [str(value) for _, predicate, value in graph if str(predicate).endswith("#error")]
    assert not set(graph.subjects(RDF.type, OWL.Nothing))
    classes = set(schema.subjects(RDFS.subClassOf, KG.Entity))
    things = {thing for kind in classes for thing in facts.subjects(RDF.type, kind)}
    assert len(things) > 40
    for thing in things:
        assert set(graph.objects(thing, RDF.type)) & classes == set(facts.objects(thing, RDF.type))
        assert KG.Claim not in graph.objects(thing, RDF.type)
        assert set(graph.objects(thing, OWL.sameAs)) <= {thing}
    symmetric = set(schema.subjects(RDF.type, OWL.SymmetricProperty))
    inverse = {right: left for left, right in schema.subject_objects(OWL.inverseOf)}
    for relation in schema.subjects(RDFS.subPropertyOf, KG.relatedTo):
        said = set(facts.subject_objects(relation))
        turned = {(right, left) for left, right in said}
        assert set(graph.subject_objects(relation)) == (said | turned if relation in symmetric else said)
        if relation in inverse:
            assert set(graph.subject_objects(inverse[relation])) == turned
