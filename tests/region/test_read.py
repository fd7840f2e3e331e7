"""A part of the store read back is what was built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.graph import facts
from kg.graph.claims import observations, statements
from kg.model import Graph
from kg.pipeline import Built
from kg.rdf import vocabulary as v
from kg.region import around, read_region
from kg.store import Source, load, open_source
from tests.support import examples


@pytest.fixture
def source(built: Built) -> Iterator[Source]:
    with open_source(built.folder) as opened:
        yield opened


def said(graph: Graph) -> set[tuple[str, str, str, str, str]]:
    """Each relation by the names of its ends, with its sentence."""
    articles = {article.document.id: article for article in graph.articles}
    found = set()
    for one in statements(graph):
        article = articles[one.claim.document]
        sentence = article.sentences[one.statement.sentence]
        text = article.document.text[sentence.begin : sentence.end]
        ends = graph.entities[one.subject].label, graph.entities[one.object].label
        found.add((ends[0], one.statement.predicate, ends[1], text.strip(), one.claim.document))
    return found


def test_the_whole_graph_counts_what_the_build_counted(source: Source, built: Built) -> None:
    graph, counts = read_region(source), built.report["counts"]
    assert len(graph.entities) == counts["entities"]
    assert len(graph.articles) == counts["articles"]
    assert len(list(statements(graph))) == counts["statements"]
    assert len(list(observations(graph))) == counts["observations"]
    assert len(graph.conflicts) == counts["conflicts"] > 0
    assert sum(len(article.mentions) for article in graph.articles) == counts["mentions"]
    assert sum(len(article.sentences) for article in graph.articles) == counts["sentences"]


def test_every_relation_has_the_sentence_that_says_it(source: Source) -> None:
    texts = {gold.id: gold.text for gold in examples()}
    found = said(read_region(source))
    assert len(found) > 10
    for *_, text, article in found:
        assert text in texts[article]


def test_mentions_are_where_their_words_are(source: Source) -> None:
    for article in read_region(source).articles:
        for mention in article.mentions:
            assert article.document.text[mention.begin : mention.end] == mention.text
            assert mention.text.strip() == mention.text != ""


def test_conflicts_name_the_claims_that_disagree(source: Source) -> None:
    graph = read_region(source)
    articles = {article.document.id: article for article in graph.articles}
    for conflict in graph.conflicts:
        assert len(conflict.claims) > 1
        for claim in conflict.claims:
            article = articles[claim.document]
            if claim.kind == "observation":
                seen = article.observations[claim.index]
                assert (graph.key(article, seen.subject), seen.metric) == (conflict.subject, conflict.about)


def test_a_part_holds_what_lies_between_its_entities(source: Source) -> None:
    whole = read_region(source)
    chosen = around(source, [source.base + "company/brontide-motors-ag"], 1, 5)
    part = read_region(source, chosen)
    assert [source.base + key for key in part.entities] == sorted(chosen)
    assert part.entities == {key: whole.entities[key] for key in part.entities}
    inside = {fact.subject + fact.predicate + fact.object for fact in facts(part)}
    assert inside == {
        fact.subject + fact.predicate + fact.object
        for fact in facts(whole)
        if {fact.subject, fact.object} <= part.entities.keys()
    }
    assert said(part) < said(whole)


def test_articles_that_only_name_an_entity_are_there_too(source: Source) -> None:
    whole = read_region(source)
    for key in whole.entities:
        part = read_region(source, [source.base + key])
        assert {a.document.id for a in part.articles} == {
            article.document.id for article in whole.articles if key in whole.keys[article.document.id]
        }


def test_what_is_no_entity_is_left_out(source: Source) -> None:
    graph = read_region(source, [source.base + "company/nobody", "https://elsewhere.example/x", source.base])
    assert graph == Graph((), {}, {})


def test_a_store_that_others_wrote_into_does_not_break_it(tmp_path: Path) -> None:
    base = "https://example.org/kg/"
    entity, graph = NamedNode(base + "company/a"), NamedNode(base + "graph/article/x")
    document, sentence = NamedNode(base + "document/x"), NamedNode(base + "document/x#char=0,4")
    statement, odd = NamedNode(base + "document/x#statement=0"), Literal("odd")
    quads = [
        *(Quad(entity, p, Literal("A")) for p in (v.LABEL, v.PREF_LABEL)),
        Quad(entity, v.TYPE, v.term("Company")),
        *(Quad(statement, p, o, graph) for p, o in ((v.SUBJECT, entity), (v.OBJECT, entity))),
        *(Quad(statement, p, odd, graph) for p in (v.STATUS, v.CONFIDENCE)),
        Quad(statement, v.PREDICATE, v.term("makes"), graph),
        Quad(statement, v.DERIVED_FROM, sentence, graph),
        *(Quad(sentence, p, o, graph) for p, o in ((v.ANCHOR, odd), (v.BEGIN, odd), (v.CONTEXT, document))),
        Quad(document, v.TYPE, v.NEWS_ARTICLE, graph),
        Quad(document, v.IDENTIFIER, Literal("x"), graph),
    ]
    (tmp_path / "odd.trig").write_bytes(serialize(quads, format=RdfFormat.TRIG) or b"")
    load(tmp_path / "odd.trig", tmp_path / "output" / "store")
    with open_source(tmp_path / "output") as opened:
        [article] = read_region(opened).articles
    assert [(s.confidence, s.status) for s in article.statements] == [(0.0, "hypothetical")]
    assert facts(Graph((article,), {}, {"x": ("company/a",)})) == ()
