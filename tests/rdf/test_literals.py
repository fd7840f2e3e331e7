"""Numbers, dates and text as literals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import vocabulary as v
from kg.rdf.literals import clean, confidence, moment, number, text


@pytest.mark.parametrize(
    ("value", "written", "datatype"),
    [
        (139800, "139800", v.INTEGER),
        (20_200_000_000.0, "20200000000", v.INTEGER),
        (-61.71, "-61.71", v.DECIMAL),
        (0.1 + 0.2, "0.3", v.DECIMAL),
        (1e-7, "0.0000001", v.DECIMAL),
        (4999.9999999999999, "5000", v.INTEGER),
        (10**30, "1" + "0" * 30, v.INTEGER),
        (float("inf"), "INF", v.DOUBLE),
    ],
)
def test_numbers(value: float, written: str, datatype: object) -> None:
    literal = number(value)
    assert (literal.value, literal.datatype) == (written, datatype)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_numbers_stay_the_same_but_for_noise(value: float) -> None:
    literal = number(value)
    assert "e" not in literal.value.lower()
    assert float(Decimal(literal.value)) == pytest.approx(value, rel=1e-11, abs=1e-300)


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("2023-05-15", v.DATE),
        ("2023-05", v.YEAR_MONTH),
        ("2023", v.YEAR),
        ("2023-02-30", None),
        ("2023-Q2", None),
        ("٢٠٢٣", None),
    ],
)
def test_moments(value: str, datatype: object) -> None:
    literal = moment(value)
    assert literal.value == value
    assert literal.datatype == (datatype or text("").datatype)


@pytest.mark.parametrize(("value", "written"), [(1, "1.0"), (0.876, "0.88"), (1.2, "1.0"), (-1, "0.0"), (0.5, "0.5")])
def test_confidences(value: float, written: str) -> None:
    assert confidence(value).value == written


@given(st.text(st.characters()))
def test_text_keeps_its_length(value: str) -> None:
    assert len(clean(value)) == len(value)
    clean(value).encode()


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert text("a\x00b\x1fc\ud800d\te\n").value == "a\ufffdb\ufffdc\ufffdd\te\n"
