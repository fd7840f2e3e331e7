from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from kg.annotate.lists import Lists
from kg.errors import OntologyInvalid
from kg.ontology import load_ontology
from tests.annotate.support import marked, split

TYPES = {
    "Dune": "Model", "Nib": "Model", "Marl": "Technology", "Opal": "Technology", "Halcyra": "Company",
    "Tarn": "Company", "Ostby": "Place", "Ada_Quill": "Person",
}  # fmt: skip


def said(text: str) -> list[tuple[str, str, str]]:
    plain, mentions, entities = marked(text, **TYPES)
    hits = list(Lists(load_ontology(lexicon=False)).find(plain, split(plain), mentions, entities))
    return [(mentions[h.subject].text, h.relation, mentions[h.object].text) for h in hits]


def uses(text: str) -> list[tuple[str, str]]:
    found = said(text)
    assert {relation for _, relation, _ in found} <= {"usesTechnology"}
    return [(subject, object_) for subject, _, object_ in found]


@pytest.mark.parametrize(
    "bullet", ["- ", "  - ", "• ", "* ", "\t– ", "3. ", "12) ", "Battery: ", "Driver aids (basic): "]
)
def test_what_a_list_holds_is_used_by_what_heads_it(bullet: str) -> None:
    text = f"Key figures of the [Dune]\n{bullet}[Marl] cells\n{bullet}[Opal]"
    assert uses(text) == [("Dune", "Marl"), ("Dune", "Opal")]


def test_the_sentence_is_that_of_the_item() -> None:
    plain, mentions, entities = marked("[Dune]\n- [Marl]\n- [Opal]", **TYPES)
    sentences = split(plain)
    for hit in Lists(load_ontology(lexicon=False)).find(plain, sentences, mentions, entities):
        at = sentences[hit.sentence]
        assert at.begin <= mentions[hit.object].begin < at.end


def test_each_heading_begins_a_list_of_its_own() -> None:
    text = "[Dune]\n- [Marl]\n[Nib]\n- [Opal]"
    assert uses(text) == [("Dune", "Marl"), ("Nib", "Opal")]


def test_a_heading_without_names_leaves_it_to_the_one_above() -> None:
    text = "[Dune]\n\nEquipment\n\n- [Marl]\n\nPrices\n\n- 4 crowns\n\n[Nib]\n\nEquipment\n\n- [Opal]"
    assert uses(text) == [("Dune", "Marl"), ("Nib", "Opal")]


def test_a_line_that_ends_in_a_colon_may_name_several() -> None:
    assert uses("The [Dune] and the [Nib] have it all, such as:\n- [Marl]") == [("Dune", "Marl"), ("Nib", "Marl")]


@pytest.mark.parametrize(
    "text",
    [
        "The [Dune] and the [Nib]\n- [Marl]",
        "[Halcyra] in figures\n- [Marl]",
        "[Dune]\n[Marl]",
        "- [Marl]\n[Dune]",
        "[Dune]\n- 4 doors\nIt is said to sell well in every town and in every land, by all who know.\n- [Marl]",
        "The [Dune] was shown. More than a thousand people came to see what is in it.\n- [Marl]",
    ],
)
def test_lists_without_one_model_at_their_head_say_nothing(text: str) -> None:
    assert uses(text) == []


def test_a_line_of_several_sentences_does_not_end_the_list() -> None:
    assert uses("[Dune]\n- Light. It has [Marl]. It is cheap.\n- [Opal]") == [("Dune", "Marl"), ("Dune", "Opal")]


def test_words_over_a_list_say_what_it_holds() -> None:
    assert said("Here are the plants of [Halcyra].\n\n1. [Ostby] (from May)\n2. Elsewhere") == [
        ("Halcyra", "locatedIn", "Ostby")
    ]
    assert said("Let's see the whole range of [Halcyra] cars.\n- [Dune]\n- New [Nib], larger than the [Dune]") == [
        ("Halcyra", "makes", "Dune"),
        ("Halcyra", "makes", "Nib"),
    ]
    assert said("The suppliers of [Halcyra]:\n- [Tarn]") == [("Tarn", "supplies", "Halcyra")]
    assert said("What [Halcyra] thinks:\n- [Ostby]\n- [Dune]\n- [Tarn]") == []


def test_the_words_before_a_colon_say_what_follows() -> None:
    text = "[Dune]\nManufacturer: [Halcyra]\nBattery supplier: [Tarn]\nRivals: [Nib]\nMade by hand: [Tarn]"
    assert said(text) == [
        ("Halcyra", "makes", "Dune"),
        ("Tarn", "supplies", "Dune"),
        ("Dune", "competesWith", "Nib"),
    ]
    assert said("About [Halcyra]\n- Chief designer: [Ada Quill]\n- HQ: [Ostby]") == [
        ("Ada Quill", "worksFor", "Halcyra"),
        ("Halcyra", "locatedIn", "Ostby"),
    ]


def test_what_is_before_the_colon_is_the_role() -> None:
    plain, mentions, entities = marked("[Halcyra]\nChief designer: [Ada Quill]", **TYPES)
    hits = Lists(load_ontology(lexicon=False)).find(plain, split(plain), mentions, entities)
    assert [hit.role for hit in hits] == ["Chief designer"]


def test_tables_are_read_by_column_and_by_row() -> None:
    table = "Feature | [Dune] | [Nib]\nChassis | [Marl] | steel\nScreen | glass | [Opal]"
    assert uses(table) == [("Dune", "Marl"), ("Nib", "Opal")]
    table = "Car | Chassis | Screen\n[Dune] | [Marl] | glass\n[Nib] | steel | [Opal]"
    assert uses(table) == [("Dune", "Marl"), ("Nib", "Opal")]


def test_nothing_is_listed_in_nothing() -> None:
    assert uses("") == []
    assert uses("[Dune]") == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"relation": "makes", "head": [], "confidence": 1}, "list 1 has no item"),
        ({"relation": "eats", "head": [], "item": [], "confidence": 1}, "'eats'"),
        ({"relation": "makes", "head": [], "item": [], "confidence": 1, "over": "("}, "list 1"),
    ],
)
def test_a_rule_that_cannot_work_is_told(row: dict[str, object], message: str) -> None:
    ontology = load_ontology(lexicon=False)
    cues = MappingProxyType({**ontology.cues, "relations": {"list": [row]}})
    with pytest.raises(OntologyInvalid, match=message):
        Lists(replace(ontology, cues=cues))
