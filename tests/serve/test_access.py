"""What a screen reader finds on the pages of the explorer; checked with axe in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.axe import violations
from tests.serve.browsing import ready, visits
from tests.serve.running import Running
from tests.view.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

ENTITY = "/company/brontide-motors-ag"
PRICES = quote(
    "SELECT ?model ?modelName ?price { ?model rdfs:label ?modelName . ?o sosa:hasFeatureOfInterest ?model ; "
    "sosa:hasSimpleResult ?price }"
)
PAGES = [
    "/",
    ENTITY,
    "/search?q=bront",
    "/search?class=Person",
    "/search?q=zzzz",
    "/queries",
    "/queries/makers?model=Kestrel",
    "/sparql",
    "/sparql?example=makers",
    f"/sparql?query={PRICES}",
    f"/sparql?query={PRICES}&view=chart",
    f"/sparql?query={PRICES}&view=picture",
    "/ontology",
    "/review",
]
PICTURES = ["/graph", f"/graph?entity={ENTITY[1:]}&steps=2#entity={ENTITY[1:]}", f"/graph?query={PRICES}"]
LOOKS = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")]


@pytest.fixture
def visit(chromium: Any, server: Running) -> Iterator[Any]:
    with visits(chromium, server) as visit:
        yield visit


def found(page: Any) -> list[str]:
    """What is wrong with a page in each of its looks."""
    wrong = []
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{size['width']} {scheme} {line}" for line in violations(page)]
    return wrong


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_pages(visit: Any, path: str) -> None:
    page = visit(path)
    for row in page.locator("main details").all():
        row.locator("summary").click()
    assert found(page) == []


@pytest.mark.parametrize("path", ["sparql?query=SELEKT", "queries/makers?model=Nothing", "company/nobody"])
def test_axe_finds_nothing_where_something_went_wrong(chromium: Any, server: Running, path: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    assert page.goto(server.address + path).status >= 400
    assert found(page) == []
    context.close()


def test_axe_finds_nothing_on_an_article(visit: Any) -> None:
    page = visit(ENTITY)
    page.locator("section", has=page.locator("h2", has_text="Articles")).get_by_role("link").first.click()
    page.locator("article a.mark").first.wait_for()
    assert found(page) == []


@pytest.mark.parametrize("path", PICTURES)
def test_axe_finds_nothing_in_the_picture(visit: Any, path: str) -> None:
    assert found(ready(visit(path))) == []
