"""The editor of the SPARQL page in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from kg.serve.pages.render import LIB
from tests.serve.browsing import visits
from tests.serve.running import Running
from tests.view.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(chromium: Any, server: Running) -> Iterator[Any]:
    with visits(chromium, server) as visit:
        yield visit


@pytest.fixture
def editor() -> None:
    """Needs the editor, which npm brings."""
    if not (LIB / "yasqe.min.js").is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no query editor here; make web brings it")


def write(page: Any, query: str) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(query)


def hinted(page: Any, *terms: str) -> None:
    """Wait until these are what is offered, and nothing else: the list follows the typing at its own pace."""
    offered = page.locator(".CodeMirror-hint .term")
    expect(offered).to_have_text(list(terms), timeout=20_000)


SETTLED = """() => {
  const editor = document.querySelector(".CodeMirror").CodeMirror;
  const { widget, data } = editor.state.completionActive ?? {};
  return widget && data.to.ch === editor.getCursor().ch;
}"""


def choose(page: Any) -> None:
    """Take what is offered, once the list is that of all that was typed."""
    page.wait_for_function(SETTLED, timeout=20_000)
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("editor")
def test_queries_are_highlighted_and_run_from_the_keyboard(visit: Any) -> None:
    page = visit("/sparql")
    assert page.locator(".cm-keyword", has_text="SELECT").is_visible()
    assert not page.locator("#query").is_visible()
    write(page, "SELECT ?label { ?s a kg:Model ; rdfs:label ?label }")
    page.keyboard.press("Control+Enter")
    page.locator("#answer td", has_text="Kestrel").wait_for()
    assert "kg:Model" in page.locator(".CodeMirror").inner_text()


@pytest.mark.usefixtures("editor")
def test_terms_names_and_variables_are_completed(visit: Any) -> None:
    page = visit("/sparql")
    write(page, "SELECT ?maker { ?maker kg:mak")
    hinted(page, "kg:makes")
    assert "relation" in page.locator(".CodeMirror-hint").inner_text()
    choose(page)
    page.keyboard.type(" <kest")
    expect(page.locator(".CodeMirror-hint .term", has_text="<model/kestrel>")).to_be_visible(timeout=20_000)
    choose(page)
    page.keyboard.type(" } LIMIT 5")
    assert "{ ?maker kg:makes <model/kestrel> } LIMIT 5" in page.locator(".CodeMirror").inner_text()
    page.get_by_role("button", name="Run").click()
    page.locator("#answer td", has_text="company/brontide-motors-ag").wait_for()


@pytest.mark.usefixtures("editor")
def test_a_faulty_query_is_marked_while_it_is_written(visit: Any) -> None:
    page = visit("/sparql")
    write(page, "SELECT ?x WHERE ?x ?y ?z }")
    page.locator(".parseErrorIcon").wait_for()


@pytest.mark.usefixtures("editor")
def test_the_keyboard_leaves_the_editor(visit: Any) -> None:
    page = visit("/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"


def test_choosing_a_ready_question_opens_its_form_and_the_answer_is_drawn(visit: Any) -> None:
    page = visit("/sparql")
    page.select_option("#example", label="Figures")
    page.locator("#p-entity").fill("Brontide Motors AG")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("link", name="Chart").click()
    page.locator("#answer svg").first.wait_for()
    page.get_by_role("link", name="Picture").click()
    frame = page.frame_locator("#answer iframe")
    frame.locator("html[data-ready=true]").wait_for(state="attached")
    assert "Brontide Motors AG" in frame.locator("#panel").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path",
    ["/", "/sparql?example=figures&run=1", "/queries/figures?run=1&view=chart", "/document/bmag-may", "/queries"],
)
def test_pages_fit_the_screen_and_can_be_read_by_all(visit: Any, path: str, size: Any, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(path, viewport=size, color_scheme=scheme, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"iframes": False, "rules": {"scrollable-region-focusable": {"enabled": False}}})
    serious = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"][:90] for node in one["nodes"]][:3]) for one in serious] == []


@pytest.mark.usefixtures("editor")
def test_prefixes_that_the_server_knows_are_no_mistakes_and_others_are(visit: Any) -> None:
    page = visit("/sparql")
    page.locator("[data-ready]").wait_for()
    mistakes = page.locator(".parseErrorIcon")
    expect(mistakes).to_have_count(0)
    write(page, "SELECT * { ?s nobody:knows ?o }")
    expect(mistakes).to_have_count(1)
    write(page, "PREFIX nobody: <https://example.org/nobody/> SELECT * { ?s nobody:knows ?o ; kg:makes ?p }")
    expect(mistakes).to_have_count(0)
