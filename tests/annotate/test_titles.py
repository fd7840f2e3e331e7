from __future__ import annotations

import pytest
from spacy.language import Language

from kg.annotate.parser import load_parser
from kg.annotate.titles import Titles
from kg.ontology import Ontology


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_parser()


@pytest.fixture(scope="module")
def titles(ontology: Ontology) -> Titles:
    return Titles(ontology.cues["relations"]["role"])


@pytest.mark.parametrize(
    ("text", "found", "taken", "expected"),
    [
        ("Mira Oster, software chief of Halcyra, spoke.", "chief", ["Halcyra"], "software chief"),
        ("It hired Mira Oster as executive vice president.", "president", [], "executive vice president"),
        ("Mira Oster, the new design director, left.", "director", [], "design director"),
        ("Mira Oster, founder and chairman of Halcyra, left.", "and chairman", ["Halcyra"], "founder and chairman"),
        ("Mira Oster, co-founder of Halcyra, left.", "co-", ["Halcyra"], "co-founder"),
        ("Mira Oster, director of the China business, left.", "director", [], "director of the China business"),
        ("Mira Oster, head of design at Halcyra, left.", "head of", [], "head of design"),
        ("Mira Oster, counsel for hybrid engineering, left.", "counsel", [], "counsel for hybrid engineering"),
        ("Mira Oster, head of Halcyra, left.", "head of", ["Halcyra"], "head"),
        ("Mira Oster, chairman of the company, left.", "chairman of the", ["the company"], "chairman"),
        ("Halcyra chairman Mira Oster left.", "chairman", ["Halcyra", "Mira Oster"], "chairman"),
        ("Mira Oster is also president.", "also president", [], "president"),
        ("He is CEO - Mira Oster left.", "CEO", [], "CEO"),
        ("Mira Oster is CEO", "CEO", [], "CEO"),
        ("Mira Oster is the", "the", [], "the"),
    ],
)  # fmt: skip
def test_what_was_cut_off_comes_back_and_edges_go(
    nlp: Language, titles: Titles, text: str, found: str, taken: list[str], expected: str
) -> None:
    begin = text.index(found)
    spans = [(text.index(name), text.index(name) + len(name)) for name in taken]
    begin, end = titles.whole(nlp(text), begin, begin + len(found), spans)
    assert text[begin:end] == expected


def test_without_words_of_an_ontology_only_the_parse_counts(nlp: Language) -> None:
    text = "Mira Oster, the new design director of sales, left."
    begin, end = Titles({}).whole(nlp(text), text.index("director"), text.index(" of sales"), ())
    assert text[begin:end] == "new design director"
