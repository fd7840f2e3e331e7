from __future__ import annotations

import re

import pytest

from kg.annotate.names import Name
from kg.annotate.unnamed import Unnamed
from kg.ontology import Ontology


@pytest.fixture(scope="module")
def unnamed(ontology: Ontology) -> Unnamed:
    return Unnamed(ontology.cues["names"]["unnamed"])


def models(unnamed: Unnamed, text: str, names: list[Name]) -> list[str]:
    found = unnamed.named(text, names)
    assert found == sorted(found, key=lambda n: (n.begin, -n.end, n.type))
    return [text[n.begin : n.end] for n in found if n.type == "Model"]


def plain(text: str) -> list[Name]:
    return [Name(m.start(), m.end(), "Halcyra", "Company", 0.9, "tagger") for m in re.finditer("Halcyra", text)]


def test_a_product_that_is_called_so_again_and_again_is_one(unnamed: Unnamed) -> None:
    text = "The Halcyra car is 4997 mm long. Halcyra builds the Halcyra car in Ostby. Two Halcyra cars were seen."
    assert models(unnamed, text, plain(text)) == ["Halcyra car", "Halcyra car", "Halcyra cars"]
    kept = [n for n in unnamed.named(text, plain(text)) if n.type == "Company"]
    assert kept == plain(text)


def test_once_is_no_name(unnamed: Unnamed) -> None:
    text = "A Halcyra car was seen in Ostby. Halcyra said nothing."
    assert models(unnamed, text, plain(text)) == []


@pytest.mark.parametrize("words", ["car company", "car sales", "car-sharing", "Car", "cares", "team"])
def test_what_is_no_product(unnamed: Unnamed, words: str) -> None:
    text = f"The Halcyra {words} grew. Another Halcyra {words} grew, too."
    assert models(unnamed, text, plain(text)) == []


def test_a_noun_that_was_taken_for_part_of_the_makers_name(unnamed: Unnamed) -> None:
    text = (
        "Halcyra automobile uses lidar. The Halcyra automobile product is new. Halcyra Automobile grows. Halcyra too."
    )
    spans = [(0, 18), (35, 42), (70, 88), (96, 103)]
    names = [Name(b, e, text[b:e], "Company", 0.9, "tagger") for b, e in spans]
    assert models(unnamed, text, names) == ["Halcyra automobile", "Halcyra automobile product"]
    assert [n.text for n in unnamed.named(text, names) if n.type == "Company"] == [
        "Halcyra",
        "Halcyra Automobile",
        "Halcyra",
    ]


def test_without_the_table_nothing_changes() -> None:
    text = "The Halcyra car is new. The Halcyra car is long."
    assert Unnamed({}).named(text, plain(text)) == plain(text)
