"""What a screen reader and a keyboard find: names, focus, contrast; checked with axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.axe import violations

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

VIEWS = [
    "",
    "#entity=model/velta-n3&unasserted=1",
    "#edge=brand/velta,model/velta-n3",
    "#path=company/ferrin,brand/velta",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", VIEWS)
def test_axe_finds_nothing(open_at: Any, small_page: Path, address: str, scheme: str) -> None:
    assert violations(open_at(small_page, address, color_scheme=scheme)) == []


def test_axe_finds_nothing_in_what_the_graph_is_made_of(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, viewport=PHONE)
    page.locator("#open-about").click()
    page.wait_for_selector("#panel")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_axe_finds_nothing_in_search_dialogs_and_side(
    open_page: Any, small_page: Path, viewport: dict[str, int]
) -> None:
    page = open_page(small_page, viewport=viewport)
    page.locator("#search").fill("velta")
    assert violations(page) == []
    page.locator("#search").fill("nobody")
    assert violations(page) == []
    page.locator("#search").fill("")
    page.locator("#open-export").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("l")
    page.until("getComputedStyle(document.getElementById('side')).visibility === 'visible'")
    assert violations(page) == []


def test_everything_can_be_reached_with_tab_and_shows_focus(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, "#entity=brand/velta")
    reached: list[str] = []
    for _ in range(90):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => { const at = document.activeElement;
                       return [at.id || at.getAttribute("aria-label") || at.textContent.trim().slice(0, 40),
                               at === document.body ? "" : getComputedStyle(at).outlineStyle]; }"""
        )
        if outline:
            assert outline != "none", f"focus cannot be seen on {name}"
        reached.append(name)
    for expected in ("search", "undo", "open-export", "theme", "canvas", "zoom-in", "confidence", "path-to", "reset"):
        if expected != "undo":
            assert expected in reached
    assert "Velta N7" in reached
    assert "Only company" in reached


def test_text_is_announced(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    assert page.locator("#status").get_attribute("role") == "status"
    assert page.locator("#search").get_attribute("role") == "combobox"
    page.locator("#search").fill("Velta")
    assert page.locator("#search").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = page.locator("#search").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"


def test_focus_stays_where_it_was_when_the_page_changes(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, "#entity=brand/velta", viewport={"width": 1440, "height": 500})
    page.evaluate("document.getElementById('panel').scrollTop = 60")
    page.get_by_role("button", name="Pin").focus()
    page.keyboard.press("Enter")
    page.until("document.activeElement.textContent === 'Pin' && document.activeElement.ariaPressed === 'true'")
    assert page.evaluate("document.getElementById('panel').scrollTop") == 60
    box = page.locator("[data-article=b-second]")
    box.focus()
    page.keyboard.press("Space")
    page.until("document.activeElement.dataset.article === 'b-second' && document.activeElement.checked")
