from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.names import LONGEST, normal, variant


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("BYD", "byd"),
        ("The Škoda Auto", "skoda-auto"),
        ("O’Brien's", "obriens"),
        ("H6  Plus", "h6-plus"),
        ("H6+", "h6-plus"),
        ("Marks & Spencer", "marks-and-spencer"),
        ("Xiaomi 澎湃 OS", "xiaomi-澎湃-os"),
        ("Ｍodel ３", "model-3"),
        ("Ac\u200bme\u202e", "acme"),
        ("हिन्दी", "हिन्दी"),
        ("The", "the"),
    ],
)
def test_names_are_compared_without_case_accents_and_punctuation(name: str, slug: str) -> None:
    assert normal(name) == slug


def test_a_name_of_signs_only_still_has_a_key_of_its_own() -> None:
    assert normal("!!!").startswith("name-")
    assert normal("!!!") != normal("???")


def test_long_names_are_cut_and_told_apart() -> None:
    left, right = normal("x" * 100_000 + "a"), normal("x" * 100_000 + "b")
    assert left != right
    assert max(len(left), len(right)) <= LONGEST


@given(st.text(max_size=200))
def test_a_normal_name_is_normal_and_safe_in_an_address(name: str) -> None:
    slug = normal(name)
    assert slug
    assert len(slug) <= LONGEST
    assert normal(slug) == slug or slug.startswith("name-")
    assert not set(slug) & set(" /#?%<>\"'\\{}|^`\n")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


@pytest.mark.parametrize(
    ("short", "long", "kind"),
    [
        ("GWM", "Great Wall Motor", "acronym"),
        ("CATL", "Contemporary Amperex Technology", "acronym"),
        ("Brontide", "Brontide Motors AG", "shorter form"),
        ("Elon Musk", "Elon Reeve Musk", "shorter form"),
        ("Model-Y", "Model Y", "spelled otherwise"),
        ("ModelY", "Model Y", "spelled otherwise"),
    ],
)
def test_forms_of_a_name_are_recognised(short: str, long: str, kind: str) -> None:
    assert kind in variant(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [("Cyrus", "Seres"), ("GM", "Brontide Motors"), ("Motors Brontide", "Brontide Motors"), ("gwm", "Great Wall M")],
)
def test_other_names_are_no_forms(short: str, long: str) -> None:
    assert variant(short, long) == ""
