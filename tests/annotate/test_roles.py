from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from kg.annotate.encoding import encode
from kg.annotate.pairs import Spot
from kg.annotate.roles import Role, role_of, tagged_roles
from tests.annotate.support import split


def tag(tokenizer: Tokenizer, text: str, *spans: str) -> tuple[Role, ...]:
    """The roles that are read off probabilities which mark each span."""
    encoding = encode(tokenizer, text, split(text))
    roles = np.zeros((len(encoding.ids), 3), np.float32)
    roles[:, 0] = 0.5
    for span in spans:
        begin = text.index(span)
        for n, (b, e) in enumerate(encoding.spans.tolist()):
            if b < begin + len(span) and begin < e:
                roles[n, 1 if b <= begin else 2] = 1
    return tagged_roles(text, encoding, roles)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("Mira Oster, chief designer of Halcyra", "chief designer", "chief designer"),
        ("She is the head of design.", "the head of design.", "head of design"),
        ("its “deputy chair”,", "its “deputy chair”", "deputy chair"),
        ("She is CEO", "CEO", "CEO"),
    ],
)
def test_roles_are_read_without_articles_and_marks(tokenizer: Tokenizer, text: str, span: str, expected: str) -> None:
    assert [r.text for r in tag(tokenizer, text, span)] == [expected]


def test_roles_end_with_their_sentence(tokenizer: Tokenizer) -> None:
    roles = tag(tokenizer, "A new chair\nHead of sales", "chair\nHead of sales")
    assert [(r.text, r.sentence) for r in roles] == [("chair", 0), ("Head of sales", 1)]


def test_roles_side_by_side_are_two(tokenizer: Tokenizer) -> None:
    assert [r.text for r in tag(tokenizer, "As chair founder", "chair", "founder")] == ["chair", "founder"]


def test_mere_marks_and_articles_are_no_role(tokenizer: Tokenizer) -> None:
    assert tag(tokenizer, "so, the", ",") == ()
    assert tag(tokenizer, "") == ()


def test_the_role_is_the_nearest_to_both_ends() -> None:
    near, far = Role("chair", 4, 4, 0), Role("designer", 30, 31, 0)
    assert role_of(Spot(1, 2, 0, 0), Spot(6, 6, 1, 0), [far, near]) == "chair"
    assert role_of(Spot(33, 34, 0, 0), Spot(28, 28, 1, 0), [far, near]) == "designer"


def test_a_role_of_another_sentence_is_none_of_theirs() -> None:
    assert role_of(Spot(1, 2, 0, 0), Spot(6, 6, 1, 1), [Role("chair", 9, 9, 2)]) == ""
    assert role_of(Spot(1, 2, 0, 0), Spot(6, 6, 1, 2), [Role("chair", 9, 9, 2)]) == "chair"
    assert role_of(Spot(1, 2, 0, 0), Spot(6, 6, 1, 0), []) == ""


def test_a_role_that_is_part_of_another_is_none(tokenizer: Tokenizer) -> None:
    text = "the design vice president"
    encoding = encode(tokenizer, text, split(text))
    roles = np.zeros((len(encoding.ids), 3), np.float32)
    starts = np.flatnonzero(encoding.starts)
    roles[starts[1], 1] = roles[starts[2], 1] = roles[starts[3], 2] = 1
    assert [r.text for r in tagged_roles(text, encoding, roles)] == ["design", "vice president"]
    widened = tagged_roles(text, encoding, roles, lambda begin, end: (min(begin, 4), end))
    assert [r.text for r in widened] == ["design vice president"]
