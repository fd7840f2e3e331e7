from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.folding import folded
from tests.fuzz import targets


@given(st.text(alphabet=st.sampled_from("aSsKkIi\u017f\u212a\u0130\u0131"), min_size=1, max_size=6))
def test_what_a_pattern_finds_can_be_looked_up(text: str) -> None:
    for known in ("mission", "kia", "ski"):
        if re.fullmatch(known, text, re.IGNORECASE):
            assert folded(text) == known


@pytest.mark.parametrize(
    "text",
    [
        "The pump draws 20 mA at a C-rate of 2 C-rate.",
        "It sold at lea\u017ft 5 m\u0131llion cars, up 3 \u212aW and 2 M\u0130LLION, in \u017fpring 2023.",
        "From \u017fummer 2021 unt\u0131l winter 2022 \u017fix plants; 7 m\u0131les, 8 \u212am, 4 \u017feconds.",
    ],
)
def test_letters_that_only_look_alike_cost_no_article(text: str) -> None:
    targets.annotate(text)
