from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.annotate.forms import Forms, bracketed, family, initials, loose, plain


def test_companies_brands_and_bodies_are_one_family() -> None:
    assert family("Company") == family("Brand") == family("Organization")
    assert len({family(t) for t in ("Company", "Model", "Person", "Technology", "Place")}) == 5


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Halcyra’s", "halcyra"), ("the Halcyra", "halcyra"), ("Halcyra  Motors'", "halcyra motors"),
        ("O’Tarn", "o'tarn"), ("Theseus", "theseus"),
    ],
)  # fmt: skip
def test_plain_forms_lack_case_article_possessive_and_runs_of_blanks(surface: str, expected: str) -> None:
    assert plain(surface) == expected


def test_loose_forms_are_letters_and_digits() -> None:
    assert loose("X-5 Pro+") == loose("x5 pro") == "x5pro"


@pytest.mark.parametrize(
    ("surface", "type_", "expected"),
    [
        ("Halcyra Motor Co., Ltd.", "Company", "halcyra"),
        ("Halcyra Group", "Brand", "halcyra"),
        ("Group", "Company", "group"),
        ("the new Dune SUV", "Model", "dune"),
        ("Dunes", "Model", "dune"),
        ("Dr. Mira Tarn", "Person", "mira tarn"),
        ("its Marl batteries", "Technology", "marl"),
        ("Tarn City", "Place", "tarn"),
        ("Halcyra Motor", "Person", "halcyra motor"),
    ],
)
def test_core_lacks_the_words_that_make_no_other_thing(forms: Forms, surface: str, type_: str, expected: str) -> None:
    assert forms.core(surface, type_) == expected


def test_words_of_trade_are_cut_where_asked(forms: Forms) -> None:
    assert forms.core("Halcyra Automotive", "Company") == "halcyra automotive"
    assert forms.core("Halcyra Automotive", "Company", sector=True) == "halcyra"
    assert forms.core("Dune Automotive", "Model", sector=True) == "dune automotive"


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("second Dune", True), ("Dune, old version", True), ("2023 Dune", True), ("semi-dry Marl", True),
        ("Dune", False), ("Dune 2300", False), ("Oldham", False),
    ],
)  # fmt: skip
def test_words_and_years_that_make_another_thing(forms: Forms, surface: str, expected: bool) -> None:
    assert forms.distinct(surface) is expected


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("nickel-free Marl battery", "Marl"), ("the Marl Two cells", "Marl Two"), ("Marl", ""), ("battery", ""),
        ("Marl cells by Halcyra", ""), ("second-generation Marl battery", ""), ("800V platform", "800V"),
    ],
)  # fmt: skip
def test_the_proper_part_of_a_described_name(forms: Forms, surface: str, expected: str) -> None:
    assert forms.proper(surface) == expected


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("MRL (marl-rock lattice) cells", ("MRL cells", "MRL", "marl-rock lattice")),
        ("Marl (MR2)", ("Marl", "Marl", "MR2")),
        ("Marl (in brief)", ()),
        ("Marl (A long remark on what it is)", ()),
        ("Marl", ()),
    ],
)
def test_names_with_an_alias_in_brackets(surface: str, expected: tuple[str, ...]) -> None:
    assert bracketed(surface) == expected


def test_initials_with_and_without_small_words() -> None:
    assert initials("Bank of Tarn") == {"BOT", "BT"}
    assert initials("Halcyra-Dune Motors") == {"HDM"}
    assert initials("Halcyra") == set()


@given(st.text(max_size=40), st.sampled_from(["Company", "Model", "Technology", "Person", "Place"]))
@example(surface=". 0", type_="Company")
def test_any_string_can_be_compared(forms: Forms, surface: str, type_: str) -> None:
    core = forms.core(surface, type_)
    assert "  " not in plain(surface)
    assert core == core.strip()
    assert loose(core) in loose(surface) or type_ in ("Model", "Technology")
    assert forms.proper(surface) in " ".join(surface.replace("’", "'").split())
    assert all(form in surface for form in bracketed(surface)[1:])


def test_an_ontology_without_words_for_names_cuts_nothing() -> None:
    assert Forms({}).core("Halcyra Motor Co., Ltd.", "Company") == "halcyra motor co., ltd"
