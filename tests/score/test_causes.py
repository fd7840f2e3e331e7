from __future__ import annotations

from dataclasses import replace

import pytest

from kg.graph import merge
from kg.model import Article, LocalEntity, Mention, Observation, Statement
from kg.resolve import resolve
from kg.score import Error, errors, from_graph, score
from kg.score.gold import GoldArticle, GoldEntity, GoldFact, GoldRelation, to_article
from tests.support import sentences

TEXT = "Oldmoor Holding owns Tarnwater.\nTarnwater sold 40 cells in May.\nThe firm is in Delft.\nDelft is wet."


def e(name: str, kind: str, *mentions: str) -> GoldEntity:
    return GoldEntity(name, (kind,), mentions[0], mentions)


GOLD = GoldArticle(
    "t",
    TEXT,
    (
        e("oldmoor", "Company", "Oldmoor Holding"),
        e("tarnwater", "Company", "Tarnwater"),
        e("delft", "Place", "Delft"),
    ),
    (
        GoldRelation("tarnwater", "subsidiaryOf", "oldmoor", "Oldmoor Holding owns Tarnwater."),
        GoldRelation("tarnwater", "locatedIn", "delft", "The firm is in Delft."),
    ),
    (GoldFact("tarnwater", "sales", 40, "vehicle", "Tarnwater sold 40 cells in May."),),
)
RIGHT = to_article(GOLD, sentences(TEXT))


def causes(article: Article) -> list[tuple[str, bool, str]]:
    _, compared = score([GOLD], from_graph(merge([article], resolve([article])), {"t"}), set())
    return sorted((error.task, error.found, error.cause) for error in errors(compared))


def test_a_right_graph_has_no_errors() -> None:
    assert causes(RIGHT) == []


def test_nothing_found() -> None:
    assert causes(Article(RIGHT.document, RIGHT.sentences)) == [
        ("entity", False, "not found"),
        ("entity", False, "not found"),
        ("entity", False, "not found"),
        ("fact", False, "the subject is missing"),
        ("relation", False, "an end is missing"),
        ("relation", False, "an end is missing"),
    ]


def renamed(number: int, form: str, *kinds: str) -> Article:
    """The right article with another span and class for one entity."""
    begin = TEXT.index(form)
    mentions = [m for m in RIGHT.mentions if m.entity != number] + [Mention(begin, begin + len(form), form, number)]
    entities = list(RIGHT.entities)
    entities[number] = LocalEntity(kinds, form, (form,))
    return replace(RIGHT, mentions=tuple(mentions), entities=tuple(entities), statements=(), observations=())


def entity_causes(article: Article) -> list[tuple[str, bool, str]]:
    return [cause for cause in causes(article) if cause[0] == "entity"]


def test_a_span_cut_short_is_a_boundary_error_on_both_sides() -> None:
    assert entity_causes(renamed(0, "Oldmoor", "Company")) == [
        ("entity", False, "boundary"),
        ("entity", True, "boundary"),
    ]


def test_a_wrong_class_is_told() -> None:
    assert entity_causes(renamed(0, "Oldmoor Holding", "Person")) == [("entity", True, "wrong type")]


def test_a_spurious_entity_is_told() -> None:
    found = entity_causes(renamed(2, "wet", "Place"))
    assert ("entity", True, "spurious") in found
    assert ("entity", False, "not found") in found


def test_a_wrong_merge_is_told() -> None:
    merged = replace(
        RIGHT, mentions=tuple(replace(m, entity=1) for m in RIGHT.mentions), statements=(), observations=()
    )
    assert ("entity", False, "wrong merge") in causes(merged)


def test_an_alias_left_unmerged_is_told() -> None:
    two = replace(GOLD.entities[1], mentions=("Tarnwater", "The firm"))
    gold = replace(GOLD, entities=(GOLD.entities[0], two, GOLD.entities[2]))
    begin = TEXT.index("The firm")
    split = replace(
        RIGHT,
        entities=(*RIGHT.entities, LocalEntity(("Place",), "The firm", ("The firm",))),
        mentions=(*RIGHT.mentions, Mention(begin, begin + 8, "The firm", 3)),
    )
    _, compared = score([gold], from_graph(merge([split], resolve([split])), {"t"}), set())
    assert [(x.task, x.cause) for x in errors(compared)] == [("entity", "alias left unmerged")]


@pytest.mark.parametrize(
    ("statement", "wrong", "missed"),
    [
        (Statement(0, "subsidiaryOf", 1, 0), "wrong direction", "wrong direction"),
        (Statement(1, "invests", 0, 0), "wrong relation", "wrong relation"),
        (Statement(1, "subsidiaryOf", 2, 0), "wrong relation", "wrong object"),
        (Statement(0, "supplies", 2, 0), "spurious", "not found in the sentence"),
    ],
)
def test_what_a_wrong_relation_lacks(statement: Statement, wrong: str, missed: str) -> None:
    located = RIGHT.statements[1]
    found = causes(replace(RIGHT, statements=(statement, located)))
    assert ("relation", True, wrong) in found
    assert ("relation", False, missed) in found


def test_a_relation_whose_end_stands_elsewhere_is_told() -> None:
    found = causes(replace(RIGHT, statements=RIGHT.statements[:1]))
    assert found == [("relation", False, "an end is named in another sentence")]


@pytest.mark.parametrize(
    ("observation", "cause"),
    [
        (Observation(0, "sales", 40, "vehicle", 1), "wrong subject"),
        (Observation(1, "orders", 40, "vehicle", 1), "wrong metric"),
        (Observation(1, "sales", 40, "other", 1), "wrong unit"),
        (Observation(1, "sales", 400, "vehicle", 1), "wrong value"),
    ],
)
def test_what_a_wrong_figure_lacks(observation: Observation, cause: str) -> None:
    found = causes(replace(RIGHT, observations=(observation,)))
    assert found == [("fact", False, cause), ("fact", True, cause)]


def test_a_figure_that_shares_nothing_is_spurious() -> None:
    found = causes(replace(RIGHT, observations=(Observation(0, "price", 7, "EUR", 1),)))
    assert found == [("fact", False, "not found"), ("fact", True, "spurious")]


def test_errors_show_what_they_are_about() -> None:
    lost = replace(RIGHT, observations=())
    _, compared = score([GOLD], from_graph(merge([lost], resolve([lost])), {"t"}), set())
    assert errors(compared) == [
        Error("t", "fact", False, "not found", "sales", "tarnwater sales 40 vehicle", "Tarnwater sold 40 cells in May.")
    ]
