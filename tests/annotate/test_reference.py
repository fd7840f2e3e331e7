from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tokenizers import Tokenizer

from kg.annotate.anaphora import Anaphors
from kg.annotate.encoding import encode
from kg.annotate.labels import labels_of
from kg.annotate.pairs import Spot
from kg.annotate.reference import references
from kg.model import Mention
from kg.ontology import Ontology
from tests.annotate.conftest import Read
from tests.annotate.support import Oracle, marked, split

TYPES = {"Halcyra": "Company", "Orvo": "Company", "Dune": "Model", "Ada_Quill": "Person", "Ostby": "Place"}
LEAST = 0.5
Likely = Callable[[str], float]
Resolved = Callable[[str, Likely], list[Mention]]


@pytest.fixture
def resolved(ontology: Ontology, tokenizer: Tokenizer) -> Resolved:
    """The references in a text with its names in brackets, if the network gives each name a logit as likely as told."""

    def resolve(text: str, likely: Likely) -> list[Mention]:
        plain, mentions, entities = marked(text, **TYPES)
        labels = labels_of(ontology)
        encoding = encode(tokenizer, plain, split(plain))
        vectors = np.zeros((len(encoding.ids), 4), np.float32)

        def says(subject: Spot, object_: Spot) -> dict[str, float]:
            return {"same": likely(entities[subject.entity].name)} if subject.entity < len(entities) else {}

        reader, found = Oracle(labels, says), Anaphors(ontology.cues["coreference"]).find(plain)
        return list(references(reader, labels, encoding, vectors, mentions, entities, found, plain, LEAST))  # type: ignore[arg-type]

    return resolve


def test_the_likeliest_of_the_fitting_class_is_referred_to(resolved: Resolved) -> None:
    weight = {"Halcyra": 1.0, "Orvo": 2.0, "Dune": 3.0}
    (found,) = resolved("[Halcyra] met [Orvo] at the [Dune]. The company left.", lambda name: weight[name])
    assert (found.text, found.entity, found.kind, found.component) == ("The company", 1, "description", "coreference")
    assert found.confidence == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-3)


def test_each_is_asked_by_itself_and_they_come_in_order(resolved: Resolved) -> None:
    found = resolved("[Ada Quill] leads [Halcyra]. She says it grows.", lambda name: 1.0)
    assert [(m.text, m.entity, m.kind) for m in found] == [("She", 0, "pronoun"), ("it", 1, "pronoun")]


def test_what_is_less_likely_than_asked_refers_to_nothing(resolved: Resolved) -> None:
    assert resolved("[Halcyra] grew. It sells cars.", lambda name: -0.1) == []
    assert len(resolved("[Halcyra] grew. It sells cars.", lambda name: 0.1)) == 1


@pytest.mark.parametrize("text", ["The [Halcyra] company grew.", "[Ostby] is a town. She left.", "He left.", ""])
def test_nothing_of_its_classes_is_there_to_refer_to(resolved: Resolved, text: str) -> None:
    assert resolved(text, lambda name: 5.0) == []


def test_a_word_within_a_name_refers_to_nothing(ontology: Ontology, tokenizer: Tokenizer) -> None:
    plain, mentions, entities = marked("[Halcyra] and [The Group] met.", Halcyra="Company", The_Group="Company")
    found = Anaphors(ontology.cues["coreference"]).find(plain)
    assert [plain[a.begin : a.end] for a in found] == ["The Group"]
    labels, encoding = labels_of(ontology), encode(tokenizer, plain, split(plain))
    reader, vectors = Oracle(labels, lambda s, o: {"same": 5.0}), np.zeros((len(encoding.ids), 4), np.float32)
    given = (reader, labels, encoding, vectors, mentions, entities, found, plain, LEAST)
    assert references(*given) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Halcyra says that it will build a plant. The company has 300 workers.", "Halcyra", ["it", "The company"]),
        ("Ada Quill leads Halcyra Motors. She joined in 2019.", "Ada Quill", ["She"]),
    ],
)  # fmt: skip
def test_the_trained_network_finds_what_plainly_refers(
    learned: Read, text: str, names: str, expected: list[str]
) -> None:
    article = learned(text)
    found = [m for m in article.mentions if m.kind != "name"]
    assert [m.text for m in found] == expected
    assert {article.entities[m.entity].name for m in found} == {names}


def test_without_a_network_nothing_is_referred_to(read: Read) -> None:
    assert all(m.kind == "name" for m in read("Tesla grew. The company sells cars.").mentions)
