"""Loading an ontology folder: what the shipped one holds, what is refused, what the version covers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

import kg.ontology
from kg.ontology import Ontology, default_folder, load_ontology, load_unit_iris

KG = Namespace("https://example.org/kg/ontology#")
X = Namespace("https://example.org/test/")
CLASSES = {"Company", "Brand", "Model", "Person", "Technology", "Organization", "Place"}
MAKERS = {"Company", "Brand"}
RIVALS = MAKERS | {"Model"}
RELATIONS = {
    "ownsBrand": ({"Company"}, {"Brand"}),
    "subsidiaryOf": ({"Company"}, {"Company"}),
    "makes": (MAKERS, {"Model"}),
    "variantOf": ({"Model"}, {"Model"}),
    "usesTechnology": (RIVALS, {"Technology"}),
    "develops": (MAKERS | {"Organization"}, {"Technology"}),
    "worksFor": ({"Person"}, MAKERS | {"Organization"}),
    "founded": ({"Person", "Company"}, MAKERS),
    "partnersWith": (MAKERS, MAKERS),
    "supplies": ({"Company"}, RIVALS),
    "competesWith": (RIVALS, RIVALS),
    "partOf": ({"Technology"}, {"Technology"}),
    "locatedIn": ({"Company", "Organization", "Place"}, {"Place"}),
    "invests": ({"Company", "Person"}, {"Company"}),
}
UNIT_NAMES = "CNY USD EUR JPY KRW INR GBP vehicle percent km km/h mm kWh kW hp Nm V s year date other"
METRIC_NAMES = (
    "price sales deliveries orders production capacity revenue profit investment rdInvestment marketShare stake growth "
    "range batteryCapacity power torque acceleration topSpeed length width height wheelbase voltage launchDate "
    "foundedDate employees stores patents other"
)
UNITS = UNIT_NAMES.split()
METRICS = METRIC_NAMES.split()


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def schema() -> Graph:
    return Graph().parse(default_folder() / "schema.ttl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small ontology of another industry, which loads."""
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "cues").mkdir()
    shutil.copy(default_folder() / "schema.ttl", tmp_path / "schema.ttl")
    lexicon(tmp_path, '<company/acme> a skos:Concept ; kg:denotes kg:Company ; skos:prefLabel "Acme" .')
    return tmp_path


def lexicon(folder: Path, body: str) -> Path:
    """Replace the folder's lexicon: `body` begins in line 4 of the file."""
    path = folder / "lexicon" / "names.ttl"
    prefixes = "@base <https://example.org/kg/lexicon/> .\n@prefix kg: <https://example.org/kg/ontology#> .\n"
    prefixes += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    path.write_text(prefixes + body, encoding="utf-8")
    return path


def test_classes_and_units_in_their_order(ontology: Ontology) -> None:
    assert set(ontology.classes) == CLASSES
    assert list(ontology.units) == UNITS


def test_relations_have_the_domain_and_range_of_the_guidelines(ontology: Ontology) -> None:
    ends = {name: (set(relation.domain), set(relation.range)) for name, relation in ontology.relations.items()}
    assert ends == RELATIONS
    symmetric = {name for name, relation in ontology.relations.items() if relation.symmetric}
    assert symmetric == {"partnersWith", "competesWith"}


def test_metrics_have_units_usual_one_first(ontology: Ontology) -> None:
    assert list(ontology.metrics) == METRICS
    assert all(set(metric.units) <= set(UNITS) for metric in ontology.metrics.values())
    first = {name: metric.units[0] for name, metric in ontology.metrics.items()}
    assert first["price"] == "CNY"
    assert first["deliveries"] == "vehicle"
    assert first["topSpeed"] == "km/h"
    assert first["foundedDate"] == "date"
    assert set(ontology.metrics["other"].units) == set(UNITS)


def test_units_of_measure_have_their_qudt_iri() -> None:
    iris = load_unit_iris()
    assert iris["km/h"] == "http://qudt.org/vocab/unit/KiloM-PER-HR"
    assert iris["EUR"] == "http://qudt.org/vocab/unit/CCY_EUR"
    assert set(UNITS) - set(iris) == {"date", "other"}


def test_every_term_is_explained(schema: Graph) -> None:
    terms = {
        term
        for term in schema.subjects(RDF.type)
        if str(term).startswith(KG) and (term, RDF.type, KG.Unit) not in schema
    }
    assert len(terms) > 70
    for term in terms:
        for predicate in (RDFS.label, RDFS.comment, SKOS.example):
            assert len(list(schema.objects(term, predicate))) == 1, (term, predicate)


def test_what_the_ontology_declares_has_no_second_meaning(schema: Graph) -> None:
    """OWL 2 DL: one name is not both an object and a datatype or annotation property, nor a property and a class."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, KG.Metric, KG.Unit}
    for term in set(schema.subjects(RDF.type)):
        assert len(kinds & set(schema.objects(term, RDF.type))) <= 1, term


def test_every_property_used_is_declared(schema: Graph) -> None:
    built_in = (str(OWL), str(RDF), str(RDFS))
    for predicate in set(schema.predicates()):
        assert str(predicate).startswith(built_in) or (predicate, RDF.type, None) in schema, predicate


def reasoned(schema: Graph, data: str) -> Graph:
    graph = Graph()
    graph += schema
    graph.parse(data=f"@prefix kg: <{KG}> . @prefix : <{X}> . {data}", format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return graph


def complaints(graph: Graph) -> list[str]:
    return [str(value) for _, predicate, value in graph if str(predicate).endswith("#error")]


def types(graph: Graph, name: str) -> set[str]:
    return {str(t).split("#")[-1] for t in graph.objects(X[name], RDF.type) if str(t).startswith(KG)}


def test_reasoning_finds_no_contradiction_and_nothing_silly(schema: Graph) -> None:
    graph = reasoned(
        schema,
        ":arvo a kg:Company, kg:Brand ; kg:makes :one ; kg:partnersWith :bexa . :bexa a kg:Brand ."
        ":lind a kg:Person ; kg:worksFor :arvo ; kg:founded :arvo . :one a kg:Model ; kg:competesWith :two .",
    )
    assert not complaints(graph)
    assert not set(graph.subjects(RDF.type, OWL.Nothing))
    assert (X.bexa, KG.partnersWith, X.arvo) in graph
    assert (X.arvo, KG.foundedBy, X.lind) in graph
    assert (X.arvo, URIRef("https://schema.org/founder"), X.lind) in graph
    assert types(graph, "arvo") & CLASSES == {"Company", "Brand"}
    assert types(graph, "bexa") & CLASSES == {"Brand"}
    assert types(graph, "lind") & CLASSES == {"Person"}
    assert types(graph, "two") == {"Entity", "CompanyBrandOrModel"}
    assert not set(graph.subjects(RDF.type, SKOS.Concept))


def test_reasoning_finds_a_person_that_is_a_place(schema: Graph) -> None:
    assert complaints(reasoned(schema, ":lind a kg:Person . :arvo kg:locatedIn :lind ."))


def test_the_folder_in_an_installed_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.ontology, "__file__", str(tmp_path / "kg" / "ontology.py"))
    assert default_folder() == tmp_path / "ontology"
    (tmp_path / "kg" / "_ontology").mkdir(parents=True)
    assert default_folder() == tmp_path / "kg" / "_ontology"


def test_a_folder_without_cues_and_lexicon_is_enough(folder: Path) -> None:
    shutil.rmtree(folder / "lexicon")
    shutil.rmtree(folder / "cues")
    found = load_ontology(folder)
    assert found.concepts == ()
    assert found.cues == {}


def test_cues_by_the_stem_of_their_file(folder: Path) -> None:
    (folder / "cues" / "titles.toml").write_text('[chief]\nwords = ["chair"]\n', encoding="utf-8")
    assert load_ontology(folder).cues == {"titles": {"chief": {"words": ["chair"]}}}


def test_version_covers_what_a_build_depends_on(folder: Path) -> None:
    first = load_ontology(folder).version
    assert len(first) == 16
    (folder / "README.md").write_text("words", encoding="utf-8")
    (folder / "queries").mkdir()
    (folder / "queries" / "all.rq").write_text("SELECT * {}", encoding="utf-8")
    assert load_ontology(folder).version == first
    without = load_ontology(folder, lexicon=False).version
    lexicon(folder, '<company/bolt> a skos:Concept ; kg:denotes kg:Company ; skos:prefLabel "Bolt" .')
    assert load_ontology(folder).version != first
    assert load_ontology(folder, lexicon=False).version == without
    (folder / "cues" / "a.toml").write_text("b = 1", encoding="utf-8")
    assert load_ontology(folder, lexicon=False).version != without


def test_version_does_not_depend_on_where_the_folder_lies(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "copy"
    version = load_ontology(folder).version
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("elsewhere"))
    assert load_ontology(other).version == version


def test_the_folder_of_the_handbook_loads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "ontology.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```turtle (\S+)\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    assert [name for name, _ in blocks] == ["schema.ttl", "lexicon/names.ttl"]
    for name, text in blocks:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = load_ontology(tmp_path)
    assert found.classes == ("Company", "Model", "Place", "WindFarm")
    assert found.relations["locatedIn"].domain == ("Company", "WindFarm")
    assert found.metrics["rotorDiameter"].units == ("mm",)
    assert {concept.key for concept in found.concepts if "Vision" in concept.noise} == {"company/envision-energy"}
