from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

from kg.annotate.anaphora import Anaphors
from kg.annotate.parser import load_parser
from kg.annotate.reference import FILE, LEAST, Ranker, Scene, chosen
from kg.errors import OntologyInvalid
from kg.model import Mention
from kg.ontology import Ontology
from tests.annotate.support import marked, split

TYPES = {"Halcyra": "Company", "Orvo": "Company", "Dune": "Model", "Ada_Quill": "Person", "Ostby": "Place"}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_parser()


@pytest.fixture(scope="module")
def ranker(ontology: Ontology) -> Ranker:
    return Ranker.load(ontology.folder / "models")


def resolved(ranker: Ranker, nlp: Language, ontology: Ontology, text: str) -> list[Mention]:
    plain, mentions, entities = marked(text, **TYPES)
    anaphors = Anaphors(ontology.cues["coreference"]).find(plain)
    return list(ranker.resolve(nlp(plain), split(plain), mentions, entities, anaphors))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Halcyra] said on Monday that it will build a plant. The company has 300 workers.", ["it", "The company"]),
        ("[Ada Quill] leads [Halcyra]. She joined in 2019.", ["She"]),
        ("[Halcyra] grew. The company sells cars.", ["The company"]),
    ],
)
def test_what_plainly_refers_is_found(
    ranker: Ranker, nlp: Language, ontology: Ontology, text: str, expected: list[str]
) -> None:
    found = resolved(ranker, nlp, ontology, text)
    assert [m.text for m in found] == expected
    assert {m.entity for m in found} == {0}
    assert all(m.component == "coreference" and LEAST <= m.confidence <= 1 for m in found)
    assert [m.kind for m in found] == ["description" if " " in word else "pronoun" for word in expected]


@pytest.mark.parametrize("text", ["The company grew. [Halcyra] too.", "[Ostby] is a town. She left.", "He left.", ""])
def test_nothing_of_its_classes_before_it_is_referred_to(
    ranker: Ranker, nlp: Language, ontology: Ontology, text: str
) -> None:
    assert resolved(ranker, nlp, ontology, text) == []


def test_what_was_referred_to_is_nearer_for_the_next(nlp: Language, ontology: Ontology) -> None:
    plain, mentions, entities = marked("[Halcyra] met [Orvo]. It was late.", **TYPES)
    scene = Scene(nlp(plain), split(plain), mentions, entities)
    (it,) = scene.free(Anaphors(ontology.cues["coreference"]).find(plain))
    before = scene.options(it)
    assert set(before) == {-1, 0, 1}
    assert "rank:0" in before[1]
    scene.add(it, 0)
    assert "rank:0" not in Scene(nlp(plain), split(plain), mentions, entities).options(it)[0]


def test_what_is_less_likely_than_not_refers_to_nothing() -> None:
    assert chosen({-1: 0.1, 3: LEAST, 4: 0.3}) == 3
    assert chosen({-1: 0.3, 3: LEAST - 0.01, 4: 0.2}) == -1
    assert chosen({-1: 0.9, 3: 0.1}) == -1


def test_chances_add_up_to_one() -> None:
    chances = Ranker({"a": 2.0, "b": -1.0}).chances({-1: ["none"], 0: ["a"], 1: ["b", "a"]})
    assert sum(chances.values()) == pytest.approx(1)
    assert chances[0] > chances[1] > chances[-1]


def test_an_ontology_without_weights_resolves_nothing(nlp: Language, ontology: Ontology, tmp_path: Path) -> None:
    assert resolved(Ranker.load(tmp_path), nlp, ontology, "[Halcyra] grew. The company sells cars.") == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"weights": {"a": "b"}}', '{"weights": 3}'])
def test_damaged_weights_are_told(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(OntologyInvalid, match=FILE):
        Ranker.load(tmp_path)


def test_the_shipped_weights_are_small_and_rounded(ontology: Ontology) -> None:
    given = json.loads((ontology.folder / "models" / FILE).read_text(encoding="utf-8"))
    assert given["articles"] > 100
    assert all(abs(weight) < 10 for weight in given["weights"].values())
