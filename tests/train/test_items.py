from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer

from kg.annotate.anaphora import Anaphors
from kg.annotate.encoding import Ints
from kg.annotate.labels import FIGURE, KINDS, TYPES, Labels, labels_of
from kg.annotate.lexicon import Lexicon
from kg.annotate.pairs import Spot, pair
from kg.ontology import Ontology, load_ontology
from kg.train.figures import Number, figures
from kg.train.items import Item, prepare
from kg.train.samples import Sample
from tests.annotate.support import concept, letter_tokenizer

ANAPHOR = (KINDS.index("Anaphor"),)


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def labels(ontology: Ontology) -> Labels:
    return labels_of(ontology)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return letter_tokenizer()


@pytest.fixture
def item(sample: Sample, tokenizer: Tokenizer, labels: Labels, ontology: Ontology) -> Item:
    lexicon = Lexicon([concept("place/hangzhou", "Hangzhou", types="Place")])
    return prepare(sample, tokenizer, labels, lexicon, Anaphors(ontology.cues["coreference"]))


def words(item: Item, tags: Ints) -> list[str]:
    """The words that carry a tag."""
    begins = [int(item.encoding.spans[n, 0]) for n in np.flatnonzero(tags > 0)]
    return [item.sample.text[begin:].split()[0].strip(",.") for begin in begins]


def surface(item: Item, spot: Spot) -> str:
    spans = item.encoding.spans
    return item.sample.text[int(spans[spot.begin, 0]) : int(spans[spot.last, 1])]


def test_words_of_names_are_tagged_with_their_class_and_other_words_with_none(item: Item) -> None:
    assert words(item, item.tags)[:5] == ["Velmora", "Motor", "Kestra", "Velmora", "Motor"]
    company, model = 1 + 2 * TYPES.index("Company"), 1 + 2 * TYPES.index("Model")
    assert [t for t in item.tags if t > 0][:3] == [company, company + 1, model]
    assert all((tag == -1) != start for tag, start in zip(item.tags, item.encoding.starts, strict=True))


def test_of_nested_names_the_outer_is_tagged(item: Item) -> None:
    text = item.sample.text
    at = text.index("Velmora Kestra")
    tags = {
        text[int(b) :].split()[0]: t
        for (b, _), t in zip(item.encoding.spans, item.tags, strict=True)
        if b >= at and t > 0
    }
    assert tags["Kestra"] == 2 + 2 * TYPES.index("Model")


def test_roles_and_known_names_are_marked(item: Item) -> None:
    assert words(item, item.roles) == ["chief", "executive"]
    assert [t for t in item.roles if t > 0] == [1, 2]
    assert words(item, item.lexicon)[0] == "Hangzhou"


def test_relations_are_true_of_nodes(item: Item, labels: Labels) -> None:
    assert {(0, labels.number("makes"), 2), (4, labels.number("worksFor"), 0)} <= item.truth


def test_candidate_references_are_nodes_and_the_marked_ones_refer(item: Item, labels: Labels) -> None:
    anaphors = [s for s in item.spots if item.kinds[s.entity] == ANAPHOR]
    refers = [
        (surface(item, spot), {s for s, label, o in item.truth if (label, o) == (labels.same, spot.entity)})
        for spot in anaphors
    ]
    assert refers == [("The company", {0}), ("it", set()), ("it", {0})]


def test_a_reference_does_not_tell_what_it_refers_to(item: Item) -> None:
    assert {surface(item, item.spots[n]) for n in item.references} == {"The company", "it"}
    pairs = pair(item.spots, np.ones((len(item.kinds), len(item.kinds)), bool), item.given_away)
    assert len(pairs.left)
    for one, two in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
        if ANAPHOR in (item.kinds[item.spots[n].entity] for n in (one, two)):
            assert not {one, two} & item.references


def test_figures_are_nodes_of_which_metrics_are_true(
    sample: Sample,
    tokenizer: Tokenizer,
    labels: Labels,
    ontology: Ontology,
) -> None:
    at = sample.text.index("139,800")
    numbers = [Number(at, at + 7, 139800.0, "CNY")]
    with_figures = replace(sample, figures=figures(sample.text, sample.facts, lambda _: numbers))
    item = prepare(with_figures, tokenizer, labels, Lexicon(()), Anaphors(ontology.cues["coreference"]))
    node = len(item.kinds) - 1
    assert item.kinds[node] == (FIGURE,)
    assert (2, labels.number("price"), node) in item.truth
