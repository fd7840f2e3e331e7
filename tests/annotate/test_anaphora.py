from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.anaphora import Anaphors
from kg.ontology import Ontology


@pytest.fixture(scope="module")
def anaphors(ontology: Ontology) -> Anaphors:
    return Anaphors(ontology.cues["coreference"])


def found(anaphors: Anaphors, text: str) -> list[str]:
    return [text[a.begin : a.end] for a in anaphors.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The company said he left.", ["The company", "he"]),
        ("In its new electric car it hums", ["its", "it"]),
        ("the carmaker's plant", ["the carmaker"]),
        ("The Chinese battery maker", ["The Chinese battery maker"]),
        ("a company, companies, the companyman", []),
        ("sold in the US, for us", ["us"]),
        ("an IT firm", []),
        ("the  car\nand the\ncar", ["the  car"]),
        ("the joint  venture", ["the joint  venture"]),
        ("the five-seat SUV", ["the five-seat SUV"]),
        ("she-wolf", []),
    ],
)
def test_pronouns_and_descriptions(anaphors: Anaphors, text: str, expected: list[str]) -> None:
    assert found(anaphors, text) == expected


def test_a_word_says_what_it_may_refer_to(anaphors: Anaphors) -> None:
    types = {a.begin: (a.pronoun, a.types) for a in anaphors.find("she and the car")}
    assert types[0] == (True, ("Person",))
    assert types[8] == (False, ("Model",))


@given(
    st.lists(
        st.sampled_from(["the", "joint", "venture", "he", "uſ", "ſhe", "ıt", "KIT", "car", " ", "\n", ".", "İts"]),
        max_size=9,
    )
)
def test_any_text_is_read_in_order(anaphors: Anaphors, words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for anaphor in anaphors.find(text):
        assert last <= anaphor.begin < anaphor.end <= len(text)
        assert "\n" not in text[anaphor.begin : anaphor.end]
        assert anaphor.types
        last = anaphor.end


def test_an_ontology_may_have_no_words_for_references() -> None:
    assert Anaphors({}).find("The company said that it left.") == ()


def test_words_of_the_table_may_be_written_in_capitals() -> None:
    cues = {"determiners": ["the"], "nouns": [{"words": ["MPV", "Joint  Venture"], "types": ["Model"]}]}
    assert [a.types for a in Anaphors(cues).find("the mpv, THE MPV, the joint venture")] == [("Model",)] * 3
