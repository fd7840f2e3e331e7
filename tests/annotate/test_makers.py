from __future__ import annotations

from dataclasses import replace

from kg.annotate.makers import owners_of
from tests.annotate.support import concept

HALCYRA = concept("company/halcyra", "Halcyra", "Halcyra Motors")


def test_a_product_belongs_to_the_maker_whose_name_begins_its_own() -> None:
    products = [
        concept("model/dune", "Halcyra Dune", types="Model"),
        concept("technology/marl", "Halcyra Motors Marl", types="Technology"),
    ]
    assert owners_of([HALCYRA, *products]) == {
        "model/dune": ("company/halcyra",),
        "technology/marl": ("company/halcyra",),
    }


def test_the_longest_name_counts_and_no_part_of_a_word() -> None:
    division = concept("brand/halcyra-rally", "Halcyra Rally", types="Brand")
    products = [
        concept("model/rally-one", "Halcyra Rally One", types="Model"),
        concept("model/halcyrade", "Halcyrade Two", types="Model"),
    ]
    assert owners_of([HALCYRA, division, *products]) == {"model/rally-one": ("brand/halcyra-rally",)}


def test_a_maker_known_only_in_a_context_makes_nothing_by_its_name() -> None:
    doubtful = replace(HALCYRA, context=("cars",))
    assert owners_of([doubtful, concept("model/dune", "Halcyra Dune", types="Model")]) == {}


def test_companies_belong_to_what_is_said_of_them_alone() -> None:
    bank = replace(concept("company/halcyra-bank", "Halcyra Bank"), owners=("company/tarn",))
    assert owners_of([HALCYRA, bank, concept("company/halcyra-works", "Halcyra Works")]) == {
        "company/halcyra-bank": ("company/tarn",)
    }
