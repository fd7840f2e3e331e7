"""What the page is for, item by item, in a window of a desk and in one of a phone."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from kg.view import write_page

from .synthetic import Writer, merge

pytestmark = pytest.mark.browser


def test_first_sight(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    assert len(page.drawn()) == 8
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    for key in page.drawn():
        left, top = page.point(key)
        assert 0 < left < width
        assert 0 < top < height
    assert page.locator("h1").inner_text() == "Two articles"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_it_was_built_from(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    button = page.locator("#open-about")
    if button.is_visible():
        button.click()
    page.wait_for_selector("#panel")
    for expected in ("8 entities", "Orlanda shows the Velta N3", "2023-05-16", "Sources disagree"):
        assert expected in page.panel()
    if button.is_visible():
        page.get_by_role("button", name="Close details").click()
        page.wait_for_selector("#panel", state="hidden")
        assert page.evaluate("document.activeElement.id") == "open-about"


def test_open_entity_takes_the_place_of_what_it_was_built_from(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    if page.locator("#open-about").is_visible():
        page.locator("#open-about").click()
        page.wait_for_selector("#panel")
    page.open_name("Velta")
    page.heading("Velta")
    page.get_by_role("button", name="Close details").click()
    page.until("!document.body.matches('.open, .overview')")


def test_search_completes_and_opens(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    page.locator("#search").fill("n3")
    option = page.locator("#found [role=option]").first
    assert "Velta N3" in option.inner_text()
    box = page.locator("#found").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    option.click()
    page.heading("Velta N3")


def test_filters(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    page.side()
    page.get_by_label("person").first.uncheck()
    assert "person/ines-okoro" not in page.drawn()
    page.get_by_label("person").first.check()
    page.locator("[data-value=makes]").uncheck()
    assert "model/velta-n7" not in page.drawn()
    page.locator("[data-value=makes]").check()
    lines = page.evaluate("Object.keys(network.body.edges).length")
    page.locator("[data-article=b-second]").check()
    assert 0 < page.evaluate("Object.keys(network.body.edges).length") < lines
    page.locator("[data-article=b-second]").uncheck()
    page.locator("#time-from").fill("2024")
    page.locator("#time-from").press("Tab")
    assert "technology/lattice-cell" not in page.drawn()
    page.locator("#reset").click()
    page.locator("#confidence").fill("0.9")
    assert "place/port-almar" not in page.drawn()
    assert "confidence=0.9" in page.url


def test_near_path_hide_and_undo(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page, "#entity=company/ferrin")
    page.get_by_label("Show only what is near").select_option("1")
    assert page.drawn() == {"company/ferrin", "company/orlanda-motors"}
    page.get_by_label("Show only what is near").select_option("0")
    page.get_by_role("button", name="Path to…").click()
    page.locator("#path-end").fill("Velta N3")
    page.keyboard.press("Enter")
    page.heading("From Ferrin to Velta N3")
    assert "3 steps" in page.panel()
    page.get_by_role("button", name="Back").click()
    page.heading("Ferrin")
    page.get_by_role("button", name="Hide").click()
    assert "company/ferrin" not in page.drawn()
    page.locator("#undo").click()
    assert "company/ferrin" in page.drawn()


def test_tells_why(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page, "#entity=model/velta-n3")
    page.heading("Velta N3")
    for expected in ("N3", "139,800", "CLTC", "Sources disagree: price", "confidence 0.90", "2023-05-16"):
        assert expected in page.panel()
    assert "Velta N3" in page.locator("#panel .says mark").all_inner_texts()
    table = page.locator("#panel table").first
    heads = table.locator("thead th").all_inner_texts()
    assert [head.lower() for head in heads] == ["value", "unit", "period", "condition"]
    panel, inside = page.locator("#panel").bounding_box(), table.bounding_box()
    assert inside["x"] + inside["width"] <= panel["x"] + panel["width"]


def test_chart_of_a_series(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page, "#entity=brand/velta")
    chart = page.locator("#panel .chart svg")
    chart.scroll_into_view_if_needed()
    assert chart.locator(".bar").count() == 4
    assert "2023-02 2,400" in chart.get_attribute("aria-label")


def test_tap_on_a_line_tells_who_says_so(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    page.mouse.click(*page.line_point("brand/velta", "model/velta-n7"))
    page.wait_for_selector("body.open #panel .evidence")
    assert "Velta makes Velta N7" in page.panel()


def test_what_is_denied_is_off_and_looks_different(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    page.side()
    page.locator("#unasserted").check()
    page.picture()
    page.open_name("Ferrin")
    page.heading("Ferrin")
    assert page.locator("#panel .unasserted .odd").inner_text() == "denied"


def test_expand_collapse_and_pin(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page, "#entity=brand/velta")
    page.get_by_role("button", name="Collapse").click()
    assert "model/velta-n7" not in page.drawn()
    page.get_by_role("button", name="Expand").click()
    assert "model/velta-n7" in page.drawn()
    page.get_by_role("button", name="Pin").click()
    assert "pinned=brand/velta@" in page.url


def test_takes_table_and_query_along(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    page.locator("#open-export").click()
    with page.expect_download() as download:
        page.locator("#save-csv").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["kind"] for row in rows} == {"statement", "figure"}
    with page.expect_download() as download:
        page.locator("#save-png").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    assert page.locator("#sparql").inner_text().startswith("PREFIX")


WRITTEN = """() => { window.written = []; const fill = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const at = this.getTransform(), wide = this.measureText(text).width / 2;
    const ratio = this.canvas.width / this.canvas.clientWidth;
    window.written.push([text, at.e / ratio - wide, at.e / ratio + wide, at.f / ratio + y - 6, at.f / ratio + y + 6]);
    return fill.call(this, text, x, y);
  };
  network.redraw(); }"""


def test_names_do_not_lie_over_each_other(open_at: Any, small_page: Path) -> None:
    page = open_at(small_page)
    page.evaluate(WRITTEN)
    page.until("window.written.length > 7")
    boxes = page.evaluate("window.written.slice(0, 8)")
    assert {text for text, *_ in boxes} >= {"Velta", "Ferrin", "Ines Okoro"}
    for n, (text, left, right, top, bottom) in enumerate(boxes):
        for other, left2, right2, top2, bottom2 in boxes[:n]:
            assert right < left2 or right2 < left or bottom < top2 or bottom2 < top, f"{text} lies over {other}"


def test_name_keeps_off_its_own_line(open_page: Any, tmp_path: Path) -> None:
    """Of two entities one above the other, the upper has its name above, where no line is."""
    writer = Writer("a", [("company/one", "Company", "Upper"), ("brand/two", "Brand", "Lower")])
    writer.relate(0, "makes", 1, writer.say(0, " makes ", 1, "."))
    graph = merge([writer.article()], {"a": ("company/one", "brand/two")})
    path = tmp_path / "graph.html"
    write_page(graph, path, title="A", about={}, base_iri="https://example.org/kg/")
    page = open_page(path, "#pinned=company/one@0@-150,brand/two@0@150")
    page.evaluate(WRITTEN)
    page.until("window.written.length > 1")
    middle = {text: (top + bottom) / 2 for text, _, _, top, bottom in page.evaluate("window.written")}
    shift = page.locator("#canvas").bounding_box()["y"]
    assert middle["Upper"] < page.point("company/one")[1] - shift
    assert middle["Lower"] > page.point("brand/two")[1] - shift


def test_no_name_lies_over_what_is_open(open_page: Any, tmp_path: Path) -> None:
    """A neighbour that is hemmed in has its name over one that is faded, not over the open one."""
    names = ("Open", "A long neighbour", "Left", "Right", "Above", *(f"Far away {n}" for n in range(8)))
    writer = Writer("a", [(f"company/c{n}", "Company", name) for n, name in enumerate(names)])
    writer.relate(0, "supplies", 1, writer.say(0, " supplies ", 1, "."))
    writer.relate(2, "supplies", 3, writer.say(2, " supplies ", 3, ", not ", 4, "."))
    graph = merge([writer.article()], {"a": tuple(f"company/c{n}" for n in range(len(names)))})
    path = tmp_path / "graph.html"
    write_page(graph, path, title="A", about={}, base_iri="https://example.org/kg/")
    places = {0: (0, 40), 1: (0, 0), 2: (-60, 0), 3: (60, 0), 4: (0, -50)}
    pinned = ",".join(f"company/c{n}@{x}@{y}" for n, (x, y) in places.items())
    page = open_page(path, f"#entity=company/c0&pinned={pinned}")
    page.evaluate(WRITTEN)
    page.until("window.written.some(([text]) => text.includes('neighbour'))")
    x, y = page.point("company/c0")
    box = page.locator("#canvas").bounding_box()
    x, y = x - box["x"], y - box["y"]
    for text, left, right, top, bottom in page.evaluate("window.written"):
        assert right < x - 12 or x + 12 < left or bottom < y - 12 or y + 12 < top, f"{text} lies over the open entity"
