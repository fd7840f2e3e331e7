"""The annotator from end to end, by names and patterns alone and with the trained network."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate import Annotator
from kg.annotate.components import ORDER
from kg.model import Article, Document
from kg.ontology import Ontology
from tests.annotate.conftest import Read

TESLA = """Tesla in Shanghai
Tesla has launched the Model Y. The Model Y is equipped with lidar, and rumour has it that Tesla launched the Model 3.
CATL supplies batteries to Tesla, it said."""


def stated(article: Article) -> set[tuple[str, str, str, str]]:
    return {
        (article.entities[s.subject].name, s.predicate, article.entities[s.object].name, s.status)
        for s in article.statements
    }


def sentence(article: Article, number: int) -> str:
    found = article.sentences[number]
    return article.document.text[found.begin : found.end]


def sound(article: Article, ontology: Ontology) -> None:
    """What holds of every article, whatever it says."""
    text, names = article.document.text, len(article.entities)
    assert all(a.end <= b.begin for a, b in pairwise(article.sentences))
    for mention in article.mentions:
        assert text[mention.begin : mention.end] == mention.text != ""
        assert 0 <= mention.entity < names
        assert 0 <= mention.confidence <= 1
    assert len({(m.begin, m.end) for m in article.mentions}) == len(article.mentions)
    named = [{m.text for m in article.mentions if m.entity == n and m.kind == "name"} for n in range(names)]
    assert [set(e.names) for e in article.entities] == named
    assert all(set(e.types) <= set(ontology.classes) for e in article.entities)
    for statement in article.statements:
        relation = ontology.relations[statement.predicate]
        assert statement.subject != statement.object
        assert set(article.entities[statement.subject].types) & set(relation.domain)
        assert set(article.entities[statement.object].types) & set(relation.range)
        assert 0 <= statement.sentence < len(article.sentences)
        assert 0 < statement.confidence <= 1
    for observation in article.observations:
        assert 0 <= observation.subject < names
        assert 0 <= observation.sentence < len(article.sentences)


def test_names_and_patterns_read_without_a_trained_network(read: Read, ontology: Ontology) -> None:
    article = read(TESLA)
    sound(article, ontology)
    assert {"Tesla", "Model Y", "Model 3", "CATL", "Shanghai"} <= {e.name for e in article.entities}
    assert {
        ("Tesla", "makes", "Model Y", "asserted"),
        ("Model Y", "usesTechnology", "lidar", "asserted"),
        ("Tesla", "makes", "Model 3", "rumoured"),
        ("CATL", "supplies", "Tesla", "asserted"),
    } <= stated(article)


def test_each_statement_points_to_the_sentence_that_says_it(read: Read) -> None:
    article = read(TESLA)
    where = {(s.predicate, s.status): sentence(article, s.sentence) for s in article.statements}
    assert where["supplies", "asserted"].startswith("CATL supplies")
    assert where["makes", "asserted"] == "Tesla has launched the Model Y."


def test_what_the_lexicon_does_not_know_is_left_out_without_a_network(untrained: Ontology) -> None:
    (article,) = Annotator(replace(untrained, concepts=())).annotate([Document("a", TESLA, "a.txt")])
    assert article.entities == article.mentions == article.statements == ()
    assert len(article.sentences) == 4


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\x01\x02", "…", "a", "‹7›'s ‹8›", "🚗🚗", "中文。中文"])
def test_odd_texts_are_read(read: Read, ontology: Ontology, text: str) -> None:
    sound(read(text), ontology)


WORDS = "Tesla BYD CATL It he supplies ’s lidar - ( ) . , not ‹1› of Paris CEO 5 ſ \u200b"
PHRASES = ["Tesla Model Y", "Model Y", "the company", "Great\nWall", "\n", "launched the", "Elon Musk"]
PIECES = st.sampled_from([*WORDS.split(), *PHRASES])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_any_text_gives_a_sound_article(read: Read, ontology: Ontology, pieces: list[str]) -> None:
    text = " ".join(pieces)
    article = read(text)
    sound(article, ontology)
    assert read(text) == article


def test_documents_are_read_in_order_and_apart(untrained: Ontology, read: Read) -> None:
    documents = [Document(str(n), text, "a.txt") for n, text in enumerate([TESLA, "", "BYD grew.", TESLA])]
    articles = list(Annotator(untrained).annotate(iter(documents)))
    assert [a.document for a in articles] == documents
    assert articles[3] == replace(articles[0], document=documents[3]) == replace(read(TESLA), document=documents[3])


def test_the_pipeline_names_its_components(untrained: Ontology) -> None:
    annotator = Annotator(untrained)
    assert [n for n in annotator._nlp.pipe_names if n.startswith("kg_")] == [f"kg_{name}" for name in ORDER]


def test_an_ontology_of_other_classes_without_cues_is_read(untrained: Ontology) -> None:
    farm = replace(untrained.concepts[0], key="windfarm/hornby", types=("WindFarm",), label="Hornby", names=("Hornby",),
                   noise=(), context=(), against=())  # fmt: skip
    located = replace(untrained.relations["locatedIn"], domain=("WindFarm",))
    other = replace(
        untrained,
        classes=("WindFarm", "Place"),
        relations={"locatedIn": located},
        metrics={},
        concepts=(farm,),
        cues={},
    )
    (article,) = Annotator(other).annotate([Document("a", "Hornby is large.", "a.txt")])
    assert [(e.name, e.types, e.concept) for e in article.entities] == [("Hornby", ("WindFarm",), "windfarm/hornby")]


STORY = """Velmora Motor unveils the Kestra 5
The Chinese carmaker Velmora Motor launched the Kestra 5 sedan in Hangzhou on Tuesday. The company said that the new \
car is equipped with the Ardent battery, which was developed by Norvane Energy.

Lena Fischer, chief executive of Velmora Motor, was pleased. She said that the Kestra 5 costs 139,800 yuan.
"""


def test_a_trained_network_finds_names_that_nobody_listed(learned: Read, ontology: Ontology) -> None:
    article = learned(STORY)
    sound(article, ontology)
    types = {name: e.types[0] for e in article.entities for name in e.names}
    expected = {
        "Velmora Motor": "Company", "Kestra 5": "Model", "Lena Fischer": "Person", "Hangzhou": "Place",
        "Ardent battery": "Technology", "Norvane Energy": "Company",
    }  # fmt: skip
    assert expected.items() <= types.items()


def test_a_trained_network_relates_them(learned: Read) -> None:
    article = learned(STORY)
    found = {(s, p, o) for s, p, o, status in stated(article) if status == "asserted"}
    assert {("Velmora Motor", "makes", "Kestra 5"), ("Norvane Energy", "develops", "Ardent battery")} <= found
    (position,) = [s for s in article.statements if s.predicate == "worksFor"]
    assert article.entities[position.subject].name == "Lena Fischer"
    assert position.role == "chief executive"
    assert sentence(article, position.sentence).startswith("Lena Fischer")


def test_pronouns_and_descriptions_are_read(learned: Read) -> None:
    article = learned(STORY)
    refers = {m.text: article.entities[m.entity].name for m in article.mentions if m.kind != "name"}
    assert refers["She"] == "Lena Fischer"
    assert refers["The company"] == "Velmora Motor"


def test_reading_with_a_trained_network_is_repeatable(learned: Read) -> None:
    assert learned(STORY) == learned(STORY)


@pytest.mark.parametrize(
    "text", ["", " ", "\x01", "He went to Paris.", "The company grew.", "🚗", "中文", "‹7›'s ‹8›", "the ſuv"]
)
def test_odd_texts_are_read_with_a_trained_network(learned: Read, ontology: Ontology, text: str) -> None:
    sound(learned(text), ontology)


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_any_text_gives_a_sound_article_with_a_trained_network(
    learned: Read, ontology: Ontology, pieces: list[str]
) -> None:
    sound(learned(" ".join(pieces)), ontology)
