"""The rows of the page: each sentence once, marks at the right letters, claims where conflicts look for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.view.tables import Tables, article_rows, build_tables

from .synthetic import Writer, merge, small_graph


def tables_of(graph, symmetric=()) -> tuple[Tables, dict[str, int]]:  # type: ignore[no-untyped-def]
    index = {key: n for n, key in enumerate(sorted(graph.entities))}
    return build_tables(graph, index, symmetric), index


def test_sentence_with_several_claims_is_one_row() -> None:
    tables, _ = tables_of(small_graph())
    texts = [text for text, _ in tables.sentences]
    assert len(texts) == len(set(texts))
    assert texts.count("Orlanda Motors owns the brand Velta, which makes the Velta N3.") == 1
    assert len(tables.sentence_article) == len(texts)


def test_marks_are_the_letters_of_the_names() -> None:
    graph = small_graph()
    tables, index = tables_of(graph)
    names = {n: graph.entities[key].names for key, n in index.items()}
    for text, marks in tables.sentences:
        for begin, end, entity in zip(marks[::3], marks[1::3], marks[2::3], strict=True):
            assert text[begin:end] in names[entity]


def test_symmetric_relation_is_one_whichever_way_it_is_said() -> None:
    writer = Writer("x", [("company/b", "Company", "Bee"), ("company/a", "Company", "Ay")])
    line = writer.say(0, " and ", 1, " are partners.")
    writer.relate(0, "partnersWith", 1, line)
    writer.relate(1, "partnersWith", 0, line)
    graph = merge([writer.article()], {"x": ("company/b", "company/a")})
    assert tables_of(graph, {"partnersWith"})[0].relations == [(0, "partnersWith", 1)]
    assert len(tables_of(graph)[0].relations) == 2


def test_conflict_points_at_its_figures() -> None:
    tables, index = tables_of(small_graph())
    ((entity, about, _, said),) = tables.conflicts
    assert (entity, about) == (index["model/velta-n3"], "price")
    assert [tables.figures[row][2] for kind, row in said if kind == 1] == [139800, 128000]


def test_endless_sentence_is_cut_around_its_names() -> None:
    writer = Writer("x", [("company/a", "Company", "Ay"), ("company/b", "Company", "Bee")])
    line = writer.say("word " * 100_000, 0, " bought ", 1, " for 3,000 euro.")
    writer.relate(0, "invests", 1, line)
    graph = merge([writer.article()], {"x": ("company/a", "company/b")})
    text, marks = tables_of(graph)[0].sentences[0]
    assert len(text) < 1_000
    assert [text[a:b] for a, b in zip(marks[::3], marks[1::3], strict=True)] == ["Ay", "Bee"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://example.org", False),
        ("https://example.org/" + "x" * 3000, False),
    ],
)
def test_only_web_addresses_become_links(url: str, kept: bool) -> None:
    graph = small_graph()
    first = graph.articles[0]
    document = replace(first.document, url=url)
    graph = replace(graph, articles=(replace(first, document=document), *graph.articles[1:]))
    assert article_rows(graph)[0][4] == (url if kept else "")
