from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tokenizers import Tokenizer

from kg.annotate.encoding import Encoding, encode
from kg.annotate.labels import labels_of
from kg.annotate.pairs import Spot
from kg.annotate.relate import Candidate, candidates
from kg.model import LocalEntity
from kg.ontology import Ontology
from tests.annotate.support import Oracle, marked, split

TYPES = {"Halcyra": "Company", "Orvo": "Company", "Dune": "Model", "Mira Oster": "Person", "Tarn": "Place"}


class Setting:
    """A text with its names in square brackets, encoded, and the ontology's labels."""

    def __init__(self, ontology: Ontology, tokenizer: Tokenizer, text: str) -> None:
        types = {k.replace(" ", "_"): v for k, v in TYPES.items()}
        self.text, self.mentions, self.entities = marked(text, **types)
        self.labels = labels_of(ontology)
        self.encoding: Encoding = encode(tokenizer, self.text, split(self.text))
        self.vectors = np.zeros((len(self.encoding.ids), 4), np.float32)

    def number(self, name: str) -> int:
        return next(n for n, e in enumerate(self.entities) if e.name == name)

    def oracle(self, says: Callable[[Spot, Spot], dict[str, float]]) -> Oracle:
        return Oracle(self.labels, says)

    def related(self, says: Callable[[Spot, Spot], dict[str, float]], floor: float = 0.1) -> list[Candidate]:
        reader = self.oracle(says)
        return candidates(
            reader, self.labels, self.encoding, self.vectors, self.mentions, self.entities, (), floor  # type: ignore[arg-type]
        )  # fmt: skip


Make = Callable[[str], Setting]


@pytest.fixture
def setting(ontology: Ontology, tokenizer: Tokenizer) -> Make:
    return lambda text: Setting(ontology, tokenizer, text)


def test_a_label_is_read_in_its_direction(setting: Make) -> None:
    case = setting("The [Dune] comes from [Halcyra]")
    maker, model = case.number("Halcyra"), case.number("Dune")
    (found,) = case.related(lambda s, o: {"makes": 2.0} if (s.entity, o.entity) == (maker, model) else {})
    assert (found.subject, found.label, found.object) == (maker, "makes", model)
    assert found.probability == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-4)
    assert [(a.entity, b.entity) for a, b in found.spots] == [(maker, model)]


def test_only_what_the_ontology_permits_is_related(setting: Make) -> None:
    case = setting("[Tarn], [Mira Oster] and [Dune]")
    found = case.related(lambda s, o: dict.fromkeys(case.labels.names, 5.0))
    assert {(case.entities[c.subject].name, c.label, case.entities[c.object].name) for c in found} == set()
    case = setting("[Mira Oster] of [Halcyra]")
    found = case.related(lambda s, o: dict.fromkeys(case.labels.names, 5.0))
    assert {c.label for c in found} == {"founded", "invests", "worksFor"}


def test_several_mentions_speak_together(setting: Make) -> None:
    case = setting("[Halcyra] makes the [Dune].\n[Halcyra] sells the [Dune]")
    (found,) = case.related(lambda s, o: {"makes": 0.0} if s.sentence == o.sentence and s.entity == 0 else {})
    assert found.probability == pytest.approx(2 / 3, abs=0.01)
    assert [a.sentence for a, _ in found.spots] == [0, 1]


def test_the_sentence_that_says_it_best_comes_first(setting: Make) -> None:
    case = setting("[Halcyra] and the [Dune].\n[Halcyra] sells the [Dune].\n[Halcyra] made no [Dune]")
    weight = [-3.0, 3.0, 2.0]
    (found,) = case.related(
        lambda s, o: {"makes": weight[s.sentence]} if s.entity == 0 and s.sentence == o.sentence else {}
    )
    assert [a.sentence for a, _ in found.spots] == [1, 2]


def test_what_is_less_probable_than_the_floor_is_no_candidate(setting: Make) -> None:
    case = setting("[Halcyra] and the [Dune]")
    assert case.related(lambda s, o: {"makes": -3.0} if s.entity == 0 else {}) == []
    assert len(case.related(lambda s, o: {"makes": -3.0} if s.entity == 0 else {}, floor=0.01)) == 1


@pytest.mark.parametrize("text", ["", "nobody", "[Halcyra]", "[Tarn] and [Tarn]"])
def test_texts_without_pairs_have_no_candidates(setting: Make, text: str) -> None:
    assert setting(text).related(lambda s, o: {}) == []


def test_classes_that_the_network_does_not_know_are_scored_as_others(setting: Make) -> None:
    case = setting("[Halcyra] and [Dune]")
    case.entities = (case.entities[0], LocalEntity(("WindFarm",), "Dune", ("Dune",)))
    assert case.related(lambda s, o: dict.fromkeys(case.labels.names, 5.0)) == []
