"""What is asked of the store for a page stays small, however much the store holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kg.serve.pages import found
from kg.serve.pages.entity import MOST
from kg.store import load
from tests.serve.running import Running, running
from tests.serve.synthetic import write
from tests.serve.test_pages import links, page, text

SOME = 3200


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of an invented graph of more companies than are put in order."""
    assert SOME > found.MOST_ORDERED
    folder = tmp_path_factory.mktemp("many")
    load(write(folder / "many.trig", SOME), folder / "output" / "store")
    with running(folder / "output") as started:
        yield started


def test_no_page_holds_the_whole(many: Running) -> None:
    for path in (
        "/",
        "/search?class=Company",
        "/search?q=company",
        "/company/c0",
        "/graph",
        "/graph?entity=company/c0",
    ):
        shown = page(many, path)
        named = set(re.findall(r'Company (\d+)["<]', shown))
        assert 0 < len(named) <= 700, path


def test_a_large_class_comes_in_parts_that_miss_nothing(many: Running) -> None:
    path, seen = "/search?class=Company", list[str]()
    first = text(page(many, path))
    assert "not by name" in first
    while path:
        shown = page(many, path)
        seen += [link for link in links(shown) if link.startswith("/company/")]
        path = next((link for link in links(shown) if "start=" in link), "")
    assert len(seen) == len(set(seen)) == SOME


def test_a_name_is_found_among_many(many: Running) -> None:
    assert text(page(many, "/search?q=company+3199")).endswith("Company 3199 Company")
    assert "Company 42 Company" in text(page(many, "/search?q=Company+42"))
    names = many.get("/names", params={"q": "c2321 group"}).json()["names"]
    assert [row["key"] for row in names] == ["company/c2321"]


def test_of_what_much_is_said_a_part_is_shown_and_a_query_finds_the_rest(many: Running) -> None:
    shown = page(many, "/company/c0")
    assert shown.count('class="said"') <= 2 * MOST + 1
    assert "This page shows a part only" in text(shown)
    [rest] = [link for link in links(shown) if link.startswith("/sparql?query=")]
    [row] = many.rows(
        "SELECT (COUNT(*) AS ?n) { { ?s rdf:subject <company/c0> } UNION { ?s rdf:object <company/c0> } }"
    )
    assert int(row["n"]) > MOST
    assert f"{min(int(row['n']), 1000):,} row" in text(page(many, rest))


def test_the_newest_articles_stand_first(many: Running) -> None:
    shown = page(many, "/")
    newest = shown[shown.index("Newest articles") :]
    days = [part[:10] for part in newest.split("<time>")[1:]]
    assert len(days) == 10
    assert days == sorted(days, reverse=True)
    every = many.rows("SELECT (MAX(?day) AS ?last) { ?a dcterms:date ?day }")
    assert days[0] == every[0]["last"]
