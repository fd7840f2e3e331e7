from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Sentence
from kg.train.augment import Renamer
from kg.train.samples import Figure, Sample, Span, written_samples
from tests.annotate.support import split
from tests.train.conftest import ARTICLES, Parse

NAMES = ["Quorvine Motors", "Tessaly", "Harnett Oyle", "Braxby", "Umberline"]
KEPT = {"Motor", "Motors", "Group"}


@pytest.fixture(scope="module")
def renamer() -> Renamer:
    return Renamer(NAMES, KEPT)


def surfaces(sample: Sample) -> list[str]:
    return [sample.text[s.begin : s.end] for s in sample.spans]


def test_names_are_replaced_and_everything_else_stays(renamer: Renamer, sample: Sample) -> None:
    other = renamer.rename(sample, random.Random(1))
    assert "Velmora" not in other.text
    assert "Lena" not in other.text
    assert "Hangzhou" in other.text
    assert "139,800 yuan" in other.text
    assert "chief executive of" in other.text
    assert (other.id, other.types, other.negatives, set(other.relations)) == (
        sample.id, sample.types, sample.negatives, set(sample.relations),
    )  # fmt: skip


def test_one_word_is_replaced_by_one_word_throughout(renamer: Renamer, sample: Sample) -> None:
    pairs = set(
        zip(
            " ".join(surfaces(sample)).split(),
            " ".join(surfaces(renamer.rename(sample, random.Random(2)))).split(),
            strict=True,
        )
    )
    assert len({old for old, _ in pairs}) == len(pairs)
    assert ("Motor", "Motor") in pairs
    assert ("The", "The") in pairs


def test_offsets_move_with_the_text(renamer: Renamer, sample: Sample) -> None:
    other = renamer.rename(sample, random.Random(3))
    assert [other.text[b:e] for b, e in other.roles] == ["chief executive"]
    old = [sample.text[s.begin : s.end] for s in sample.sentences]
    new = [other.text[s.begin : s.end] for s in other.sentences]
    assert [len(s.split()) for s in old] == [len(s.split()) for s in new]
    assert [s.strip() for s in new] == new


def test_the_same_seed_gives_the_same_names(renamer: Renamer, sample: Sample) -> None:
    assert renamer.rename(sample, random.Random(4)) == renamer.rename(sample, random.Random(4))
    assert renamer.rename(sample, random.Random(4)).text != renamer.rename(sample, random.Random(5)).text


@given(st.text(alphabet="AbC x5.\n", max_size=40), st.integers(0, 40), st.integers(1, 9), st.integers(0, 9))
def test_any_text_is_renamed_in_its_spans_alone(text: str, begin: int, size: int, seed: int) -> None:
    begin = min(begin, len(text))
    end = min(begin + size, len(text))
    sample = Sample("a", text, (Sentence(0, len(text)),), (Span(begin, end, 0),), (("Company",),), {},
                    figures=(Figure(end, len(text), ()),))  # fmt: skip
    other = Renamer(NAMES, KEPT).rename(sample, random.Random(seed))
    (span,), (figure,) = other.spans, other.figures
    assert other.text[: span.begin] == text[:begin]
    assert other.text[span.end :] == text[end:]
    assert other.text[figure.begin : figure.end] == text[end:]
    assert [c.isspace() for c in other.text[span.begin : span.end] if c.isspace()] == [
        True for c in text[begin:end] if c.isspace()
    ]


def test_the_projects_articles_keep_their_shape(parse: Parse) -> None:
    samples = written_samples(ARTICLES, parse, split)[::12]
    renamer = Renamer([name for s in samples for name in surfaces(s)], KEPT)
    rng = random.Random(1)
    for sample in samples:
        other = renamer.rename(sample, rng)
        assert [len(s.split()) for s in surfaces(other)] == [len(s.split()) for s in surfaces(sample)]
        references = [(n, other.text[s.begin : s.end]) for n, s in enumerate(other.spans) if s.anaphor]
        names = [s for s in sample.spans if not s.anaphor]
        for n, reference in references:
            whole = sample.spans[n]
            if not any(whole.begin <= s.begin and s.end <= whole.end for s in names):
                assert reference == sample.text[whole.begin : whole.end]
