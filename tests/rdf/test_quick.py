"""The quick look takes sound graphs for right, and never one in which pySHACL finds something."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ontology import default_folder
from kg.rdf.document import Triple
from kg.rdf.shapes import Shapes, load_shapes, reported
from tests.test_ontology_shapes import GOOD, PREFIXES

XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = PREFIXES + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
ODD: tuple[ox.NamedNode | ox.Literal, ...] = (
    ox.Literal(""),
    ox.Literal("name"),
    ox.Literal("denied"),
    ox.Literal("date"),
    ox.Literal("7", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("07", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("-3.5", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("NaN", datatype=ox.NamedNode(XSD + "double")),
    ox.Literal("2031-02-30", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("2031-02", datatype=ox.NamedNode(XSD + "gYearMonth")),
    ox.NamedNode("https://example.org/test/one"),
    ox.NamedNode("https://example.org/test/lind"),
    ox.NamedNode("https://example.org/kg/ontology#Company"),
    ox.NamedNode("https://example.org/kg/ontology#competesWith"),
)


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return load_shapes(default_folder() / "shapes.ttl", default_folder() / "schema.ttl")


def triples(turtle: str = GOOD) -> list[Triple]:
    found = ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)
    return [(t.subject, t.predicate, t.object) for t in found]  # type: ignore[misc]


def own(folder: Path, shape: str) -> Shapes:
    path = folder / "shapes.ttl"
    path.write_text(HEAD + shape, encoding="utf-8")
    return load_shapes(path, default_folder() / "schema.ttl")


def test_a_sound_graph_is_right(shapes: Shapes) -> None:
    assert shapes.quick.conforms(triples())
    assert reported(triples(), shapes) == ()


def test_nothing_wrong_is_taken_for_right(shapes: Shapes) -> None:
    chance = random.Random(3)
    good = triples()
    right = 0
    for _ in range(100):
        bad = list(good)
        for _ in range(chance.choice((1, 1, 2))):
            n = chance.randrange(len(bad))
            subject, predicate, value = bad[n]
            change = chance.choice(("drop", "add", "exchange", "subject"))
            if change == "drop":
                del bad[n]
            elif change == "add":
                bad.append((subject, predicate, chance.choice(ODD)))
            elif change == "exchange":
                bad[n] = (subject, predicate, chance.choice(ODD))
            else:
                bad[n] = (chance.choice(good)[0], predicate, value)
        if shapes.quick.conforms(bad):
            right += 1
            assert reported(bad, shapes) == (), bad
    assert 5 < right < 95


KEPT = {
    "class": "sh:targetSubjectsOf kg:speaker ; sh:path kg:speaker ; sh:class kg:Entity",
    "in": 'sh:targetClass nif:Phrase ; sh:path kg:kind ; sh:in ( "name" "pronoun" )',
    "datatype": "sh:targetClass schema:NewsArticle ; sh:path dcterms:date ; sh:datatype xsd:date",
    "literal": "sh:targetClass nif:Phrase ; sh:path kg:kind ; sh:nodeKind sh:Literal",
    "range": "sh:targetClass nif:Phrase ; sh:path nif:endIndex ; sh:minInclusive 4 ; sh:maxInclusive 4.5",
    "inverse": "sh:targetNode kg:makes ; sh:path [ sh:inversePath rdf:predicate ] ; sh:minCount 1 ; sh:maxCount 1",
    "or": "sh:targetClass kg:Model ; sh:path rdfs:label ; sh:or ( [ sh:datatype xsd:date ] [ sh:pattern 'One$' ] )",
    "not": "sh:targetClass kg:Model ; sh:not [ sh:class kg:Person ]",
    "node": "sh:targetObjectsOf rdf:object ; sh:node [ sh:property [ sh:path rdfs:label ; sh:minLength 4 ] ]",
    "length": "sh:targetClass kg:Person ; sh:path rdfs:label ; sh:minLength 9",
}
BROKEN = {
    "class": KEPT["class"].replace("kg:Entity", "kg:Place"),
    "in": KEPT["in"].replace('"name"', '"title"'),
    "datatype": KEPT["datatype"].replace("xsd:date", "xsd:gYear"),
    "literal": KEPT["literal"].replace("sh:Literal", "sh:IRI"),
    "range": KEPT["range"].replace("4.5", "3.5"),
    "inverse": KEPT["inverse"].replace("sh:maxCount 1", "sh:maxCount 0"),
    "or": KEPT["or"].replace("One$", "Two$"),
    "not": KEPT["not"].replace("kg:Person", "kg:Entity"),
    "node": KEPT["node"].replace("sh:minLength 4", "sh:minLength 40"),
    "length": KEPT["length"].replace("9", "10"),
}


@pytest.mark.parametrize("name", KEPT)
def test_each_kind_of_constraint(name: str, tmp_path: Path) -> None:
    kept, broken = (own(tmp_path, f":shape {shape} .") for shape in (KEPT[name], BROKEN[name]))
    assert kept.quick.conforms(triples())
    assert reported(triples(), kept) == ()
    assert not broken.quick.conforms(triples())
    assert reported(triples(), broken) != ()


@pytest.mark.parametrize(
    "shape",
    [
        ":shape sh:targetClass kg:Person ; sh:path rdfs:label ; sh:maxLength 99 .",
        ":shape sh:targetClass kg:Person ; sh:deactivated true ; sh:path rdfs:label ; sh:maxCount 0 .",
        ":shape sh:targetClass kg:Person ; sh:path ( rdfs:label rdfs:label ) ; sh:maxCount 0 .",
        ":shape sh:targetClass kg:Person ; sh:path rdfs:label ; sh:in ( 1 2 ) .",
        ":shape sh:targetClass kg:Person ; sh:node :shape .",
        ":shape sh:targetClass kg:Person ; sh:node [ sh:path rdfs:label ; sh:minCount 1 ] .",
        ":shape sh:targetClass kg:Person ; sh:property [ sh:minLength 1 ] .",
        ":shape sh:targetClass kg:Person ; sh:path rdfs:label ; sh:minCount 2 .",
        ":shape sh:targetClass kg:Person ; sh:path rdfs:label ; sh:minCount 1, 0 .",
        ":shape sh:targetClass kg:Person ; sh:path rdfs:label ; sh:pattern '((' .",
        "kg:Person a rdfs:Class, sh:NodeShape ; sh:nodeKind sh:IRI .",
    ],
)
def test_what_is_not_understood_is_left_to_pyshacl(shape: str, tmp_path: Path) -> None:
    assert not own(tmp_path, shape).quick.conforms(triples())


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("sh:maxCount 1", '"07"^^xsd:integer, 7'),
        ("sh:datatype xsd:date", '"2031-02-30"^^xsd:date'),
        ("sh:minInclusive 0", '"seven"'),
        ("sh:minLength 1", "7"),
        ("sh:disjoint kg:other", "7 ; kg:other 7"),
        ("sh:lessThan kg:other", '7 ; kg:other "8"'),
    ],
)
def test_values_that_are_not_understood_are_left_to_pyshacl(shape: str, value: str, tmp_path: Path) -> None:
    own_shapes = own(tmp_path, f":shape sh:targetSubjectsOf kg:value ; sh:path kg:value ; {shape} .")
    assert not own_shapes.quick.conforms(triples(f":x kg:value {value} ."))


def test_a_graph_with_a_hierarchy_of_its_own_is_left_to_pyshacl(shapes: Shapes) -> None:
    assert not shapes.quick.conforms(triples(GOOD + ":Firm rdfs:subClassOf kg:Company ."))
