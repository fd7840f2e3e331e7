from __future__ import annotations

import pytest

from kg.annotate.lists import listed
from tests.annotate.support import marked, split

TYPES = {"Dune": "Model", "Nib": "Model", "Marl": "Technology", "Opal": "Technology", "Halcyra": "Company"}


def uses(text: str) -> list[tuple[str, str]]:
    plain, mentions, entities = marked(text, **TYPES)
    hits = list(listed(plain, split(plain), mentions, entities))
    assert {h.relation for h in hits} <= {"usesTechnology"}
    lines = split(plain)
    assert all(lines[h.sentence].begin <= mentions[h.object].begin < lines[h.sentence].end for h in hits)
    return [(mentions[h.subject].text, mentions[h.object].text) for h in hits]


@pytest.mark.parametrize(
    "bullet", ["- ", "  - ", "• ", "* ", "\t– ", "3. ", "12) ", "Battery: ", "Driver aids (basic): "]
)
def test_what_a_list_holds_is_used_by_what_heads_it(bullet: str) -> None:
    text = f"Key figures of the [Dune]\n{bullet}[Marl] cells\n{bullet}[Opal]"
    assert uses(text) == [("Dune", "Marl"), ("Dune", "Opal")]


def test_each_heading_begins_a_list_of_its_own() -> None:
    text = "[Dune]\n- [Marl]\n[Nib]\n- [Opal]"
    assert uses(text) == [("Dune", "Marl"), ("Nib", "Opal")]


@pytest.mark.parametrize(
    "text",
    [
        "The [Dune] and the [Nib]\n- [Marl]",
        "[Halcyra] in figures\n- [Marl]",
        "[Dune]\n[Marl]",
        "- [Marl]\n[Dune]",
        "[Dune]\nAnd more\n- [Marl]",
        "[Dune]\n- 4 doors\nIt is said to sell well in every town and in every land, by all who know.\n- [Marl]",
    ],
)
def test_lists_without_one_model_at_their_head_say_nothing(text: str) -> None:
    assert uses(text) == []


def test_a_line_of_several_sentences_does_not_end_the_list() -> None:
    assert uses("[Dune]\n- Light. It has [Marl]. It is cheap.\n- [Opal]") == [("Dune", "Marl"), ("Dune", "Opal")]


def test_a_heading_is_short_and_no_sentence() -> None:
    assert uses("The [Dune] was shown.\n- [Marl]") == []
    assert uses("All that is new in and on and under and around the one and only " + "[Dune]\n- [Marl]") == []


def test_nothing_is_listed_in_nothing() -> None:
    assert uses("") == []
    assert uses("[Dune]") == []
