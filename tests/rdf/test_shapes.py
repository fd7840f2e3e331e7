"""What breaks a shape is reported, and nothing of it reaches the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SOSA

from kg.errors import OntologyInvalid
from kg.model import Graph, Mention, Observation, Sentence, Statement
from kg.ontology import Ontology
from kg.rdf import WriteReport, load_shapes, validate, write
from tests.rdf.sample import first, named, sample, with_article

Run = Callable[..., tuple[Path, WriteReport]]
E = rdflib.Namespace("https://example.org/kg/")
KG = rdflib.Namespace("https://example.org/kg/ontology#")


def dataset(folder: Path) -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    found.parse(folder / "graph.trig")
    return found


def with_statement(statement: Statement) -> Graph:
    article = first()
    return with_article(sample(), replace(article, statements=(*article.statements, statement)))


def with_observation(observation: Observation) -> Graph:
    article = first()
    return with_article(sample(), replace(article, observations=(*article.observations, observation)))


def test_sound_graph_has_no_violation(written: Run) -> None:
    assert written(sample())[1].violations == ()


def test_wrong_range_costs_the_statement_alone(written: Run) -> None:
    folder, report = written(with_statement(Statement(3, "worksFor", 2, 1)))
    assert {v.focus for v in report.violations} == {str(E["document/first#statement=4"])}
    assert report.violations[0].document == "first"
    graph = dataset(folder)
    assert (E["person/ilse-brandt"], KG.worksFor, E["model/velm-k2"]) not in graph
    assert (E["document/first#statement=4"], None, None) not in graph
    assert (E["person/ilse-brandt"], KG.worksFor, E["company/norda-motors"]) in graph
    assert report.counts["statements"] == 5


def test_unknown_relation_is_left_out(written: Run) -> None:
    folder, report = written(with_statement(Statement(0, "adores", 2, 1)))
    assert report.violations
    assert (None, KG.adores, None) not in dataset(folder)


@pytest.mark.parametrize(
    "bad",
    [
        Observation(2, "price", float("nan"), "EUR", 1),
        Observation(2, "price", 5, "furlong", 1),
        Observation(2, "price", "cheap", "EUR", 1),
        Observation(2, "swagger", 5, "EUR", 1),
        Observation(2, "launchDate", "2031-02-30", "date", 1),
    ],
)
def test_bad_figure_is_left_out(written: Run, bad: Observation) -> None:
    folder, report = written(with_observation(bad))
    assert report.violations
    assert report.counts["observations"] == 3
    graph = dataset(folder)
    assert (E["document/first#observation=2"], None, None) not in graph
    assert len(set(graph.subjects(RDF.type, SOSA.Observation))) == 3


def test_empty_mention_is_left_out(written: Run) -> None:
    article = first()
    graph = with_article(sample(), replace(article, mentions=(*article.mentions, Mention(5, 5, "", 0))))
    folder, report = written(graph)
    assert {v.focus for v in report.violations} == {str(E["document/first#mention=105,105"])}
    assert (E["document/first#mention=105,105"], None, None) not in dataset(folder)


def test_empty_sentence_takes_with_it_what_it_says(written: Run) -> None:
    article = first()
    broken = (*article.sentences[:2], Sentence(article.sentences[2].begin, article.sentences[2].begin))
    folder, report = written(with_article(sample(), replace(article, sentences=broken)))
    assert report.violations
    graph = dataset(folder)
    assert (E["document/first#statement=2"], None, None) not in graph
    assert (E["document/first#statement=1"], None, None) in graph
    assert report.counts["articles"] == 2


def test_nameless_entity_goes_with_all_that_names_it(written: Run) -> None:
    folder, report = written(named(sample(), "model/velm-k2", ""))
    assert {v.focus for v in report.violations} == {str(E["model/velm-k2"])}
    graph = dataset(folder)
    assert E["model/velm-k2"] not in set(graph.subjects()) | set(graph.objects())
    assert report.counts["entities"] == 4
    assert report.counts["conflicts"] == 0
    assert report.counts["articles"] == 2


def test_rest_of_the_graph_stays_as_it_was(written: Run) -> None:
    good, _ = written(sample())
    folder, _ = written(with_statement(Statement(3, "worksFor", 2, 1)))
    assert (folder / "graph.trig").read_bytes() == (good / "graph.trig").read_bytes()


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://example.org/kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix x: <https://example.org/x#> .
"""


def custom(ontology: Ontology, folder: Path, shapes: str) -> Ontology:
    folder.mkdir()
    (folder / "schema.ttl").write_bytes((ontology.folder / "schema.ttl").read_bytes())
    (folder / "shapes.ttl").write_text(SHAPES + shapes, encoding="utf-8")
    return replace(ontology, folder=folder)


def run(ontology: Ontology, tmp_path: Path, shapes: str) -> tuple[Path, WriteReport]:
    out = tmp_path / "out"
    out.mkdir()
    other = custom(ontology, tmp_path / "ontology", shapes)
    return out, write(sample(), other, out, base_iri=str(E), version="1")


def test_faulty_article_is_left_out_as_a_whole(ontology: Ontology, tmp_path: Path) -> None:
    shape = "x:url sh:targetClass schema:NewsArticle ; sh:property [ sh:path schema:url ; sh:minCount 1 ] ."
    out, report = run(ontology, tmp_path, shape)
    assert [v.document for v in report.violations] == ["second"]
    assert report.counts["articles"] == 1
    assert report.counts["entities"] == 4
    assert E["company/ostrava-cells"] not in set(dataset(out).subjects())


def test_rule_about_a_relation_costs_its_statements_only(ontology: Ontology, tmp_path: Path) -> None:
    shape = "x:makes sh:targetSubjectsOf kg:makes ; sh:class kg:Company ; sh:message 'makers are companies' ."
    out, report = run(ontology, tmp_path, shape)
    assert [(v.focus, v.message, v.predicates) for v in report.violations] == [
        (str(E["brand/velm"]), "makers are companies", (str(KG.makes),))
    ]
    graph = dataset(out)
    assert (None, KG.makes, None) not in graph
    assert (None, KG.ownsBrand, E["brand/velm"]) in graph


def test_warnings_are_reported_and_written(ontology: Ontology, tmp_path: Path) -> None:
    shape = "x:d a sh:NodeShape ; sh:targetClass kg:Person ; sh:severity sh:Warning ; sh:not [ sh:class kg:Person ] ."
    out, report = run(ontology, tmp_path, shape)
    assert [v.severe for v in report.violations] == [False]
    assert (E["person/ilse-brandt"], RDFS.label, None) in dataset(out)


def test_unreadable_shapes(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(OntologyInvalid, match=r"shapes\.ttl: cannot be read as Turtle"):
        run(ontology, tmp_path, "this is not Turtle")


def test_shapes_that_make_no_sense(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(OntologyInvalid, match="correct the file"):
        run(ontology, tmp_path, "x:a sh:targetClass kg:Person ; sh:property [ sh:minCount 1 ] .")


def test_violations_come_in_one_order(ontology: Ontology) -> None:
    shapes = load_shapes(ontology.folder / "shapes.ttl", ontology.folder / "schema.ttl")
    statement = ox.NamedNode("https://example.org/s")
    kind = ox.NamedNode(str(RDF.type))
    triples = [(statement, kind, ox.NamedNode(str(RDF.Statement)))]
    found = validate(triples, shapes, "doc")
    assert len(found) > 2
    assert list(found) == sorted(found)
    assert found == validate(triples, shapes, "doc")
