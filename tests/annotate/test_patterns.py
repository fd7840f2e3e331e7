from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kg.annotate.patterns import LONGEST, Patterns
from kg.errors import OntologyInvalid
from kg.model import Mention, Sentence
from kg.ontology import Ontology
from tests.annotate.support import marked, split

TYPES = {
    "Halcyra": "Company Brand", "Orvo": "Company", "Velo": "Brand", "Dune": "Model", "Nib": "Model",
    "Marl": "Technology", "Opal": "Technology", "Mira_Oster": "Person", "Tarn": "Place", "Wold": "Place",
}  # fmt: skip


@pytest.fixture(scope="module")
def patterns(ontology: Ontology) -> Patterns:
    return Patterns(ontology)


def hits(patterns: Patterns, text: str) -> set[tuple[str, str, str]]:
    """(subject, relation, object) that the patterns find in a text with its names in square brackets."""
    plain, mentions, entities = marked(text, **TYPES)
    found = patterns.find(plain, split(plain), mentions, entities)
    return {(mentions[h.subject].text, h.relation, mentions[h.object].text) for h in found}


SAID = [
    ("[Halcyra]'s new [Dune] is quick", "Halcyra makes Dune"),
    ("The [Dune] was launched by [Halcyra] in May", "Halcyra makes Dune"),
    ("[Orvo] also owns the brand [Velo].", "Orvo ownsBrand Velo"),
    ("[Orvo], a wholly owned subsidiary of [Halcyra], grew", "Orvo subsidiaryOf Halcyra"),
    ("[Nib] is a cheaper version of the [Dune]", "Nib variantOf Dune"),
    ("The [Dune] is equipped with the [Marl] as standard", "Dune usesTechnology Marl"),
    ("[Halcyra] has developed its own [Marl].", "Halcyra develops Marl"),
    ("[Mira Oster], chief designer of [Halcyra], spoke", "Mira_Oster worksFor Halcyra"),
    ("[Orvo] was founded in 2011 by [Mira Oster]", "Mira_Oster founded Orvo"),
    ("[Halcyra] teamed up with [Orvo] on cells", "Halcyra partnersWith Orvo"),
    ("[Orvo] supplies cells to [Halcyra]", "Orvo supplies Halcyra"),
    ("The [Dune] competes with the [Nib]", "Dune competesWith Nib"),
    ("[Opal] is a module of [Marl]", "Opal partOf Marl"),
    ("[Tarn]-based [Halcyra] said", "Halcyra locatedIn Tarn"),
    ("a plant in [Tarn], [Wold].", "Tarn locatedIn Wold"),
    ("[Halcyra] acquired a 12 percent stake in [Orvo]", "Halcyra invests Orvo"),
]


SAID_TOO = [
    ("[Mira Oster], deputy manager of [Velo] brand marketing of [Halcyra]", "Mira_Oster worksFor Halcyra"),
    ("[Halcyra] had applied for more than 40 patents involving driving, [Marl] and cells", "Halcyra develops Marl"),
]


@pytest.mark.parametrize(("text", "expected"), [*SAID, *SAID_TOO])
def test_each_relation_is_found_in_a_plain_wording(patterns: Patterns, text: str, expected: str) -> None:
    subject, relation, object_ = expected.split()
    assert (subject.replace("_", " "), relation, object_) in hits(patterns, text)


def test_every_relation_of_the_ontology_has_a_wording(ontology: Ontology) -> None:
    assert {expected.split()[1] for _, expected in SAID} == set(ontology.relations)


@pytest.mark.parametrize(
    "text",
    [
        "[Dune]. [Halcyra]'s results",
        "[Halcyra] and [Orvo]",
        "[Halcyra] launched in May.\nThe [Dune]",
        "[Mira Oster]'s [Dune]",
        "[Halcyra]'s [Halcyra]",
        "[Wold] makes [Tarn]",
    ],
)
def test_other_wordings_and_classes_say_nothing(patterns: Patterns, text: str) -> None:
    assert hits(patterns, text) == set()


def test_the_role_is_read_with_the_position(patterns: Patterns) -> None:
    plain, mentions, entities = marked("[Mira Oster], head of design at [Halcyra], spoke.", **TYPES)
    (hit,) = patterns.find(plain, split(plain), mentions, entities)
    assert (hit.role, hit.sentence) == ("head of design", 0)


def test_pronouns_count_like_names(patterns: Patterns) -> None:
    plain, mentions, entities = marked("[Halcyra] grew. It has launched the [Dune].", **TYPES)
    it = plain.index("It")
    mentions = (mentions[0], Mention(it, it + 2, "It", 0, "pronoun"), mentions[1])
    (hit,) = patterns.find(plain, split(plain), mentions, entities)
    assert (hit.subject, hit.relation, hit.object, hit.sentence) == (1, "makes", 2, 1)


def test_of_nested_names_the_outer_counts(patterns: Patterns) -> None:
    plain, mentions, entities = marked("[Orvo]'s [Dune]", **TYPES)
    inner = replace(mentions[1], end=mentions[1].begin + 2, text="Du", entity=0)
    (hit,) = patterns.find(plain, split(plain), (*mentions, inner), entities)
    assert (hit.subject, hit.object) == (0, 1)


def test_marks_of_the_article_are_not_mistaken_for_names(patterns: Patterns) -> None:
    assert hits(patterns, "‹7›'s ‹8›, [Tarn] and [Dune]; ‹99› is equipped with ‹5›") == set()


def test_a_sentence_without_end_is_not_searched(patterns: Patterns) -> None:
    assert hits(patterns, "[Halcyra]'s [Dune]" + " x" * LONGEST) == set()


@pytest.mark.parametrize("filler", ["a ", "- ", "with its ", "the new ", "x, ", "has "])
def test_odd_sentences_are_searched_in_good_time(patterns: Patterns, filler: str) -> None:
    text = ("[Halcyra] " + filler * 20 + "[Dune] " + filler * 3) * 3
    begin = time.process_time()
    hits(patterns, text[: LONGEST - 100])
    assert time.process_time() - begin < 2


def test_sentences_without_mentions_need_none(patterns: Patterns) -> None:
    assert list(patterns.find("Nothing here.", [Sentence(0, 13)], (), ())) == []
    assert list(patterns.find("", (), (), ())) == []


def made(ontology: Ontology, row: Mapping[str, Any], **words: str) -> Patterns:
    return Patterns(replace(ontology, cues={"relations": {"pattern": [row], "words": words}}))


def test_words_of_the_table_stand_in_patterns_and_in_other_words(ontology: Ontology) -> None:
    row = {"relation": "makes", "text": "{S} {offers} {O}", "confidence": 0.5}
    found = made(ontology, row, offers="(?:{gives}|sells)", gives="hands? out")
    assert hits(found, "[Halcyra] hands out [Dune]") == hits(found, "[Halcyra] sells [Dune]") != set()
    assert hits(found, "[Halcyra] gives [Dune]") == set()


def test_a_reversed_pattern_names_the_object_first(ontology: Ontology) -> None:
    row = {"relation": "makes", "text": "{S} of {O}", "confidence": 0.5, "reverse": True}
    assert hits(made(ontology, row), "[Dune] of [Halcyra]") == {("Halcyra", "makes", "Dune")}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"relation": "sings", "text": "{S} {O}", "confidence": 1}, "sings"),
        ({"relation": "makes", "text": "{S} ({O}", "confidence": 1}, "regular expression"),
        ({"relation": "makes", "text": "{S} alone", "confidence": 1}, "{O}"),
        ({"relation": "makes", "confidence": 1}, "text"),
    ],
)
def test_a_malformed_pattern_is_named(ontology: Ontology, row: Mapping[str, Any], said: str) -> None:
    with pytest.raises(OntologyInvalid, match=r"relations\.toml, pattern 1") as caught:
        made(ontology, row)
    assert said in str(caught.value)


def test_an_ontology_without_patterns_finds_nothing(ontology: Ontology) -> None:
    assert hits(Patterns(replace(ontology, cues={})), "[Halcyra]'s [Dune]") == set()
