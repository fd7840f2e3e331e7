"""Figures as texts write them, whatever the country and the hurry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.quantities import Quantity, scan_quantities
from kg.ontology import Ontology


def scan(text: str, ontology: Ontology) -> tuple[Quantity, ...]:
    return scan_quantities(text, ontology.cues)


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("58.800 yuan", 58_800, "CNY"),
        ("3,999 yuan", 3_999, "CNY"),
        ("RMB 3,999", 3_999, "CNY"),
        ("¥99,800", 99_800, "CNY"),
        ("20 billion yuan", 20_000_000_000, "CNY"),
        ("2亿元", 200_000_000, "CNY"),
        ("US$5 billion", 5_000_000_000, "USD"),
        ("$96 million", 96_000_000, "USD"),
        ("USD 1.2bn", 1_200_000_000, "USD"),
        ("€27.500", 27_500, "EUR"),
        ("27.500 euros", 27_500, "EUR"),
        ("£20", 20, "GBP"),
        ("3.2 lakh rupees", 320_000, "INR"),
        ("Rs 12 lakh", 1_200_000, "INR"),
        ("9,3 kWh", 9.3, "kWh"),
        ("1.2 GWh", 1_200_000, "kWh"),
        ("350 kW", 350, "kW"),
        ("120W", 0.12, "kW"),
        ("4,694 mm", 4_694, "mm"),
        ("1.443 mm", 1_443, "mm"),
        ("1,000km", 1_000, "km"),
        ("4.6 seconds", 4.6, "s"),
        ("61.71%", 61.71, "percent"),
        ("24 percent", 24, "percent"),
        ("3,000 vehicles", 3_000, "vehicle"),
        ("ten thousand cars", 10_000, "vehicle"),
        ("1.5 million units", 1_500_000, "other"),
        ("10.400 units", 10_400, "other"),
        ("half a million units", 500_000, "other"),
        ("two crore", 20_000_000, ""),
        ("13万", 130_000, ""),
        ("12 thousand", 12_000, ""),
    ],
)
def test_a_figure_in_any_usual_spelling(ontology: Ontology, written: str, value: float, unit: str) -> None:
    text = f"It is {written} here."
    (found,) = scan(text, ontology)
    assert (found.value, found.unit) == (value, unit)
    assert text[found.begin : found.end] == written


@pytest.mark.parametrize(
    ("written", "values", "role"),
    [
        ("400-500 km", [400, 500], "range"),
        ("between 10 and 12 percent", [10, 12], "range"),
        ("130,000-170,000 yuan", [130_000, 170_000], "range"),
        ("10, 12 and 15 percent", [10, 12, 15], "list"),
        ("50:50", [50, 50], "list"),
    ],
)
def test_figures_that_belong_together_share_their_unit(
    ontology: Ontology, written: str, values: list[float], role: str
) -> None:
    found = scan(f"It is {written} here.", ontology)
    assert [q.value for q in found] == values
    assert {q.role for q in found} == {role}
    assert len({(q.unit, q.group) for q in found}) == 1


@pytest.mark.parametrize(
    ("written", "modifier"),
    [("more than 3,000 cars", "more than"), ("up to 350 kW", "up to"), ("about 20 cars", "about"), ("20 cars", "")],
)
def test_how_exact_a_figure_is(ontology: Ontology, written: str, modifier: str) -> None:
    assert [q.modifier for q in scan(f"It is {written} here.", ontology)] == [modifier]


@pytest.mark.parametrize(
    "text",
    [
        "The Model 3 is here.",
        "The H6 is here.",
        "The shares (601127.SH) rose.",
        "At 6:40 it began.",
        "An A330-200 came.",
    ],
)
def test_numbers_in_names_and_codes_are_no_figures(ontology: Ontology, text: str) -> None:
    assert scan(text, ontology) == ()


def test_what_is_masked_is_left_out(ontology: Ontology) -> None:
    text = "In 2023 it sold 500 cars."
    assert [q.value for q in scan_quantities(text, ontology.cues, [(3, 7)])] == [500]


@given(value=st.integers(1, 10**12 - 1), unit=st.sampled_from(["yuan", "km", "cars", "percent"]))
def test_thousands_may_be_parted_by_commas(ontology: Ontology, value: int, unit: str) -> None:
    (found,) = scan(f"It was {value:,} {unit} then.", ontology)
    assert found.value == value


@given(tenths=st.integers(1, 9_999), scale=st.sampled_from([("million", 10**6), ("billion", 10**9)]))
def test_scales_are_multiplied_out(ontology: Ontology, tenths: int, scale: tuple[str, int]) -> None:
    (found,) = scan(f"It was {tenths // 10}.{tenths % 10} {scale[0]} dollars then.", ontology)
    assert found.value == pytest.approx(tenths / 10 * scale[1])


@given(st.text(st.one_of(st.sampled_from(" 0123456789.,-/%$€kWmh万百"), st.characters()), max_size=60))
def test_any_text_has_sound_figures(ontology: Ontology, text: str) -> None:
    found = scan(text, ontology)
    assert all(0 <= q.begin < q.end <= len(text) for q in found)
    assert [q.begin for q in found] == sorted(q.begin for q in found)
