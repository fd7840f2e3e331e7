"""What is cut and what is marked in a sentence."""

from __future__ import annotations

import pytest

from kg.view.marks import clip, number_span, window


@pytest.mark.parametrize(
    ("sentence", "value", "expected"),
    [
        ("It costs 139,800 yuan.", 139800, "139,800"),
        ("It costs 139800 yuan.", 139800, "139800"),
        ("Revenue was 20.2 billion yuan.", 20_200_000_000, "20.2"),
        ("Sales fell 61.71 % in May.", -61.71, "61.71"),
        ("It costs 58.800 yuan.", 58800, "58.800"),
        ("In 2023 it sold 5,006 cars and 12 buses.", 5006, "5,006"),
        ("From 130,000-170,000 yuan.", 170000, "170,000"),
        ("A range of 1 200 km.", 1200, "1 200"),
        ("It has 3 engines and costs 30,000 euro.", 30000, "30,000"),
        ("Ten million were sold.", 10_000_000, None),
        ("It was shown on May 15, 2023.", "2023-05-15", None),
        ("Nothing was sold: 0.", 0, None),
        ("Numbers such as 1.2.3.4 and , . are no trouble", 77, None),
        (f"No float holds {'9' * 400} or {'9' * 400}.5, but 30,000", 30000, "30,000"),
        (f"It is 1{'0' * 200} times larger", 1e-200, None),
    ],
)
def test_number_is_found_in_its_sentence(sentence: str, value: float | str, expected: str | None) -> None:
    span = number_span(sentence, value)
    assert (sentence[slice(*span)] if span else None) == expected


def test_window_of_a_short_sentence_is_all_of_it() -> None:
    assert window(120, [(100, 110)]) == (0, 120)


@pytest.mark.parametrize("first", [0, 150, 5_000, 19_990])
def test_window_of_an_endless_sentence_holds_its_first_mention(first: int) -> None:
    begin, end = window(20_000, [(first, first + 5), (first + 8, first + 9)], limit=900)
    assert end - begin == 900
    assert begin <= first < end


def test_clip_says_that_it_cut() -> None:
    assert clip("abc", 3) == "abc"
    assert clip("abcd", 3) == "ab…"
