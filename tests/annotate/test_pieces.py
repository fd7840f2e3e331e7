from __future__ import annotations

import pytest

from kg.annotate.pieces import Pieces
from kg.ontology import Ontology
from tests.annotate.support import name


@pytest.fixture(scope="module")
def whole(ontology: Ontology) -> Pieces:
    return Pieces(ontology.cues["names"])


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        ("Halcyra Motors grows", ["Halcyra/Company", "Motors/Brand"], ["Halcyra Motors"]),
        ("Mira Tarn said", ["Mira/Person", "Tarn/Person"], ["Mira Tarn"]),
        ("Halcyra, Motors", ["Halcyra/Company", "Motors/Company"], ["Halcyra", "Motors"]),
        ("Halcyra\nMotors", ["Halcyra/Company", "Motors/Company"], ["Halcyra", "Motors"]),
        ("Halcyra Mira", ["Halcyra/Company", "Mira/Person"], ["Halcyra", "Mira"]),
        ("Dune Sand", ["Dune/Model", "Sand/Model"], ["Dune", "Sand"]),
        ("Halcyra bank", ["Halcyra/Company", "bank/Company"], ["Halcyra", "bank"]),
        ("a low-noise heat pump", ["low-noise/Technology", "heat pump/Technology"], ["low-noise heat pump"]),
        ("quartz half-bridge", ["quartz/Technology", "half-bridge/Technology"], ["quartz", "half-bridge"]),
        ("multi-core Velo", ["multi-core/Technology", "Velo/Technology"], ["multi-core", "Velo"]),
    ],
)
def test_pieces_of_one_name_are_joined(whole: Pieces, text: str, pieces: list[str], expected: list[str]) -> None:
    names = [name(text, *piece.split("/")) for piece in pieces]
    found = whole.whole(text, names)
    assert [n.text for n in found] == [text[n.begin : n.end] for n in found] == expected


def test_names_that_the_lexicon_knows_are_not_joined(whole: Pieces) -> None:
    text = "Halcyra Motors"
    names = [name(text, "Halcyra", "Company", concept="company/halcyra"), name(text, "Motors", "Company")]
    assert [n.text for n in whole.whole(text, names)] == ["Halcyra", "Motors"]


def test_three_pieces_make_one_name(whole: Pieces) -> None:
    text = "Tarn Valley Bank"
    assert [n.text for n in whole.whole(text, [name(text, w, "Organization") for w in text.split()])] == [text]


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        ("Tarnhelm Institute said", ["Tarnhelm/Place", "Institute/Organization"], ["Tarnhelm Institute"]),
        ("Tarnhelm Halcyra said", ["Tarnhelm/Place", "Halcyra/Company"], ["Tarnhelm", "Halcyra"]),
        ("Halcyra Co., Ltd. said", ["Halcyra/Company"], ["Halcyra Co., Ltd."]),
        ("Halcyra Inc said", ["Halcyra/Company"], ["Halcyra Inc"]),
        ("Halcyra Increased", ["Halcyra/Company"], ["Halcyra"]),
        ("Velo Play & Opal Cast", ["Velo Play & Opal Cast/Technology"], ["Velo Play", "Opal Cast"]),
        ("Velo Play & cast", ["Velo Play & cast/Technology"], ["Velo Play & cast"]),
        ("heat pump and brake system", ["heat pump and brake system/Technology"], ["heat pump", "brake system"]),
        ("heat and brake system", ["heat and brake system/Technology"], ["heat and brake system"]),
        ("Halcyra Motor (HM)", ["Halcyra Motor (HM)/Company"], ["Halcyra Motor (HM)", "Halcyra Motor", "HM"]),
        ("Halcyra ( HM )", ["Halcyra ( HM )/Company"], ["Halcyra ( HM )", "Halcyra", "HM"]),
        ("the audit committee of Halcyra", ["Halcyra/Company"], ["audit committee of Halcyra", "Halcyra"]),
        ("the works committee of the Tarn", ["Tarn/Place"], ["Tarn"]),
        ("the chair of Halcyra", ["Halcyra/Company"], ["Halcyra"]),
    ],
)
def test_names_are_lengthened_split_and_aliased(
    whole: Pieces, text: str, pieces: list[str], expected: list[str]
) -> None:
    found = whole.whole(text, [name(text, *piece.split("/")) for piece in pieces])
    assert [n.text for n in found] == [text[n.begin : n.end] for n in found] == expected


def test_an_ontology_without_words_for_pieces_changes_no_name() -> None:
    text = "Tarnhelm Institute Co., Ltd"
    names = [name(text, "Tarnhelm", "Place"), name(text, "Institute", "Organization")]
    assert Pieces({}).whole(text, names) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Keyless Go\n- more", "Keyless Go"),
        ("• Keyless Level 2 (optional)", "Keyless Level 2"),
        ("1. Keyless “Glow” headlights", "Keyless “Glow” headlights"),
        ("- Keyless with a card", "Keyless"),
        ("- Keyless, Go", "Keyless"),
        ("- A Keyless Go", "Keyless"),
        ("Keyless Go", "Keyless"),
        ("- Keyless Go is new.", "Keyless"),
    ],
)
def test_a_technology_at_the_front_of_a_short_item_is_the_whole_item(whole: Pieces, text: str, expected: str) -> None:
    (found,) = whole.whole(text, [name(text, "Keyless", "Technology")])
    assert found.text == text[found.begin : found.end] == expected


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        ("H series+big dog series", ["H series", "big dog series"]),
        ("Dune Pro+", ["Dune Pro+"]),
        ("C+pod", ["C+pod"]),
        ("Dune Pro+Nib Max", ["Dune Pro+Nib Max"]),
    ],
)
def test_names_that_end_alike_are_several(whole: Pieces, stretch: str, expected: list[str]) -> None:
    text = f"the line {stretch} sells"
    found = whole.whole(text, [name(text, stretch, "Model")])
    assert [n.text for n in found] == [text[n.begin : n.end] for n in found] == expected


@pytest.mark.parametrize(("text", "expected"), [("Blue Dune Finance", "Company"), ("Mira Tarn", "Person")])
def test_nobody_is_called_what_companies_are_called(whole: Pieces, text: str, expected: str) -> None:
    assert [n.type for n in whole.whole(text, [name(text, text, "Person")])] == [expected]
