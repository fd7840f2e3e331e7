"""The SHACL shapes: they agree with the schema in every relation, metric and unit, and find what is wrong."""

from __future__ import annotations

from itertools import product

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD

from kg.ontology import Ontology, default_folder, load_ontology

KG = Namespace("https://example.org/kg/ontology#")
X = Namespace("https://example.org/test/")
PREFIXES = f"""
@prefix : <{X}> . @prefix kg: <{KG}> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix qudt: <http://qudt.org/schema/qudt/> . @prefix unit: <http://qudt.org/vocab/unit/> .
@prefix schema: <https://schema.org/> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> . @prefix rdf: <{RDF}> .
@prefix rdfs: <{RDFS}> . @prefix xsd: <{XSD}> .
"""
GOOD = """
:arvo a kg:Company, kg:Brand ; rdfs:label "Arvo" . :one a kg:Model ; rdfs:label "Arvo One" .
:lind a kg:Person ; rdfs:label "Tove Lind" .
:s a nif:Sentence ; nif:anchorOf "Arvo sells the One." ; nif:beginIndex 0 ; nif:endIndex 19 ; nif:referenceContext :d .
:m a nif:Phrase ; nif:anchorOf "Arvo" ; nif:beginIndex 0 ; nif:endIndex 4 ; nif:referenceContext :d ;
  itsrdf:taIdentRef :arvo ; kg:kind "name" ; kg:confidence 0.9 .
:st a rdf:Statement ; rdf:subject :arvo ; rdf:predicate kg:makes ; rdf:object :one ;
  kg:status "asserted" ; kg:confidence 1.0 ; prov:wasDerivedFrom :s .
:job a rdf:Statement ; rdf:subject :lind ; rdf:predicate kg:worksFor ; rdf:object :arvo ; kg:role "chief engineer" ;
  kg:status "former" ; kg:confidence 0.5 ; prov:wasDerivedFrom :s .
:ob a sosa:Observation ; sosa:hasFeatureOfInterest :one ; sosa:observedProperty kg:price ; sosa:hasSimpleResult 31900 ;
  schema:unitText "EUR" ; kg:period "2031-Q2" ; kg:status "asserted" ; kg:confidence 0.7 ; prov:wasDerivedFrom :s .
:date a sosa:Observation ; sosa:hasFeatureOfInterest :one ; sosa:observedProperty kg:launchDate ;
  sosa:hasSimpleResult "2031-05"^^xsd:gYearMonth ; schema:unitText "date" ; prov:wasDerivedFrom :s .
:speed a sosa:Observation ; sosa:hasFeatureOfInterest :one ; sosa:observedProperty kg:topSpeed ;
  sosa:hasSimpleResult 160 ; schema:unitText "km/h" ; qudt:unit unit:KiloM-PER-HR ;
  kg:qualifier "at most" ; kg:speaker :lind ;
  prov:wasDerivedFrom :s ; prov:qualifiedDerivation :how .
:how a prov:Derivation ; prov:entity :s ; kg:confidence 0.8 ; kg:component "figures" .
:d a schema:NewsArticle ; dcterms:identifier "d" ; dcterms:date "2031-05-02"^^xsd:date ; dcterms:source "d.txt" .
:g a prov:Bundle ; prov:wasDerivedFrom :d ; prov:wasGeneratedBy :b .
:b a prov:Activity ; prov:used :d ; prov:wasAssociatedWith :kg .
:kg a prov:SoftwareAgent ; schema:name "kg" ; schema:softwareVersion "1" .
"""


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(default_folder() / "shapes.ttl")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def article(turtle: str = GOOD) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def faults(data: Graph, shapes: Graph) -> dict[str, set[str]]:
    """Local names of the nodes at fault, with the messages about each."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, meta_shacl=False)
    found: dict[str, set[str]] = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = str(report.value(result, SH.focusNode)).rsplit("/", 1)[-1]
        found.setdefault(node, set()).add(str(report.value(result, SH.resultMessage)))
    return found


@pytest.mark.parametrize("file", ["shapes.ttl", "shapes-whole.ttl"])
def test_the_shapes_are_shapes(file: str) -> None:
    shapes = Graph().parse(default_folder() / file)
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_a_good_article_conforms(shapes: Graph) -> None:
    assert faults(article(), shapes) == {}


@pytest.mark.parametrize(
    ("old", "new", "node"),
    [
        ("rdf:object :one", "rdf:object :lind", "st"),
        ("rdf:object :one", "rdf:object :arvo", "st"),
        ("rdf:object :one ;", "", "st"),
        ("rdf:subject :arvo ;", "rdf:subject :arvo, :lind ;", "st"),
        ("rdf:predicate kg:makes", "rdf:predicate kg:adores", "st"),
        ("rdf:predicate kg:makes", "rdf:predicate kg:competesWith", "st"),
        ('kg:status "asserted" ; kg:confidence 1.0', 'kg:status "sure" ; kg:confidence 1.0', "st"),
        ("kg:confidence 1.0", "kg:confidence 1.1", "st"),
        ("kg:confidence 0.5", 'kg:confidence "high"', "job"),
        ("kg:confidence 1.0 ; prov:wasDerivedFrom :s", "kg:confidence 1.0", "st"),
        ("rdf:object :one ;", 'rdf:object :one ; kg:role "maker" ;', "st"),
        ("kg:price", "kg:swagger", "ob"),
        ('"EUR"', '"furlong"', "ob"),
        ('"EUR"', '"km"', "ob"),
        ('schema:unitText "EUR" ;', "", "ob"),
        ("31900", '"cheap"', "ob"),
        ("31900", "-31900", "ob"),
        ("31900", "31900, 32900", "ob"),
        ("31900", '"2031-05-01"^^xsd:date', "ob"),
        ("31900", '"NaN"^^xsd:double', "ob"),
        ("31900", '"INF"^^xsd:double', "ob"),
        ('"2031-05"^^xsd:gYearMonth', "2031", "date"),
        ('"2031-05"^^xsd:gYearMonth', '"spring"', "date"),
        ("sosa:hasFeatureOfInterest :one ; sosa:observedProperty kg:price", "sosa:observedProperty kg:price", "ob"),
        ("nif:endIndex 4", "nif:endIndex 0", "m"),
        ("nif:beginIndex 0 ; nif:endIndex 19", "nif:beginIndex -1 ; nif:endIndex 19", "s"),
        ('nif:anchorOf "Arvo" ;', 'nif:anchorOf "" ;', "m"),
        ("nif:endIndex 4 ; nif:referenceContext :d", "nif:endIndex 4", "m"),
        ("itsrdf:taIdentRef :arvo ;", "", "m"),
        ("itsrdf:taIdentRef :arvo ;", "itsrdf:taIdentRef :arvo, :one ;", "m"),
        ('kg:kind "name"', 'kg:kind "guess"', "m"),
        ("a kg:Company, kg:Brand", "a kg:Company, kg:Model", "arvo"),
        ("a kg:Company, kg:Brand", "a kg:Firm", "arvo"),
        (":one a kg:Model ; ", ":one ", "one"),
        ('rdfs:label "Arvo"', 'rdfs:label "Arvo", "ARVO"', "arvo"),
        ('rdfs:label "Arvo One"', 'rdfs:label ""', "one"),
        ("unit:KiloM-PER-HR", "unit:KiloM-PER-HR, unit:MI-PER-HR", "speed"),
        ("unit:KiloM-PER-HR", "kg:unit-km-per-h", "speed"),
        ('kg:qualifier "at most"', 'kg:qualifier "at most", "at least"', "speed"),
        ("kg:speaker :lind", "kg:speaker :lind, :arvo", "speed"),
        ("prov:qualifiedDerivation :how", "prov:qualifiedDerivation :s", "speed"),
        ("prov:entity :s ;", "", "how"),
        ('kg:component "figures"', 'kg:component "figures", "names"', "how"),
        ('dcterms:identifier "d" ;', "", "d"),
        ('dcterms:identifier "d"', 'dcterms:identifier "d", "e"', "d"),
        ('"2031-05-02"^^xsd:date', '"in May"', "d"),
        ("prov:wasDerivedFrom :d ;", "", "g"),
        ("prov:wasGeneratedBy :b", "prov:wasGeneratedBy :d", "g"),
        ("prov:used :d ;", "", "b"),
        ("prov:wasAssociatedWith :kg", "prov:wasAssociatedWith :d", "b"),
        ('; schema:softwareVersion "1"', "", "kg"),
    ],
)
def test_one_fault_is_found_where_it_is(shapes: Graph, old: str, new: str, node: str) -> None:
    assert old in GOOD
    assert node in faults(article(GOOD.replace(old, new, 1)), shapes)


@pytest.mark.parametrize("period", ["2031", "2031-05", "2031-05-17", "2031-Q4", "2031-01/2031-05", "2030/2031"])
def test_periods(shapes: Graph, period: str) -> None:
    assert faults(article(GOOD.replace("2031-Q2", period)), shapes) == {}


@pytest.mark.parametrize("period", ["spring", "2031-Q5", "31-05", "2031/", "May 2031"])
def test_an_odd_period_is_only_a_warning(shapes: Graph, period: str) -> None:
    data = article(GOOD.replace("2031-Q2", period))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    results = set(report.subjects(RDF.type, SH.ValidationResult))
    assert {report.value(result, SH.resultSeverity) for result in results} == {SH.Warning}


def test_domain_and_range_are_those_of_the_schema(shapes: Graph, ontology: Ontology) -> None:
    data, wrong = Graph(), set()
    for name in ontology.classes:
        for end in ("from", "to"):
            data.add((X[end + name], RDF.type, KG[name]))
            data.add((X[end + name], RDFS.label, Literal(name)))
    for relation, left, right in product(ontology.relations.values(), ontology.classes, ontology.classes):
        node = X[f"{relation.name}-{left}-{right}"]
        data.add((node, RDF.type, RDF.Statement))
        data.add((node, RDF.subject, X["from" + left]))
        data.add((node, RDF.predicate, KG[relation.name]))
        data.add((node, RDF.object, X["to" + right]))
        data.add((node, URIRef("http://www.w3.org/ns/prov#wasDerivedFrom"), X.s))
        unlike = relation.name == "competesWith" and (left == "Model") != (right == "Model")
        if left not in relation.domain or right not in relation.range or unlike:
            wrong.add(f"{relation.name}-{left}-{right}")
    assert set(faults(data, shapes)) == wrong


def test_units_are_those_of_the_schema(shapes: Graph, ontology: Ontology) -> None:
    turtle, wrong = [], set()
    for number, (metric, unit) in enumerate(product(ontology.metrics.values(), ontology.units)):
        value = '"2031"^^xsd:gYear' if unit == "date" or metric.name.endswith("Date") else "50"
        turtle.append(
            f":o{number} a sosa:Observation ; sosa:hasFeatureOfInterest :one ; prov:wasDerivedFrom :s ;"
            f' sosa:observedProperty kg:{metric.name} ; sosa:hasSimpleResult {value} ; schema:unitText "{unit}" .'
        )
        if unit not in metric.units:
            wrong.add(f"o{number}")
    assert set(faults(article(GOOD + "\n".join(turtle)), shapes)) == wrong


def test_shares_lie_between_nothing_and_everything(shapes: Graph) -> None:
    share = GOOD.replace("kg:price", "kg:stake").replace('"EUR"', '"percent"')
    assert faults(article(share.replace("31900", "33.4")), shapes) == {}
    assert set(faults(article(share.replace("31900", "100.1")), shapes)) == {"ob"}


def test_losses_and_falls_are_negative(shapes: Graph) -> None:
    for metric, unit in (("profit", "EUR"), ("growth", "percent")):
        figure = GOOD.replace("kg:price", f"kg:{metric}").replace('"EUR"', f'"{unit}"').replace("31900", "-61.71")
        assert faults(article(figure), shapes) == {}
