"""Content negotiation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.accept import best, parse
from kg.serve.choose import Choice, choose, choose_graph
from kg.serve.refusals import BadRequest, NotAcceptable

OFFERS = (("a", ("text/a", "application/a")), ("b", ("text/b",)), ("c", ("image/c",)))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ("a", 1.0)),
        ("*/*", ("a", 1.0)),
        ("*", ("a", 1.0)),
        ("text/b", ("b", 1.0)),
        ("TEXT/B ; Q=0.3", ("b", 0.3)),
        ("text/*;q=0.2, image/*", ("c", 1.0)),
        ("text/a;q=0.1, text/*;q=0.9", ("b", 0.9)),
        ("text/a;q=0, */*;q=0.5", ("b", 0.5)),
        ("application/a;q=0.4", ("a", 0.4)),
        ("text/b;q=nan, image/c;q=x", ("", 0.0)),
        ("text/b;q=7", ("b", 1.0)),
        ("audio/x", ("", 0.0)),
        (";;,,", ("a", 1.0)),
    ],
)
def test_the_best_liked_offer(header: str, expected: tuple[str, float]) -> None:
    assert best(OFFERS, parse(header)) == expected


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_no_header_is_too_strange(header: str) -> None:
    name, liked = best(OFFERS, parse(header))
    assert name in ("", "a", "b", "c")
    assert 0 <= liked <= 1


def test_what_programs_and_browsers_send() -> None:
    assert choose("") == Choice("json", "turtle")
    assert choose("*/*") == Choice("json", "turtle")
    assert choose("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8").html
    assert choose("application/sparql-results+json,*/*;q=0.9") == Choice("json", "turtle")
    assert choose("application/sparql-results+xml, application/rdf+xml") == Choice("xml", "rdfxml")
    assert choose("text/turtle") == Choice("", "turtle")
    assert choose("text/html", "csv") == Choice("csv", "")
    assert choose("*/*", "xml") == Choice("xml", "rdfxml")
    assert choose("*/*", "application/ld+json") == Choice("", "jsonld")
    assert choose("*/*", "html").html
    assert choose_graph("application/n-quads", graphs=("trig", "nquads")).graph == "nquads"


def test_what_cannot_be_had_is_an_error() -> None:
    with pytest.raises(NotAcceptable, match="text/csv"):
        choose("image/png")
    with pytest.raises(NotAcceptable):
        choose_graph("text/csv")
    with pytest.raises(NotAcceptable):
        choose_graph("text/html")
    with pytest.raises(BadRequest, match="ntriples"):
        choose("*/*", "docx")
