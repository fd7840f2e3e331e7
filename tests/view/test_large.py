"""Large graphs: an overview of what matters, more on a closer look, all of it within reach of the search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.view import write_page

from .conftest import DESKTOP, PHONE
from .synthetic import large_graph

pytestmark = pytest.mark.browser

NODES = "Object.keys(network.body.nodes).filter((id) => !isNaN(id))"


@pytest.fixture(scope="module")
def large_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "graph.html"
    write_page(large_graph(1500, 3000), path, title="Many", about={}, base_iri="https://example.org/kg/")
    return path


def boxes(page: Any) -> list[list[float]]:
    """Left, right, top and bottom of each drawn node on the screen."""
    return list(
        page.evaluate(
            f"""() => {NODES}.map((id) => {{
                const at = network.canvasToDOM(network.getPosition(Number(id)));
                const reach = network.body.nodes[id].options.size * network.getScale() * 0.8;
                return [at.x - reach, at.x + reach, at.y - reach, at.y + reach];
            }})"""
        )
    )


def overlapping(found: list[list[float]]) -> int:
    """How many pairs of boxes lie over each other."""
    return sum(
        left < other[1] and other[0] < right and top < other[3] and other[2] < bottom
        for n, (left, right, top, bottom) in enumerate(found)
        for other in found[:n]
    )


def test_overview_shows_some_apart_from_each_other(open_page: Any, large_page: Path) -> None:
    page = open_page(large_page)
    found = boxes(page)
    assert 60 < len(found) < 600
    assert "of 1,500 entities" in page.locator("#status").inner_text()
    assert overlapping(found) == 0


def test_what_is_near_gets_a_picture_of_its_own(open_page: Any, large_page: Path) -> None:
    page = open_page(large_page)
    rows = page.evaluate("JSON.parse(document.getElementById('data-nodes').textContent)")
    best = max(rows, key=lambda row: (row["size"], -row["id"]))
    page.open_name(best["label"])
    page.heading(best["label"])
    page.keyboard.press("1")
    page.until("!document.querySelector('#status').textContent.includes(' of ')")
    found = boxes(page)
    stage = page.locator("#canvas").bounding_box()
    assert 8 < len(found) < 200
    assert overlapping(found) == 0
    assert all(
        0 < left < right < stage["width"] and 0 < top < bottom < stage["height"] for left, right, top, bottom in found
    )
    page.keyboard.press("u")
    page.until("document.querySelector('#status').textContent.includes(' of 1,500')")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_all_of_a_graph_of_a_hundred_is_in_the_window_and_apart(
    open_page: Any, tmp_path: Path, viewport: dict[str, int]
) -> None:
    path = tmp_path / "graph.html"
    write_page(large_graph(100, 130, facts=0), path, title="Some", about={}, base_iri="https://example.org/kg/")
    page = open_page(path, viewport=viewport)
    found = boxes(page)
    stage = page.locator("#canvas").bounding_box()
    assert len(found) == 100
    assert overlapping(found) <= 1
    assert all(
        0 < left < right < stage["width"] and 0 < top < bottom < stage["height"] for left, right, top, bottom in found
    )


def test_closer_look_shows_more_of_what_is_there(open_page: Any, large_page: Path) -> None:
    page = open_page(large_page)
    before = set(page.evaluate(NODES))
    for _ in range(7):
        page.keyboard.press("+")
    near = set(page.evaluate(NODES))
    assert len(near - before) > 20
    page.locator("#canvas").focus()
    for _ in range(12):
        page.keyboard.press("Shift+ArrowRight")
    assert len(set(page.evaluate(NODES)) - near) > 5


def test_search_reaches_what_the_overview_leaves_out(open_page: Any, large_page: Path) -> None:
    page = open_page(large_page)
    rows = page.evaluate("JSON.parse(document.getElementById('data-nodes').textContent)")
    drawn = {int(n) for n in page.evaluate(NODES)}
    missing = next(row for row in reversed(rows) if row["id"] not in drawn)
    page.open_name(missing["label"])
    page.heading(missing["label"])
    page.until(f"{NODES}.includes('{missing['id']}')")


def test_evidence_is_packed_and_read_again(open_page: Any, large_page: Path) -> None:
    assert '<script type="application/json" id="data-evidence">{"deflate":"' in large_page.read_text(encoding="utf-8")
    page = open_page(large_page)
    page.locator("#panel a.entity").first.click()
    page.wait_for_selector("body.open #panel .evidence mark", state="attached")
    assert "On that day" in page.panel()


def test_file_is_no_larger_than_it_must_be(large_page: Path) -> None:
    assert large_page.stat().st_size < 2_000_000
