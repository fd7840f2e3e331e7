"""The known names: what a reader may rely on, and that the files stay in order."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from kg.ontology import Concept, default_folder, load_ontology
from tests.test_ontology import folder, lexicon

__all__ = ["folder"]

ENGLISH = """
Alpine Apple Ask Automator Cruise Dashboard Defender Discovery Dodge Dolphin Falcon Firefly Focus Galaxy Genesis
Georgia Harvard Honor Horizon House Ideal Jaguar Jobs Jogger Leaf Lightyear Lincoln Lion Lotus Lucid Mercury Millet
Mocha Nothing Ocean Oracle Palm Passion Proton Public Ram Safari Saturn Seal Seat Shell Smart Song Spotlight Spring
Tang Tank Target Territory Tiger Windows Zero
"""
FILES = sorted((default_folder() / "lexicon").glob("*.ttl"))


@pytest.fixture(scope="module")
def concepts() -> tuple[Concept, ...]:
    return load_ontology().concepts


def meanings(concepts: tuple[Concept, ...], name: str) -> dict[str, Concept]:
    return {concept.key: concept for concept in concepts if name in (*concept.names, *concept.noise)}


def test_every_class_has_names(concepts: tuple[Concept, ...]) -> None:
    counts: defaultdict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        counts[concept.types[0]].add(concept.key)
    assert set(counts) == {"Company", "Brand", "Model", "Person", "Technology", "Organization", "Place"}
    assert all(len(keys) > 50 for keys in counts.values()), {name: len(keys) for name, keys in counts.items()}


def test_keys_are_plain_and_begin_with_the_class(concepts: tuple[Concept, ...]) -> None:
    for concept in concepts:
        assert re.fullmatch(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", concept.key), concept.key
        assert concept.key.split("/")[0] == concept.types[0].lower()
        assert concept.types[1:] in ((), ("Brand",), ("Company",)), concept.key
        assert len(concept.types) == 1 or set(concept.types) == {"Company", "Brand"}


def test_names_are_clean(concepts: tuple[Concept, ...]) -> None:
    for concept in concepts:
        for word in (concept.label, *concept.names, *concept.noise, *concept.context, *concept.against):
            assert word == " ".join(word.split()), (concept.key, word)
        assert not set(concept.names) & set(concept.noise), concept.key
        assert all(len(re.findall(r"\w+|[^\w\s]", word)) == 1 for word in concept.against), concept.key
        assert not any(name.lower().startswith("the ") for name in concept.names), concept.key


def test_one_concept_per_key_without_context(concepts: tuple[Concept, ...]) -> None:
    seen: set[tuple[str, tuple[str, ...], tuple[str, ...]]] = set()
    for concept in concepts:
        identity = (concept.key, concept.context, concept.against)
        assert identity not in seen, identity
        seen.add(identity)


@pytest.mark.parametrize("word", ENGLISH.split())
def test_words_of_english_need_a_context(concepts: tuple[Concept, ...], word: str) -> None:
    found = meanings(concepts, word)
    assert found
    assert all(concept.context for concept in found.values()), sorted(found)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Harvard", "brand/haval"),
        ("Wei brand", "brand/wey"),
        ("Tengshi", "brand/denza"),
        ("Wangwang", "brand/yangwang"),
        ("Sailis", "company/seres"),
        ("Cellis", "company/seres"),
        ("Cyrus", "company/seres"),
        ("Celeste", "company/seres"),
        ("cloud system", "technology/yunqi"),
        ("Yunnian", "technology/yunqi"),
        ("Wenjie", "brand/aito"),
        ("Ask M5", "model/wenjie-m5"),
        ("Public", "company/volkswagen"),
        ("Ideal", "company/li-auto"),
        ("Weilai", "company/nio"),
        ("Xiaopeng", "company/xpeng"),
        ("Ningde Times", "company/catl"),
        ("Ningde era", "company/catl"),
        ("Foday", "company/findreams"),
        ("Great Wall", "company/great-wall-motor"),
        ("GWM", "company/great-wall-motor"),
        ("VW", "company/volkswagen"),
        ("LiDAR", "technology/lidar"),
        ("MIIT", "organization/ministry-of-industry"),
        ("USA", "place/united-states"),
        ("Model Y", "model/tesla-model-y"),
    ],
)
def test_names_and_noise_lead_to_the_thing(concepts: tuple[Concept, ...], name: str, key: str) -> None:
    assert key in meanings(concepts, name)


def test_harvard_beside_university_is_no_car(concepts: tuple[Concept, ...]) -> None:
    haval = meanings(concepts, "Harvard")["brand/haval"]
    assert "University" in haval.against
    assert "Haval" in haval.context
    assert meanings(concepts, "Haval")["brand/haval"].context == ()
    assert "organization/harvard-university" in meanings(concepts, "Harvard University")


def test_ambiguous_names_have_a_context_of_their_own(folder: Path) -> None:
    lexicon(
        folder,
        '<brand/bolt> a skos:Concept ; kg:denotes kg:Brand, kg:Company ; skos:prefLabel "Bolt" ;\n'
        '  skos:altLabel "Bolt Cars" ; skos:hiddenLabel "Bolte" ; kg:notBeside "nut" ;\n'
        '  kg:ambiguous [ skos:altLabel "Bolt" ; kg:contextWord "charging" ; kg:notBeside "Usain" ] ;\n'
        '  kg:ambiguous [ skos:hiddenLabel "Screw" ; kg:contextWord "Volta" ] .',
    )
    sure, bolt, screw = load_ontology(folder).concepts
    assert {c.key for c in (sure, bolt, screw)} == {"brand/bolt"}
    assert sure.types == ("Brand", "Company")
    assert sure.names == ("Bolt Cars",)
    assert sure.noise == ("Bolte",)
    assert sure.against == ("nut",)
    assert {c.label for c in (sure, bolt, screw)} == {"Bolt"}
    assert bolt.names == ("Bolt",)
    assert bolt.context == ("charging", "Bolt Cars", "Bolte")
    assert bolt.against == ("Usain",)
    assert (screw.names, screw.noise) == ((), ("Screw",))


def test_without_the_lexicon() -> None:
    assert load_ontology(lexicon=False).concepts == ()


def test_a_scheme_is_no_concept(folder: Path) -> None:
    lexicon(folder, '<https://example.org/kg/lexicon> a skos:ConceptScheme ; skos:prefLabel "Names" .')
    assert load_ontology(folder).concepts == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_sorted_and_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = [line[1 : line.index(">")] for line in lines if line.startswith("<")]
    assert keys == sorted(keys)
    assert len(lines) <= 400
    assert {key.split("/")[0] for key in keys} == {path.stem.split("-")[0]}


def test_what_a_brand_belongs_to_is_told_with_all_its_names(folder: Path) -> None:
    lexicon(
        folder,
        '<brand/bolt> a skos:Concept ; kg:denotes kg:Brand ; skos:prefLabel "Bolt Cars" ;\n'
        "  kg:belongsTo <company/volta> ;\n"
        '  kg:ambiguous [ skos:altLabel "Bolt" ; kg:contextWord "charging" ] .\n'
        '<company/volta> a skos:Concept ; kg:denotes kg:Company ; skos:prefLabel "Volta" .',
    )
    owned = [(concept.key, concept.owners) for concept in load_ontology(folder).concepts]
    assert owned == [("brand/bolt", ("company/volta",))] * 2 + [("company/volta", ())]
