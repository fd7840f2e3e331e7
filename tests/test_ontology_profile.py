"""The schema is OWL 2 RL: only what that profile allows is in it, and every term says what it joins."""

from __future__ import annotations

import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

from kg.ontology import default_folder

KG = Namespace("https://example.org/kg/ontology#")
SIMPLE = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
ABOUT_PROPERTIES = (RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf)
HEADER = (OWL.versionIRI, OWL.versionInfo)


@pytest.fixture(scope="module")
def schema() -> Graph:
    return Graph().parse(default_folder() / "schema.ttl")


def kinds(schema: Graph, term: object) -> set[URIRef]:
    return {kind for kind in SIMPLE if (term, RDF.type, kind) in schema}


def outside_the_profile(schema: Graph) -> list[object]:
    """Triples that OWL 2 RL has no place for. Sound: what is not known to be allowed is listed."""
    return [triple for triple in schema if not _allowed(schema, *triple)]


def _allowed(schema: Graph, subject: object, predicate: object, value: object) -> bool:
    mine = kinds(schema, subject)
    if predicate in (RDF.first, RDF.rest):
        return value == RDF.nil or isinstance(value, BNode) or kinds(schema, value) == {OWL.Class}
    if predicate == RDF.type:
        marks = (*SIMPLE, OWL.Ontology, OWL.AllDisjointClasses, OWL.SymmetricProperty)
        return value in marks or kinds(schema, value) == {OWL.Class}
    if predicate == OWL.unionOf:  # a union may only stand below a class
        return isinstance(subject, BNode) and (None, None, subject) not in schema
    if predicate == OWL.members:
        return (subject, RDF.type, OWL.AllDisjointClasses) in schema
    if predicate == RDFS.subClassOf:
        return mine == kinds(schema, value) == {OWL.Class} and isinstance(value, URIRef)
    if predicate in ABOUT_PROPERTIES:
        return _about_property(schema, mine, predicate, value)
    if predicate in HEADER:
        return (subject, RDF.type, OWL.Ontology) in schema
    if predicate in (RDFS.label, RDFS.comment, RDFS.seeAlso) or kinds(schema, predicate) == {OWL.AnnotationProperty}:
        return True
    return _assertion(schema, mine, predicate, value)


def _about_property(schema: Graph, mine: set[URIRef], predicate: object, value: object) -> bool:
    if not isinstance(value, URIRef) or len(mine) != 1:
        return False
    if mine == {OWL.AnnotationProperty}:
        return predicate in (RDFS.domain, RDFS.range)
    if predicate == RDFS.domain:
        return kinds(schema, value) == {OWL.Class}
    if predicate == RDFS.range:
        data = mine == {OWL.DatatypeProperty}
        return value in (XSD.string, XSD.decimal) if data else kinds(schema, value) == {OWL.Class}
    return kinds(schema, value) == mine


def _assertion(schema: Graph, mine: set[URIRef], predicate: object, value: object) -> bool:
    """A fact about an individual, such as a unit of a metric."""
    wanted = OWL.DatatypeProperty if isinstance(value, Literal) else OWL.ObjectProperty
    return not mine and kinds(schema, predicate) == {wanted}


def test_the_schema_is_owl_2_rl(schema: Graph) -> None:
    assert outside_the_profile(schema) == []
    assert all(len(kinds(schema, term)) <= 1 for term in set(schema.subjects(RDF.type)))


@pytest.mark.parametrize(
    "axiom",
    [
        "kg:Company owl:equivalentClass [ a owl:Class ; owl:unionOf ( kg:Brand kg:Model ) ] .",
        "kg:Company rdfs:subClassOf [ a owl:Class ; owl:unionOf ( kg:Brand kg:Model ) ] .",
        "kg:Company rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:makes ; owl:someValuesFrom kg:Model ] .",
        "kg:makes rdfs:range [ a owl:Class ; owl:unionOf ( kg:Brand kg:Model ) ] .",
        "kg:makes a owl:ReflexiveProperty .",
        'kg:role rdfs:range [ a rdfs:Datatype ; owl:oneOf ( "a" ) ] .',
        "kg:role rdfs:subPropertyOf kg:makes .",
        "kg:Company kg:unheardOf kg:Brand .",
        "kg:makes owl:propertyChainAxiom ( kg:ownsBrand kg:makes ) .",
    ],
)
def test_what_is_outside_the_profile_is_noticed(schema: Graph, axiom: str) -> None:
    prefixes = f"@prefix kg: <{KG}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . "
    assert outside_the_profile(Graph().parse(data=prefixes + axiom, format="turtle") + schema)


def test_every_property_says_what_it_joins(schema: Graph) -> None:
    properties = [
        term
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in schema.subjects(RDF.type, kind)
        if str(term).startswith(KG)
    ]
    assert len(properties) > 40
    for term in properties:
        for predicate in (RDFS.domain, RDFS.range):
            assert len(list(schema.objects(term, predicate))) == 1, (term, predicate)


def test_every_relation_is_symmetric_or_has_an_inverse(schema: Graph) -> None:
    for relation in schema.subjects(RDFS.subPropertyOf, KG.relatedTo):
        inverses = list(schema.subjects(OWL.inverseOf, relation))
        symmetric = (relation, RDF.type, OWL.SymmetricProperty) in schema
        assert len(inverses) == (0 if symmetric else 1), relation
        for inverse in inverses:
            assert schema.value(inverse, RDFS.domain) == schema.value(relation, RDFS.range)
            assert schema.value(inverse, RDFS.range) == schema.value(relation, RDFS.domain)


def test_the_version_has_an_address(schema: Graph) -> None:
    (ontology,) = schema.subjects(RDF.type, OWL.Ontology)
    version = schema.value(ontology, OWL.versionInfo)
    assert schema.value(ontology, OWL.versionIRI) == URIRef(f"{ontology}/{version}")
