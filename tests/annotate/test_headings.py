from __future__ import annotations

from dataclasses import replace

import pytest

from kg.annotate.headings import Headings
from kg.ontology import Ontology
from tests.annotate.support import name

LISTS = """Dune trims

Comfort

- Motor: 70 kW
- Battery: 40 kWh

{other}

- Motor: 90 kW
- {label}: 60 kWh
"""


@pytest.fixture(scope="module")
def headings(ontology: Ontology) -> Headings:
    return Headings(ontology.cues["names"])


def test_words_of_a_heading_are_no_part_of_a_product(headings: Headings) -> None:
    text = "Halcyra Dune specs and prices"
    found = headings.named(text, [name(text, "Halcyra Dune specs", "Model")])
    assert [(n.text, text[n.begin : n.end]) for n in found] == [("Halcyra Dune", "Halcyra Dune")]


def test_words_of_a_heading_stay_in_names_of_companies(headings: Headings) -> None:
    text = "Tarn Performance"
    assert [n.text for n in headings.named(text, [name(text, text, "Company")])] == [text]


def test_a_heading_beside_a_product_is_a_product(headings: Headings) -> None:
    text = LISTS.format(other="Sport specs", label="Battery")
    found = headings.named(text, [name(text, "Comfort", "Model")])
    assert [(n.text, n.type, n.found_by) for n in found][1:] == [("Sport", "Model", "heading")]
    assert text[found[1].begin : found[1].end] == "Sport"


def test_headings_of_sections_are_compared_by_the_headings_below(headings: Headings) -> None:
    part = "{}\n\nSpecs\n\n- Motor: 70 kW\n\nPrice\n\n- Germany: 20,000 euros\n\n"
    text = "Dune\n\n" + part.format("Comfort") + part.format("Sport")
    found = headings.named(text, [name(text, "Comfort", "Model")])
    assert [n.text for n in found] == ["Comfort", "Sport"]


@pytest.mark.parametrize(
    ("other", "label"),
    [
        ("Sport", "Cells"),
        ("some other lists that follow", "Battery"),
        ("What the people of Tarn say about it", "Battery"),
    ],
)
def test_other_headings_are_no_names(headings: Headings, other: str, label: str) -> None:
    text = LISTS.format(other=other, label=label)
    assert [n.text for n in headings.named(text, [name(text, "Comfort", "Model")])] == ["Comfort"]


def test_headings_beside_no_product_are_no_names(headings: Headings) -> None:
    text = LISTS.format(other="Sport", label="Battery")
    assert headings.named(text, []) == []


VERSIONS = "Dune ({one})\n\n- Motor: 70 kW\n- Code: HX{code}\n\nDune ({two})\n\n- Motor: 90 kW\n- Code: HX{code}\n"


def dunes(headings: Headings, one: str, two: str, technology: str = "") -> list[str]:
    text = VERSIONS.format(one=one, two=two, code=7)
    names = [name(text, "Dune", "Model"), replace(name(text, "Dune", "Model"), begin=text.rindex("Dune"))]
    names[1] = replace(names[1], end=names[1].begin + 4)
    names += [name(text, technology, "Technology")] if technology else []
    return [n.text for n in headings.named(text, names) if n.type == "Model"]


def test_brackets_that_tell_headings_apart_are_part_of_the_names(headings: Headings) -> None:
    assert dunes(headings, "Breeze trim", "Gale trim") == ["Dune (Breeze trim)", "Dune (Gale trim)"]


def test_a_technology_in_brackets_makes_no_other_model(headings: Headings) -> None:
    assert dunes(headings, "LFP version", "Gale trim", "LFP") == ["Dune", "Dune (Gale trim)"]


def test_a_code_is_no_product_beside_the_one_listed(headings: Headings) -> None:
    text = VERSIONS.format(one="a", two="b", code=7)
    found = headings.named(text, [name(text, "Dune", "Model"), name(text, "HX7", "Model")])
    assert "HX7" not in [n.text for n in found]
