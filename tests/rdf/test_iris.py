"""Names of things: readable, stable, and safe whatever the text holds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from rdflib.plugins.parsers.notation3 import join

from kg.errors import UsageError
from kg.rdf.iris import Names, check_base_iri, encode

BASE = "https://example.org/kg/"
HOSTILE = (
    "a b",
    "<script>",
    'say "x"',
    "} ; DROP ALL",
    "..",
    ".",
    "a/../b",
    "汽车",
    "\u202eabc",
    "\ud800",
    "%2E",
    "a:b",
    "",
)


def test_entity_is_readable() -> None:
    assert Names(BASE).entity("brand/velm-k2").value == "https://example.org/kg/brand/velm-k2"


@pytest.mark.parametrize("key", HOSTILE)
def test_hostile_keys_make_valid_iris(key: str) -> None:
    iri = Names(BASE).entity(f"model/{key}")
    assert NamedNode(iri.value) == iri
    assert iri.value.isascii()


@given(st.text(st.characters(), max_size=12))
@example("..")
@example("a/./b")
def test_relative_forms_resolve_to_the_same_iri(key: str) -> None:
    iri = Names(BASE).entity(f"model/{key}").value
    assert join(BASE, iri.removeprefix(BASE)) == iri


@given(st.text(st.characters(), max_size=6), st.text(st.characters(), max_size=6))
def test_different_texts_have_different_names(left: str, right: str) -> None:
    assert (encode(left) == encode(right)) == (left == right)


def test_parts_of_an_article_lie_below_it() -> None:
    names = Names(BASE)
    assert names.statement("a b/c", 3).value == "https://example.org/kg/document/a%20b%2Fc#statement=3"
    assert names.article_graph("a b/c") == "https://example.org/kg/graph/article/a%20b%2Fc"


@pytest.mark.parametrize(
    ("given_iri", "used"),
    [("https://example.org/kg/", "https://example.org/kg/"), ("http://localhost:8000", "http://localhost:8000/")],
)
def test_base_ends_in_a_slash(given_iri: str, used: str) -> None:
    assert check_base_iri(given_iri) == used


@pytest.mark.parametrize(
    "bad", ["", "kg/", "ftp://x/", "https://", "https://x/#", "https://x/?q", "https://x/a b/", "https://x/<y>/"]
)
def test_bad_base_is_refused(bad: str) -> None:
    with pytest.raises(UsageError, match="--base-iri"):
        check_base_iri(bad)
