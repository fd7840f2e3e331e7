from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.sentences import sentences


def pieces(text: str, *starts: int) -> list[str]:
    return [text[s.begin : s.end] for s in sentences(text, starts)]


def test_the_parser_cuts_lines_into_sentences() -> None:
    assert pieces("One. Two.\nThree", 0, 5) == ["One.", "Two.", "Three"]


def test_a_line_break_ends_a_sentence_that_the_parser_would_go_on_with() -> None:
    assert pieces("A title without a stop\nThe text begins", 0) == ["A title without a stop", "The text begins"]


def test_a_bullet_within_a_line_begins_a_sentence() -> None:
    assert pieces("Plants: * Wold * Tarn, Marl", 0) == ["Plants:", "* Wold", "* Tarn, Marl"]
    assert pieces("• Power: 3 kW • Weight", 0) == ["• Power: 3 kW", "• Weight"]
    assert pieces("3 * 4 boxes at a price* of 5", 0) == ["3 * 4 boxes at a price* of 5"]


def test_blanks_and_empty_lines_belong_to_no_sentence() -> None:
    assert pieces("  One. \n\n \t\n  Two ", 0, 2, 11) == ["One.", "Two"]
    assert pieces(" \n\t\n") == []


def test_bounds_may_come_in_any_order_and_twice() -> None:
    assert pieces("One. Two. Six.", 10, 0, 5, 5) == ["One.", "Two.", "Six."]


@given(st.text(alphabet="ab. \n\t é中", max_size=50), st.lists(st.integers(0, 60)))
def test_sentences_are_ordered_whole_and_on_one_line(text: str, starts: list[int]) -> None:
    found = sentences(text, starts)
    for s in found:
        piece = text[s.begin : s.end]
        assert 0 <= s.begin < s.end <= len(text)
        assert piece == piece.strip()
        assert "\n" not in piece
    assert all(a.end <= b.begin for a, b in pairwise(found))
    assert "".join("".join(text[s.begin : s.end] for s in found).split()) == "".join(text.split())
