from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.lexicon import Lexicon
from kg.ontology import Concept
from tests.annotate.support import concept

HALCYRA = concept("company/halcyra", "Halcyra", "Halcyra Motors")
DUNE = concept("model/dune", "Dune", types="Model", context="Halcyra saloon", against="Sea")
LIDAR = concept("technology/lidar", "lidar", types="Technology")
ALL = (HALCYRA, DUNE, LIDAR)


def found(text: str, *concepts: Concept) -> list[tuple[str, str]]:
    return [(text[m.begin : m.end], m.concept.key) for m in Lexicon(concepts or ALL).find(text)]


def test_the_longest_name_counts() -> None:
    assert found("Halcyra Motors of Tarn; Halcyra too") == [
        ("Halcyra Motors", "company/halcyra"),
        ("Halcyra", "company/halcyra"),
    ]


def test_names_are_whole_words() -> None:
    assert found("Halcyraland is no Halcyra's") == [("Halcyra", "company/halcyra")]


@pytest.mark.parametrize(
    ("text", "count"), [("HALCYRA", 1), ("halcyra", 0), ("HaLcyra", 0), ("LIDAR", 1), ("Lidar", 1)]
)
def test_capitals_that_a_name_may_have(text: str, count: int) -> None:
    assert len(found(f"A {text} here")) == count


def test_misspellings_mean_the_same_thing() -> None:
    assert found("Halkira grows", concept("company/halcyra", "Halcyra", noise=["Halkira"])) == [
        ("Halkira", "company/halcyra")
    ]


def test_an_ambiguous_name_needs_a_word_of_its_context_anywhere_in_the_article() -> None:
    assert found("The Dune is long.") == []
    assert ("Dune", "model/dune") in found("The Dune is long.\n\nIt is a saloon.")
    assert found("The Dune is long. Saloons sell.") == []


def test_a_word_beside_a_name_says_that_it_is_something_else() -> None:
    assert found("The saloon stood by the Dune Sea") == []
    assert found("The saloon stood by the Sea Dune") == []
    assert found("The saloon, the Dune, the Sea") == [("Dune", "model/dune")]


def test_what_needs_no_context_is_sure() -> None:
    sure = {m.concept.key: m.sure for m in Lexicon(ALL).find("Halcyra builds the Dune")}
    assert sure == {"company/halcyra": True, "model/dune": False}


def test_a_shorter_name_stands_in_where_the_longer_does_not_fit() -> None:
    longer = concept("place/dune-coast", "Dune Coast", types="Place", context="holiday")
    assert found("The saloon: Dune Coast", DUNE, longer) == [("Dune", "model/dune")]


def test_no_name_runs_over_the_end_of_a_line() -> None:
    assert found("Makers\nHalcyra\nMotors\nTarn") == [("Halcyra", "company/halcyra")]
    assert found("a saloon: Dune\nSea level") == [("Dune", "model/dune")]


def test_names_with_marks_inside_are_found_as_written() -> None:
    tyres = concept("company/k-m", "K&M Tyres", "K. M. Tyres")
    assert [s for s, _ in found("K&M Tyres, or K. M. Tyres", tyres)] == ["K&M Tyres", "K. M. Tyres"]


@given(st.text(alphabet="Halcyr DuneMots\n.'’-", max_size=60))
def test_matches_are_ordered_apart_and_say_one_of_the_names(text: str) -> None:
    last = 0
    for match in Lexicon(ALL).find(text):
        assert last <= match.begin < match.end <= len(text)
        surface = " ".join(text[match.begin : match.end].split())
        assert surface.casefold() in {n.casefold() for n in match.concept.names}
        last = match.end
