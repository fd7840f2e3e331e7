from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kg.annotate.encoding import encode
from kg.annotate.labels import TYPES
from kg.annotate.lexicon import Lexicon
from kg.annotate.names import Name, joined, nests, spread, tagged, trimmed, whole_words
from kg.ontology import Concept
from tests.annotate.support import concept, name, split

HALCYRA = concept("company/halcyra", "Halcyra")


def tag(tokenizer: Tokenizer, text: str, *spans: tuple[str, str, float]) -> list[Name]:
    """What `tagged` makes of probabilities that give each span (surface, class, probability)."""
    encoding = encode(tokenizer, text, split(text))
    tags = np.zeros((len(encoding.ids), 1 + 2 * len(TYPES)), np.float32)
    tags[:, 0] = 1
    for surface, type_, p in spans:
        begin, end = text.index(surface), text.index(surface) + len(surface)
        for n, (b, e) in enumerate(encoding.spans.tolist()):
            if b < end and begin < e:
                tags[n] = 0
                tags[n, (1 if b <= begin else 2) + 2 * TYPES.index(type_)] = p
                tags[n, 0] = 1 - p
    return tagged(text, encoding, tags)


def test_tagged_words_make_names_with_class_and_mean_probability(tokenizer: Tokenizer) -> None:
    text = "Ms Tarn of Halcyra Motors spoke"
    found = tag(tokenizer, text, ("Tarn", "Person", 0.9), ("Halcyra Motors", "Company", 0.7))
    assert [(n.text, n.type, round(n.confidence, 3), n.found_by) for n in found] == [
        ("Tarn", "Person", 0.9, "tagger"),
        ("Halcyra Motors", "Company", 0.7, "tagger"),
    ]
    assert all(text[n.begin : n.end] == n.text for n in found)


def test_names_beside_each_other_stay_apart(tokenizer: Tokenizer) -> None:
    found = tag(tokenizer, "Halcyra Dune", ("Halcyra", "Company", 0.8), ("Dune", "Model", 0.8))
    assert [n.text for n in found] == ["Halcyra", "Dune"]
    found = tag(tokenizer, "Halcyra Tarn", ("Halcyra", "Company", 0.8), ("Tarn", "Company", 0.8))
    assert [n.text for n in found] == ["Halcyra", "Tarn"]


def test_no_tagged_name_runs_into_the_next_sentence(tokenizer: Tokenizer) -> None:
    found = tag(tokenizer, "By Halcyra\nMotors sell", ("Halcyra\nMotors", "Company", 0.9))
    assert [n.text for n in found] == ["Halcyra", "Motors"]


def test_what_is_more_probably_no_name_is_none(tokenizer: Tokenizer) -> None:
    assert tag(tokenizer, "By Halcyra", ("Halcyra", "Company", 0.45)) == []
    assert tag(tokenizer, "no names", *()) == []


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("a nickel-free battery", "free battery", "nickel-free battery"),
        ("the Dune SR+ sells", "Dune SR", "Dune SR+"),
        ("in Nan’an today", "Nan", "Nan’an"),
        ("the Marl Engine 5.1, new", "Marl Engine 5", "Marl Engine 5.1"),
        ("the i.MX 95 runs", "MX 95", "i.MX 95"),
        ("of the Dune 5. It", "Dune 5", "Dune 5"),
        ("Halcyra’s Dune", "Halcyra", "Halcyra"),
        ("Tarn’ll come", "Tarn", "Tarn"),
        ("pre-Dune times", "Dune", "Dune"),
        ("a nickel-free battery", "-free battery", "nickel-free battery"),
        ("the R&D Center", "D Center", "R&D Center"),
        ("the R&D Center", "&D Center", "R&D Center"),
        ("a 3-phase motor", "-phase motor", "-phase motor"),
        ("Dune+Tarn", "Dune", "Dune"),
    ],
)
def test_no_word_is_cut_in_two(text: str, found: str, expected: str) -> None:
    begin, end = whole_words(text, text.index(found), text.index(found) + len(found))
    assert text[begin:end] == expected


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Halcyra’s", "Halcyra"), ("Halcyra'", "Halcyra"), ('"Dune"', "Dune"), ("(Dune)", "Dune"), ("Dune,", "Dune"),
        ("Dune (Long)", "Dune (Long)"), ("Dune (Long", "Dune"), ("Dune - (Long", "Dune"),
        ("Dune (Long)’s", "Dune (Long)"), ("–", ""), ("’s Dune", "Dune"), ("s Dune", "Dune"),
        ('Dune Series" model', "Dune Series"), ('Dune "Long Run" S', 'Dune "Long Run" S'),
    ],
)  # fmt: skip
def test_edges_that_belong_to_the_sentence(surface: str, expected: str) -> None:
    assert trimmed(Name(3, 3 + len(surface), surface, "Model", 0.5, "tagger")).text == expected


@given(st.text(max_size=5), st.text(alphabet="aS5 ()[]'’\"“”.,;:-–s", max_size=14), st.text(max_size=5))
def test_a_trimmed_name_is_what_stands_there(before: str, surface: str, after: str) -> None:
    whole = Name(len(before), len(before) + len(surface), surface, "Model", 0.5, "tagger")
    cut = trimmed(whole)
    assert whole.begin <= cut.begin <= cut.end <= whole.end
    assert (before + surface + after)[cut.begin : cut.end] == cut.text
    assert trimmed(cut).text == cut.text or "'" in cut.text or "’" in cut.text or "(" in cut.text


def join(text: str, found: list[Name], *concepts: Concept, patterns: bool = False) -> list[tuple[str, str, str]]:
    names = joined(text, found, Lexicon(concepts).find(text), patterns=patterns)
    return [(n.text, n.type, n.concept) for n in names]


def test_a_tagged_name_takes_the_concept_of_the_lexicon() -> None:
    text = "By Halcyra"
    assert join(text, [name(text, "Halcyra", "Brand", 0.5)], HALCYRA) == [("Halcyra", "Company", "company/halcyra")]


def test_a_sure_tagger_decides_on_the_class() -> None:
    text = "By Halcyra"
    assert join(text, [name(text, "Halcyra", "Place", 0.9)], HALCYRA)[0][1] == "Place"


def test_the_longer_name_wins() -> None:
    text = "The Halcyra Motors plant"
    longer = concept("company/halcyra", "Halcyra Motors")
    assert join(text, [name(text, "Halcyra", "Company")], longer) == [("Halcyra Motors", "Company", "company/halcyra")]
    assert join(text, [name(text, "Halcyra Motors", "Company")], HALCYRA) == [("Halcyra Motors", "Company", "")]


def test_a_maker_in_front_of_its_product_is_kept_beside_it() -> None:
    text = "The Halcyra Dune"
    assert join(text, [name(text, "Halcyra Dune", "Model")], HALCYRA) == [
        ("Halcyra Dune", "Model", ""),
        ("Halcyra", "Company", "company/halcyra"),
    ]


def test_a_known_name_counts_alone_where_it_is_sure() -> None:
    lidar = concept("technology/lidar", "lidar", types="Technology")
    dune = concept("model/dune", "Dune", types="Model", context="saloon")
    text = "Halcyra fits lidar to the Dune, a saloon"
    assert [s for s, _, _ in join(text, [], HALCYRA, lidar, dune)] == ["Halcyra"]
    assert [s for s, _, _ in join(text, [], HALCYRA, lidar, dune, patterns=True)] == ["Halcyra", "lidar"]


@pytest.mark.parametrize(
    ("outer", "type_", "inner", "expected"),
    [
        ("Acme X1", "Model", "Acme", True), ("Acme-X1", "Model", "Acme", True), ("New Acme X1", "Model", "Acme", False),
        ("AcmeX1", "Model", "Acme", False), ("Acme Tarn", "Person", "Acme", False),
        ("Acme Drive", "Technology", "Acme", True),
    ],
)  # fmt: skip
def test_which_inner_names_stand_for_something(outer: str, type_: str, inner: str, expected: bool) -> None:
    assert nests(name(outer, outer, type_), name(outer, inner, "Company")) is expected


def spreading(text: str, names: list[Name], *known: Concept) -> list[tuple[str, str, str]]:
    found = spread(text, names, {n: c for c in known for n in c.names})
    assert all(text[n.begin : n.end] == n.text for n in found)
    return [(n.text, n.type, n.found_by) for n in found]


def test_all_occurrences_of_a_name_are_found() -> None:
    text = "Halcyra grows. Halcyra-built cars, Halcyraland, Halcyra's."
    assert spreading(text, [name(text, "Halcyra", "Company")]) == [
        ("Halcyra", "Company", "tagger"),
        ("Halcyra", "Company", "repetition"),
    ]


def test_one_string_has_the_class_that_most_speaks_for() -> None:
    text = "Dune, Dune and Dune"
    names = [
        name(text, "Dune", t, c, nth=n) for n, (t, c) in enumerate([("Model", 0.5), ("Brand", 0.9), ("Model", 0.5)])
    ]
    assert {t for _, t, _ in spreading(text, names)} == {"Model"}


def test_doubtful_and_common_names_are_not_spread() -> None:
    text = "Dune and dry coating; Dune and dry coating"
    names = [name(text, "Dune", "Model", 0.4), name(text, "dry coating", "Technology", 0.9)]
    assert len(spreading(text, names)) == 2


def test_the_maker_in_front_of_a_product_is_found() -> None:
    text = "Halcyra sells the Halcyra Dune and the Orvo Nib."
    names = [name(text, "Halcyra", "Company"), name(text, "Halcyra Dune", "Model"), name(text, "Orvo Nib", "Model")]
    assert ("Halcyra", "Company", "nested") in spreading(text, names)
    assert ("Orvo", "Company", "nested") in spreading(text, names, concept("company/orvo", "Orvo"))


def test_no_stretch_of_text_is_named_twice() -> None:
    text = "The Halcyra Dune"
    names = joined(text, [name(text, "Halcyra Dune", "Model")], Lexicon([HALCYRA]).find(text), patterns=False)
    found = spread(text, names, {"Halcyra": HALCYRA})
    assert [(n.text, n.concept) for n in found] == [("Halcyra Dune", ""), ("Halcyra", "company/halcyra")]


@given(st.lists(st.sampled_from(["Acme", "Acme X1", "Orvo", "Orvo Nib", "x"]), max_size=8), st.randoms())
def test_spread_names_are_apart_or_nested_in_any_order(words: list[str], random) -> None:  # type: ignore[no-untyped-def]
    text = " by ".join(words)
    kinds = {"Acme": "Company", "Acme X1": "Model", "Orvo": "Brand", "Orvo Nib": "Technology"}
    names, at = [], 0
    for word in words:
        if word in kinds and random.random() < 0.6:
            names.append(Name(at, at + len(word), word, kinds[word], 0.8, "tagger"))
        at += len(word) + 4
    found = spread(text, names, {})
    spans = [(n.begin, n.end) for n in found]
    assert len(set(spans)) == len(spans)
    assert set(names) <= set(found)
    assert not [(a, b) for a in spans for b in spans if a[0] < b[0] < a[1] < b[1]]
    shuffled = list(names)
    random.shuffle(shuffled)
    assert spread(text, shuffled, {}) == found


def test_two_findings_of_one_name_keep_their_order() -> None:
    ways = [Name(0, 4, "Acme", "Company", 0.8, f"way {n}") for n in range(12)]
    assert [n.found_by for n in spread("Acme", ways, {})] == [n.found_by for n in ways]


def test_two_known_technologies_side_by_side_are_two() -> None:
    lexicon = Lexicon(
        [
            concept("technology/lfp", "LFP", types="Technology"),
            concept("technology/blade", "Blade battery", types="Technology"),
        ]
    )
    for text, expected in [
        ("an LFP (LiFePO4) Blade battery", [("LFP (LiFePO4)", ""), ("Blade battery", "technology/blade")]),
        ("an LFP Blade battery", [("LFP", "technology/lfp"), ("Blade battery", "technology/blade")]),
        ("an LFP cell", [("LFP cell", "")]),
    ]:
        found = joined(text, [name(text, text[3:], "Technology")], lexicon.find(text), patterns=False)
        assert [(n.text, n.concept) for n in found] == expected
        assert [n.text for n in found] == [text[n.begin : n.end] for n in found]


def test_a_product_is_known_behind_its_maker_too() -> None:
    lexicon = Lexicon([HALCYRA, concept("model/dune", "Dune", types="Model")])
    text = "the Halcyra Dune"
    found = joined(text, [name(text, "Halcyra Dune", "Model")], lexicon.find(text), patterns=False)
    assert ("Halcyra Dune", "model/dune") in [(n.text, n.concept) for n in found]
    other = "the Great Dune"
    found = joined(other, [name(other, "Great Dune", "Model")], lexicon.find(other), patterns=False)
    assert [(n.text, n.concept) for n in found] == [("Great Dune", "")]


def test_a_word_whose_class_is_in_doubt_parts_no_name(tokenizer: Tokenizer) -> None:
    text = "By Halcyra Motors"
    encoding = encode(tokenizer, text, split(text))
    tags = np.zeros((len(encoding.ids), 1 + 2 * len(TYPES)), np.float32)
    tags[:, 0] = 1
    for n, (begin, _) in enumerate(encoding.spans.tolist()):
        if begin >= 3:
            first = int(begin < 11)
            tags[n] = 0
            tags[n, (1 if first else 2) + 2 * TYPES.index("Person" if first else "Company")] = 0.5 if first else 0.9
            tags[n, (1 if first else 2) + 2 * TYPES.index("Company" if first else "Person")] = 0.4 if first else 0.05
    assert [(n.text, n.type) for n in tagged(text, encoding, tags)] == [("Halcyra Motors", "Company")]
