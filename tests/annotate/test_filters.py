from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.filters import Filter
from kg.annotate.names import Name
from kg.ontology import Ontology
from tests.annotate.support import name

CUES = {
    "never": ["SUVs?", "Q[1-4]", "[2-6]S"],
    "common": ["Base", "Sales"],
    "first": ["generation"],
    "last": ["people"],
    "glued": ["is", "of"],
}


def kept(surface: str, type_: str = "Company", confidence: float = 0.8, *, concept: str = "") -> list[str]:
    text = f"so {surface} then"
    found = Filter(CUES, 0.3).plausible([name(text, surface, type_, confidence, concept=concept)])
    return [n.text for n in found if text[n.begin : n.end] == n.text]


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("and Halcyra", ["Halcyra"]), ("Halcyra of the", ["Halcyra"]), ("of the", []), ("The Halcyra", ["The Halcyra"]),
        ("Halcyra", ["Halcyra"]), ("x5", ["x5"]), ("company", []), ("5", []), ("X", []), ("SUV", []), ("Q3", []),
        ("SUV maker Halcyra", ["SUV maker Halcyra"]), ("Sales base", []), ("Sales Tarn", ["Sales Tarn"]),
        ("generation Halcyra", ["Halcyra"]), ("Halcyra people", ["Halcyra"]),
        ("Generation Halcyra", ["Generation Halcyra"]), ("isHalcyra", ["Halcyra"]), ("iSHalcyra", ["iSHalcyra"]),
        ("isHAL", ["isHAL"]), ("offHalcyra", ["offHalcyra"]),
    ],
)  # fmt: skip
def test_what_can_be_a_name(surface: str, expected: list[str]) -> None:
    assert kept(surface) == expected


def test_common_words_are_a_technology_where_they_are_several() -> None:
    assert kept("dry-coated cathode", "Technology") == ["dry-coated cathode"]
    assert kept("cathode", "Technology") == []
    assert kept("dry-coated cathode", "Model") == []
    assert kept("dry-coated cathode", "Model", 0.95) == ["dry-coated cathode"]


def test_what_the_lexicon_knows_is_a_name_whatever_it_looks_like() -> None:
    assert kept("lidar", "Technology", concept="technology/lidar") == ["lidar"]
    assert kept("X", concept="company/x", confidence=0.1) == ["X"]


def test_doubtful_names_are_left_out() -> None:
    assert kept("Halcyra", confidence=0.29) == []
    assert kept("Halcyra", confidence=0.3) == ["Halcyra"]


def test_a_makers_name_before_what_is_never_a_name_makes_no_product() -> None:
    text = "a Halcyra 4S shop and the Halcyra X4S"
    names = [name(text, s, t) for s, t in (("Halcyra", "Company"), ("Halcyra 4S", "Model"), ("Halcyra X4S", "Model"))]
    assert [n.text for n in Filter(CUES, 0.0).plausible(names)] == ["Halcyra", "Halcyra X4S"]


def test_the_ontology_says_what_is_never_a_name(ontology: Ontology) -> None:
    text = "75 kWh version, WLTP, May 12, Halcyra, FY24, Model 75, Tarn Valley Road"
    surfaces = text.split(", ")
    found = Filter(ontology.cues["names"], 0.0).plausible([name(text, s, "Model") for s in surfaces])
    assert [n.text for n in found] == ["Halcyra", "Model 75"]


@given(st.text(max_size=12), st.lists(st.sampled_from(["the", "of", "a", "Tarn", "x5", "", " "]), max_size=6))
def test_a_cut_name_is_what_stands_there(before: str, words: list[str]) -> None:
    surface = " ".join(words)
    text = before + surface + " end"
    given_name = Name(len(before), len(before) + len(surface), surface, "Technology", 0.95, "tagger")
    for found in Filter(CUES, 0.0).plausible([given_name]):
        assert given_name.begin <= found.begin < found.end <= given_name.end
        assert text[found.begin : found.end] == found.text


def test_departments_of_a_maker_that_is_named_are_no_other_maker() -> None:
    text = "Halcyra Brand Marketing, Halcyra, Tarn Marketing"
    names = [name(text, surface, "Company") for surface in ("Halcyra Brand Marketing", "Tarn Marketing")]
    names.append(name(text, "Halcyra", "Company", nth=1))
    cues = {"staff": ["Brand", "Marketing"]}
    assert [n.text for n in Filter(cues, 0.3).plausible(names)] == ["Halcyra", "Tarn Marketing", "Halcyra"]


def test_an_event_is_no_body(ontology: Ontology) -> None:
    names = [name("at the Wold International Motor Show", "Wold International Motor Show", "Organization")]
    kept = name("at Show Me Tarn", "Show Me Tarn", "Company")
    assert Filter(ontology.cues["names"], 0.5).lasting([*names, kept]) == [kept]
