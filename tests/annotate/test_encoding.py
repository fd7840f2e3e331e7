from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kg.annotate.encoding import CASES, WINDOW, Encoding, encode, lexicon_classes, place
from kg.annotate.labels import TYPES
from kg.annotate.lexicon import Lexicon
from tests.annotate.support import concept, split

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80)


def of(tokenizer: Tokenizer, text: str) -> Encoding:
    return encode(tokenizer, text, split(text))


def test_tokens_point_to_their_characters(tokenizer: Tokenizer) -> None:
    text = "Ab c.\n  De 12!"
    encoding = of(tokenizer, text)
    assert [text[b:e] for b, e in encoding.spans] == ["A", "b", "c", ".", "D", "e", "1", "2", "!"]
    assert encoding.starts.tolist() == [True, False, True, True, True, False, True, False, True]
    assert encoding.sentences.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("acme", "Acme"), ("Acme", "ACME"), ("acme", "x5"), ("5", "five"), (".", "a"), ("iPhone", "iphone")],
)
def test_case_tells_words_apart_that_an_uncased_vocabulary_does_not(tokenizer: Tokenizer, one: str, other: str) -> None:
    first, second = (of(tokenizer, f"the {word} here").cases for word in (one, other))
    assert first[3] != second[3]


def test_the_first_word_of_a_sentence_has_a_case_of_its_own(tokenizer: Tokenizer) -> None:
    text = "Acme and Acme"
    encoding = of(tokenizer, text)
    assert encoding.cases[0] != encoding.cases[-1]


@given(text=WORDS)
def test_any_text_is_covered_in_order(tokenizer: Tokenizer, text: str) -> None:
    sentences = split(text)
    encoding = encode(tokenizer, text, sentences)
    n = len(encoding.ids)
    assert encoding.spans.shape == (n, 2)
    assert len(encoding.cases) == len(encoding.starts) == len(encoding.sentences) == n
    assert set(encoding.cases.tolist()) <= set(range(CASES))
    for (begin, end), number in zip(encoding.spans.tolist(), encoding.sentences.tolist(), strict=True):
        assert sentences[number].begin <= begin <= end <= sentences[number].end
    assert all(a[0] <= b[0] for a, b in pairwise(encoding.spans.tolist()))
    covered = {k for begin, end in encoding.spans.tolist() for k in range(begin, end)}
    assert not [c for k, c in enumerate(text) if c.isascii() and c.isalnum() and k not in covered]
    assert _tiled(encoding)


@settings(max_examples=40)
@given(lengths=st.lists(st.integers(1, 900), min_size=1, max_size=8))
def test_windows_tile_the_tokens_of_long_texts(tokenizer: Tokenizer, lengths: list[int]) -> None:
    text = "\n".join("x " * n for n in lengths)
    encoding = of(tokenizer, text)
    assert len(encoding.ids) == sum(lengths)
    assert _tiled(encoding)


def _tiled(encoding: Encoding) -> bool:
    """Every token is kept from exactly one window, which holds it; no window is too long."""
    kept = [k for w in encoding.windows for k in range(w.keep_begin, w.keep_end)]
    inside = all(w.begin <= w.keep_begin < w.keep_end <= w.end and w.end - w.begin <= WINDOW for w in encoding.windows)
    return inside and kept == list(range(len(encoding.ids)))


def test_windows_begin_and_end_with_sentences_where_they_can(tokenizer: Tokenizer) -> None:
    encoding = of(tokenizer, "\n".join("x " * 50 for _ in range(20)))
    assert len(encoding.windows) > 1
    assert all(w.begin % 50 == 0 for w in encoding.windows)
    assert all(w.end % 50 == 0 for w in encoding.windows)


def test_windows_overlap_so_that_kept_tokens_have_context(tokenizer: Tokenizer) -> None:
    encoding = of(tokenizer, "x " * 2000)
    assert all(b.begin < b.keep_begin == a.keep_end < a.end for a, b in pairwise(encoding.windows))


def test_place_gives_the_tokens_of_a_stretch(tokenizer: Tokenizer) -> None:
    text = "Ab cd.\nEf gh"
    encoding = of(tokenizer, text)
    spot = place(encoding, text.index("cd"), text.index("cd") + 2, 7)
    assert spot is not None
    assert (spot.begin, spot.last, spot.entity, spot.sentence) == (2, 3, 7, 0)
    later = place(encoding, text.index("Ef"), len(text), 0)
    assert later is not None
    assert (later.begin, later.last, later.sentence) == (5, 8, 1)


def test_place_of_what_has_no_token_is_none(tokenizer: Tokenizer) -> None:
    encoding = of(tokenizer, "Ab  cd")
    assert place(encoding, 2, 4, 0) is None
    assert place(encoding, 6, 9, 0) is None
    assert place(of(tokenizer, ""), 0, 1, 0) is None


@given(text=WORDS, begin=st.integers(0, 80), size=st.integers(1, 20))
def test_place_holds_exactly_the_tokens_that_overlap(tokenizer: Tokenizer, text: str, begin: int, size: int) -> None:
    encoding = of(tokenizer, text)
    spot = place(encoding, begin, begin + size, 0)
    over = [n for n, (b, e) in enumerate(encoding.spans.tolist()) if b < begin + size and begin < e]
    assert over == ([] if spot is None else list(range(spot.begin, spot.last + 1)))


def test_lexicon_names_mark_their_tokens_with_class_and_beginning(tokenizer: Tokenizer) -> None:
    text = "An Acme X1 of Acme"
    acme = concept("company/acme", "Acme")
    classes = lexicon_classes(of(tokenizer, text), Lexicon([acme]).find(text))
    kind = TYPES.index("Company")
    expected = [0, 0, 1 + 2 * kind, *[2 + 2 * kind] * 3, 0, 0, 0, 0, 1 + 2 * kind, *[2 + 2 * kind] * 3]
    assert classes.tolist() == expected


def test_classes_that_the_network_does_not_tag_are_left_unmarked(tokenizer: Tokenizer) -> None:
    text = "Off Hornby"
    farm = concept("windfarm/hornby", "Hornby", types="WindFarm")
    assert not lexicon_classes(of(tokenizer, text), Lexicon([farm]).find(text)).any()
