"""Dates and periods: ISO values of the precision that the text gives."""

from __future__ import annotations

from calendar import month_name
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.annotate.dates import DateExpression, find_dates, infer_anchor
from kg.annotate.parser import load_parser
from kg.ontology import Ontology

WRITTEN = "2024-06-12"  # a Wednesday
MONTHS = month_name[1:]


@pytest.fixture(scope="module")
def plain() -> Language:
    """Words alone: dates are read without a parse."""
    return load_parser()


def dates(text: str, plain: Language, ontology: Ontology, anchor: str = WRITTEN) -> tuple[DateExpression, ...]:
    return find_dates(plain.make_doc(text), ontology.cues, anchor)


NAMED = [
    ("on May 15th, 2023", "2023-05-15"), ("on 15 May 2023", "2023-05-15"), ("on 2023-05-15", "2023-05-15"),
    ("in May 2023", "2023-05"), ("in Q2 2023", "2023-Q2"), ("in the second quarter of 2023", "2023-Q2"),
    ("in the quarter that ended on December 31, 2023", "2023-Q4"),
    ("in the six months ended June 30, 2023", "2023-01/2023-06"), ("in the March 2023 quarter", "2023-Q1"),
    ("in the three months to February 2024", "2023-12/2024-02"), ("in H1 2023", "2023-01/2023-06"),
    ("in the first half of 2022", "2022-01/2022-06"),
    ("in the second half of 2020", "2020-07/2020-12"), ("in the first five months of 2022", "2022-01/2022-05"),
    ("from 2019 to 2021", "2019/2021"), ("in fiscal 2023", "2023"), ("in 2019", "2019"), ("since 1886", "1886"),
]  # fmt: skip
TOLD_BY_THE_ARTICLES_DATE = [
    ("yesterday", "2024-06-11"), ("tomorrow", "2024-06-13"), ("today", "2024-06-12"), ("on Monday", "2024-06-10"),
    ("last month", "2024-05"), ("last year", "2023"), ("this year", "2024"), ("next year", "2025"),
    ("two years ago", "2022"), ("in March", "2024-03"), ("on May 5", "2024-05-05"),
    ("in the fourth quarter", "2023-Q4"), ("in the nine months to September", "2023-01/2023-09"),
    ("in the September quarter", "2023-Q3"), ("in the quarter", "2024-Q1"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value"), [*NAMED, *TOLD_BY_THE_ARTICLES_DATE])
def test_a_date_in_any_usual_form(plain: Language, ontology: Ontology, written: str, value: str) -> None:
    (found,) = dates(f"Halcyra said so {written}.", plain, ontology)
    assert found.value == value


@pytest.mark.parametrize(
    ("before", "named", "value"),
    [
        ("in the first quarter of 2023", "in the quarter", "2023-Q1"), ("in May 2023", "in the month", "2023-05"),
        ("in the first nine months of 2022", "over the period", "2022-01/2022-09"), ("in 2021", "for the year", "2021"),
        ("in the first half of 2022", "in the half-year", "2022-01/2022-06"),
    ],
)  # fmt: skip
def test_a_period_named_again(plain: Language, ontology: Ontology, before: str, named: str, value: str) -> None:
    found = dates(f"Halcyra sold ten cars {before}. It lost money {named}.", plain, ontology)
    assert [d.value for d in found] == [value, value]


@pytest.mark.parametrize("written", ["in the month", "for the year", "Car of the Year", "in the year to March"])
def test_a_period_that_nothing_tells(plain: Language, ontology: Ontology, written: str) -> None:
    assert not any(d.value for d in dates(f"Halcyra said so {written}.", plain, ontology, "") if d.kind == "period")


@pytest.mark.parametrize(
    ("written", "edge"),
    [("by the end of 2024", "by"), ("in early 2024", "early"), ("since 2024", "since"), ("in 2024", "")],
)
def test_the_edge_of_a_period(plain: Language, ontology: Ontology, written: str, edge: str) -> None:
    (found,) = dates(f"Halcyra said so {written}.", plain, ontology)
    assert (found.value, found.edge) == ("2024", edge)


@pytest.mark.parametrize("text", ["It sold 1899 cars.", "It costs 2,020 yuan.", "It costs €2020."])
def test_other_numbers_are_no_years(plain: Language, ontology: Ontology, text: str) -> None:
    assert dates(text, plain, ontology) == ()


def test_without_the_articles_date_the_text_itself_may_tell_it(plain: Language, ontology: Ontology) -> None:
    text = "Ostby, June 12, 2024. Halcyra grew last month."
    assert infer_anchor(text, ontology.cues) == WRITTEN
    assert [d.value for d in dates(text, plain, ontology, anchor="")] == [WRITTEN, "2024-05"]


def test_what_nothing_tells_has_no_value(plain: Language, ontology: Ontology) -> None:
    assert [d.value for d in dates("Halcyra grew last month.", plain, ontology, anchor="")] == [""]


@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)), form=st.integers(0, 3))
def test_a_day_in_any_usual_form_is_read_back(plain: Language, ontology: Ontology, day: date, form: int) -> None:
    month = MONTHS[day.month - 1]
    forms = (
        day.isoformat(),
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}",
    )
    (found,) = dates(f"It came on {forms[form]} at last.", plain, ontology)
    assert found.value == day.isoformat()


@given(
    st.text(
        st.one_of(st.sampled_from(" 0123456789-/.,QHMayJune年月"), st.characters(exclude_categories=["Cs"])),
        max_size=60,
    )
)
def test_any_text_has_sound_dates(plain: Language, ontology: Ontology, text: str) -> None:
    found = dates(text, plain, ontology)
    assert all(0 <= d.begin < d.end <= len(text) for d in found)
    assert [d.begin for d in found] == sorted(d.begin for d in found)
