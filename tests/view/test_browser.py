"""The page in a real browser: find, ask why, keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.model import Graph
from kg.view import write_page

pytestmark = pytest.mark.browser


def test_page_opens_without_requests_or_errors(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    assert page.title() == "Two articles"
    assert "8 entities" in page.panel()
    assert "8 entities" in page.locator("#status").inner_text()


def test_legend_counts_types(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    kinds = page.locator("fieldset", has=page.locator("legend", has_text="Kinds")).locator(".choice").all_inner_texts()
    assert [" ".join(kind.split()) for kind in kinds] == [
        "company 2",
        "brand 1",
        "model 2",
        "person 1",
        "technology 1",
        "place 1",
    ]


def test_exact_name_ranks_first_and_opens_by_keyboard(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    field = page.locator("input[type=search]")
    field.fill("Velta")
    names = page.locator("#found [role=option] .label").all_inner_texts()
    assert names[0] == "Velta"
    assert set(names[1:]) == {"Velta N3", "Velta N7"}
    field.press("ArrowDown")
    assert page.locator("#found [aria-selected=true]").inner_text().startswith("Velta")
    field.press("Enter")
    page.heading("Velta")


def test_exact_alias_ranks_before_a_part_of_a_name(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.open_name("N3")
    page.heading("Velta N3")


def test_panel_tells_relations_figures_and_sentences(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.open_name("Velta N3")
    page.heading("Velta N3")
    text = page.panel()
    for expected in (
        "Also written N3",
        "uses technology",
        "Lattice Cell",
        "according to Ines Okoro",
        "139,800",
        "CLTC",
        "The Velta N3 costs 139,800 yuan and travels 510 km.",
        "Orlanda shows the Velta N3",
        "2023-05-16",
        "confidence 0.90",
        "Sources disagree: price",
        "128,000",
        "short name in one article",
    ):
        assert expected in text
    marks = page.locator("#panel .says mark").all_inner_texts()
    assert "139,800" in marks
    assert "Velta N3" in marks


def test_series_has_a_chart_with_words(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.open_name("Velta")
    page.wait_for_selector("#panel svg[role=img]")
    told = page.locator("#panel svg[role=img]").get_attribute("aria-label")
    assert told == "deliveries by period: 2023-01 1,200, 2023-02 2,400, 2023-03 3,100, 2023-04 2,900"


def test_click_on_a_line_shows_its_statements(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.mouse.click(*page.line_point("company/orlanda-motors", "brand/velta"))
    page.until("document.querySelector('#panel h2').textContent.includes(' and ')")
    assert "Orlanda Motors owns the brand Velta, which makes the Velta N3." in page.panel()


def test_click_on_a_node_shows_its_details(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.mouse.click(*page.point("person/ines-okoro"))
    page.heading("Ines Okoro")
    assert "head of design" in page.panel()


def test_what_is_denied_is_off_until_asked_for(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, "#entity=company/orlanda-motors")
    assert "denied" not in page.panel()
    assert "left out by filters or not asserted" in page.panel()
    page.locator("#unasserted").check()
    page.wait_for_selector("#panel .unasserted .odd")
    assert "Ferrin denied that it will buy Orlanda Motors." in page.panel()


def test_empty_graph_opens_and_takes_keys(open_at: Any, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    write_page(Graph((), {}, {}), path, title="Nothing", about={}, base_iri="https://example.org/kg/")
    page = open_at(path)
    assert "0 entities" in page.locator("#status").inner_text()
    for key in ("e", "1", "0", "+", "r", "u"):
        page.keyboard.press(key)
    page.locator("#search").fill("a")
    assert "No such name" in page.locator("#found").inner_text()
