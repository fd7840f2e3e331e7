"""Ontology folders that cannot be used: the message names file, line and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import OntologyInvalid
from kg.ontology import load_ontology
from tests.test_ontology import folder, lexicon

__all__ = ["folder"]


def refusal(folder: Path) -> str:
    with pytest.raises(OntologyInvalid) as caught:
        load_ontology(folder)
    return str(caught.value)


def concept(key: str, rest: str, label: str = "Bolt") -> str:
    return f'<{key}> a skos:Concept ; kg:denotes kg:Company ; skos:prefLabel "{label}"{rest} .\n'


def test_no_ontology_folder(tmp_path: Path) -> None:
    assert "schema.ttl" in refusal(tmp_path / "absent")
    (tmp_path / "schema.ttl").mkdir()
    assert "schema.ttl" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ('<company/x> a skos:Concept ;\n  kg:denotes "', 5, "Turtle"),
        (concept("company/a", "", "A") + concept("company/x", " ; kg:contextWords 'y'"), 5, "contextWords"),
        ('<company/x> a skos:Concept ; kg:denotes kg:Firm ; skos:prefLabel "X" .', 4, "Firm"),
        ('<brand/x> a skos:Concept ; kg:denotes kg:Company ; skos:prefLabel "X" .', 4, "brand"),
        ('<company/x> a skos:Concept ; skos:prefLabel "X" .', 4, "company"),
        ("<company/x> a skos:Concept ; kg:denotes kg:Company .", 4, "prefLabel"),
        ('<company/x> a skos:Concept ; kg:denotes kg:Company ; skos:prefLabel "X", "Y" .', 4, "prefLabel"),
        (concept("company/x", " ; skos:altLabel <company/y>"), 4, "altLabel"),
        (concept("company/x", " ; skos:altLabel ' '"), 4, "altLabel"),
        (concept("company/x", " ; kg:ambiguous [ skos:altLabel 'Y' ]"), 4, "contextWord"),
        (concept("company/x", " ; kg:ambiguous [ kg:contextWord 'Y' ]"), 4, "label"),
        (concept("company/x", " ; kg:ambiguous 'Y'"), 4, "ambiguous"),
        (concept("company/x", " ; kg:belongsTo 'Y'"), 4, "belongsTo"),
        (concept("company/x", " ; kg:belongsTo <company/y>"), 4, "company/y"),
        (concept("https://example.org/names/x", ""), 4, "lexicon/CLASS/NAME"),
        (concept("company/x", "") + concept("company/y", "", "Why") + concept("company/z", ""), 6, "company/x"),
    ],
)
def test_malformed_lexicon(folder: Path, body: str, line: int, words: str) -> None:
    path = lexicon(folder, body)
    message = refusal(folder)
    assert str(path) in message
    assert f"line {line}" in message
    assert words in message


def test_one_name_for_two_things_needs_a_context(folder: Path) -> None:
    twice = concept("company/x", "") + concept("company/y", " ; skos:altLabel 'Bolt'", "Why")
    lexicon(folder, twice)
    assert '"Bolt" already means company/x' in refusal(folder)
    lexicon(folder, twice.replace("altLabel 'Bolt'", "altLabel 'Bolt' ; kg:contextWord 'screws'"))
    assert len(load_ontology(folder).concepts) == 2


def test_not_utf8(folder: Path) -> None:
    path = lexicon(folder, "")
    path.write_bytes(b"\xff\xfe\x00")
    assert str(path) in refusal(folder)


def test_malformed_cues(folder: Path) -> None:
    path = folder / "cues" / "bad.toml"
    path.write_text("a = 1\nb = \n", encoding="utf-8")
    message = refusal(folder)
    assert str(path) in message
    assert "line 2" in message


def edit_schema(folder: Path, pattern: str, new: str) -> None:
    path = folder / "schema.ttl"
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("pattern", "new", "words"),
    [
        (r"rdfs:domain kg:Person ; rdfs:range", "rdfs:domain kg:Human ; rdfs:range", "Human"),
        (r"rdfs:domain kg:Person ; rdfs:range", "rdfs:range", "rdfs:domain"),
        (r"kg:usualUnit kg:unit-km ", "kg:unit kg:unit-km ", "usualUnit"),
        (r"kg:usualUnit kg:unit-km ", "kg:usualUnit kg:unit-mile ", "unit-mile"),
        (r'rdfs:label "range" ;', "", "label"),
        (r'skos:notation "mm"', 'skos:notation "km"', "km"),
    ],
)
def test_malformed_schema(folder: Path, pattern: str, new: str, words: str) -> None:
    edit_schema(folder, pattern, new)
    message = refusal(folder)
    assert words in message
    assert re.search(r"schema\.ttl, line \d+", message)


def test_schema_without_classes_or_relations(folder: Path) -> None:
    edit_schema(folder, r"rdfs:subPropertyOf kg:relatedTo", "rdfs:subPropertyOf kg:somethingElse")
    assert "kg:relatedTo" in refusal(folder)
    edit_schema(folder, r"rdfs:subClassOf kg:Entity", "rdfs:subClassOf kg:Anything")
    assert "kg:Entity" in refusal(folder)
