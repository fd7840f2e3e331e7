from __future__ import annotations

import re

import pytest

from kg.annotate.variants import Variants
from kg.model import LocalEntity, Mention, Sentence
from kg.ontology import Ontology
from tests.annotate.support import marked, split

Parts = tuple[tuple[Mention, ...], tuple[LocalEntity, ...], tuple[Sentence, ...]]


@pytest.fixture(scope="module")
def variants(ontology: Ontology) -> Variants:
    return Variants(ontology.cues["relations"]["variants"])


def named(text: str, kind: str = "Model") -> Parts:
    """The mentions, the entities, all of one class, and the sentences of a text with its names in square brackets."""
    keys = {name.replace(" ", "_").replace("-", "_"): kind for name in re.findall(r"\[(.+?)\]", text)}
    plain, mentions, entities = marked(text, **keys)
    return mentions, entities, split(plain)


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("The [V series] grew. The [V6] and the [V-9] sold well, the [Volt] did not.", "V series", ["V6", "V-9"]),
        ("[Dune Family]: [Dune], [Dune Max] and [Orvo Dune X]", "Dune Family", ["Dune", "Dune Max", "Orvo Dune X"]),
        ("The [Dune series] is not the [Dunedin].", "Dune series", []),
        ("The [Velm S] and the [Velm-X] are no [Velm], and the [Velmer] is another.", "Velm", ["Velm S", "Velm-X"]),
        ("The [S5] and the [S5 Max] beside the [S5 Max Air].", "S5 Max", ["S5 Max Air"]),
        ("The [Dune series] has the [Dune] and the [Dune Max].", "Dune series", ["Dune", "Dune Max"]),
    ],
)
def test_variants_are_told_by_how_their_names_begin(
    variants: Variants, text: str, whole: str, parts: list[str]
) -> None:
    mentions, *rest = named(text)
    hits = list(variants.find(mentions, *rest))
    assert {hit.relation for hit in hits} <= {"variantOf"}
    found = [(mentions[hit.subject].text, mentions[hit.object].text) for hit in hits]
    assert [part for part, of in found if of == whole] == parts


def test_the_sentence_that_names_both_tells_it(variants: Variants) -> None:
    mentions, *rest = named(
        "The [V6] came. The [V series] grows. A long time after it came the [V6] of the [V series]."
    )
    (hit,) = variants.find(mentions, *rest)
    assert (hit.subject, hit.object, hit.sentence) == (2, 3, 2)


def test_else_the_sentence_that_names_most_of_them_does(variants: Variants) -> None:
    mentions, *rest = named("The [V series] grows. The [V6] is new. There are the [V6] and the [V9].")
    assert [hit.sentence for hit in variants.find(mentions, *rest)] == [2, 2]


def test_other_things_have_no_variants(variants: Variants) -> None:
    assert list(variants.find(*named("The [V series] and the [V6].", "Technology"))) == []


def test_an_ontology_may_have_no_words_for_it() -> None:
    assert list(Variants({}).find(*named("The [V series] and the [V6]."))) == []
