from __future__ import annotations

import sys

import pytest
import spacy

from kg.annotate.parser import PACKAGES, UNUSED, load_parser


def test_the_parser_tells_sentences_and_parts_of_speech_and_does_no_more() -> None:
    nlp = load_parser()
    doc = nlp("Halcyra builds cars. It sells them in Tarn.")
    assert [s.text for s in doc.sents] == ["Halcyra builds cars.", "It sells them in Tarn."]
    assert doc.has_annotation("DEP")
    assert not set(UNUSED) & set(nlp.pipe_names)


def test_the_length_of_an_article_is_limited_by_settings_alone() -> None:
    assert load_parser().max_length == sys.maxsize


def test_either_package_of_the_model_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [package for package in PACKAGES if spacy.util.is_package(package)]
    monkeypatch.setattr(spacy.util, "is_package", lambda name: name == there[-1])
    assert load_parser().lang == "en"


def test_without_a_model_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy.util, "is_package", lambda name: False)
    with pytest.raises(ModuleNotFoundError, match="en_core_web_sm"):
        load_parser()


def test_the_tokens_are_those_of_the_model_as_it_is_delivered() -> None:
    package = next(package for package in PACKAGES if spacy.util.is_package(package))
    text = "Halcyra's U.S. works (opened in '98) can't build 1,200 e-cars/week at $5k, says mira@tarn.org.\n:)"
    delivered = spacy.load(package).tokenizer
    assert [token.text for token in load_parser().tokenizer(text)] == [token.text for token in delivered(text)]
    assert load_parser().tokenizer.rules == delivered.rules
