"""Moving about in the page: filters, hiding, neighbours, paths, undo, keyboard, the address, the phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from .conftest import PHONE

pytestmark = pytest.mark.browser


def status(page: Any) -> str:
    return str(page.locator("#status").inner_text())


def drawn(page: Any) -> set[str]:
    keys = page.evaluate(
        """() => { const rows = JSON.parse(document.getElementById("data-nodes").textContent);
                   return Object.keys(network.body.nodes).filter((id) => !isNaN(id)).map((id) => rows[id].key); }"""
    )
    return set(keys)


def test_type_filter_takes_away_and_brings_back(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.get_by_label("model").first.uncheck()
    assert drawn(page).isdisjoint({"model/velta-n3", "model/velta-n7"})
    assert "types=Model" in page.url
    assert "6 entities" in status(page)
    page.locator("#undo").click()
    assert "model/velta-n3" in drawn(page)
    assert page.get_by_label("model").first.is_checked()


def test_only_button_leaves_one_kind(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.get_by_role("button", name="Only company").focus()
    page.keyboard.press("Enter")
    assert drawn(page) == {"company/ferrin", "company/orlanda-motors"}


def test_relation_filter_leaves_out_what_hangs_on_it_alone(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.locator("[data-value=worksFor]").uncheck()
    assert "person/ines-okoro" not in drawn(page)
    assert "model/velta-n7" in drawn(page)


def test_article_confidence_and_period_filters(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.locator("[data-article=b-second]").check()
    page.open_name("Velta N3")
    page.heading("Velta N3")
    assert "139,800" not in page.locator("#panel section").all_inner_texts()[1]
    page.locator("[data-article=b-second]").uncheck()
    page.locator("#confidence").fill("0.9")
    assert "place/port-almar" not in drawn(page)
    page.locator("#reset").click()
    page.locator("#time-from").fill("2024")
    page.locator("#time-from").press("Tab")
    assert "person/ines-okoro" not in drawn(page)
    assert "place/port-almar" in drawn(page)


def test_unasserted_statement_is_a_dashed_line_when_asked_for(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, "#types=Brand,Model,Person,Place&relations=partnersWith")
    dashes = "() => Object.values(network.body.edges).map((edge) => Boolean(edge.options.dashes))"
    assert page.evaluate(dashes) == []
    page.locator("#unasserted").check()
    assert page.evaluate(dashes) == [True]


def test_near_expand_collapse_hide_and_undo(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, "#entity=company/ferrin&near=1")
    assert drawn(page) == {"company/ferrin", "company/orlanda-motors"}
    page.get_by_label("Show only what is near").select_option("2")
    assert "brand/velta" in drawn(page)
    page.locator("[aria-label='Arrow keys']")
    page.open_name("Orlanda Motors")
    page.heading("Orlanda Motors")
    page.get_by_role("button", name="Hide").click()
    assert "company/orlanda-motors" not in drawn(page)
    assert "hidden=company" in page.url
    page.get_by_role("button", name="Show Orlanda Motors").click()
    assert "company/orlanda-motors" in drawn(page)
    page.open_name("Velta")
    page.heading("Velta")
    page.get_by_role("button", name="Collapse").click()
    assert "model/velta-n7" not in drawn(page)
    assert "model/velta-n3" in drawn(page)
    page.keyboard.press("u")
    assert "model/velta-n7" in drawn(page)


def test_shortest_path(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, "#entity=company/ferrin")
    page.get_by_role("button", name="Path to…").click()
    page.locator("#path-end").fill("Lattice")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.heading("From Ferrin to Lattice Cell")
    text = page.panel()
    assert "4 steps" in text
    assert "Ferrin and Orlanda Motors are partners." in text
    assert "path=company/ferrin,technology/lattice-cell" in page.url


def test_drag_pins_and_undo_brings_back(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    x, y = page.point("person/ines-okoro")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 50, steps=4)
    page.mouse.up()
    assert "pinned=person/ines-okoro@" in page.url
    assert abs(page.point("person/ines-okoro")[0] - x - 60) < 12
    again = open_page(small_page, page.url[page.url.index("#") :])
    assert again.place("person/ines-okoro") == page.place("person/ines-okoro")
    page.keyboard.press("Control+z")
    assert abs(page.point("person/ines-okoro")[0] - x) < 2


def test_address_keeps_the_view(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, "#entity=brand/velta&types=Person&unasserted=1&theme=dark")
    page.heading("Velta")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert not page.get_by_label("person").first.is_checked()
    assert page.locator("#unasserted").is_checked()
    page.evaluate("location.hash = '#entity=place/port-almar'")
    page.heading("Port Almar")
    page.go_back()
    page.heading("Velta")


@pytest.mark.parametrize(
    "address",
    [
        "#entity=nothing/here",
        "#entity=%E0%A4%A&types=<b>&near=x&path=a&pinned=a@b",
        "#" + "&".join(["=", "==", "entity"]),
    ],
)
def test_nonsense_in_the_address_is_left_out(open_page: Any, small_page: Path, address: str) -> None:
    page = open_page(small_page, address)
    assert "This graph" in page.panel()
    assert "8 entities" in status(page)


def test_address_takes_an_iri_or_a_name(open_page: Any, small_page: Path) -> None:
    open_page(small_page, "#entity=https://example.org/kg/place/port-almar").heading("Port Almar")
    open_page(small_page, "#entity=Port%20Almar").heading("Port Almar")


def test_picture_by_keyboard(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    first = status(page)
    assert re.search(r", \d+ neighbours?$", first)
    seen = {first}
    for key in ("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
        seen.add(status(page))
    assert len(seen) > 2
    page.keyboard.press("Enter")
    page.until("document.body.classList.contains('open')")
    name = page.locator("#panel h2").inner_text()
    assert page.evaluate("document.activeElement.textContent") == name
    page.keyboard.press("r")
    page.until("document.querySelector('#panel h2').textContent.includes(' and ')")
    page.keyboard.press("Escape")
    page.until("!document.body.classList.contains('open')")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_keys_zoom_help_and_theme(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, color_scheme="light")
    scale = page.evaluate("network.getScale()")
    page.keyboard.press("+")
    assert page.evaluate("network.getScale()") > scale
    page.keyboard.press("0")
    assert page.evaluate("network.getScale()") == pytest.approx(scale)
    page.keyboard.press("d")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.keyboard.press("?")
    assert "shortest path" in page.locator("#dialog").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator("#dialog").is_visible()


def test_list_opens_entities_without_the_picture(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.get_by_role("tab", name="List").click()
    assert page.locator("#list li").count() == 8
    page.locator("#list").get_by_role("link", name="Ferrin").press("Enter")
    page.heading("Ferrin")


def test_dark_follows_the_system(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, color_scheme="dark")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in re.findall(r"\d+", ground)[:3]) < 120
    page.emulate_media(color_scheme="light")
    page.until("document.documentElement.dataset.theme === 'light'")


def test_phone(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, viewport=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert "brand 1" in page.locator("#legend").inner_text()
    page.locator("#open-filters").tap()
    assert page.locator("#side").is_visible()
    page.get_by_label("person").first.uncheck()
    page.locator("#open-filters").tap()
    page.until("getComputedStyle(document.getElementById('side')).visibility === 'hidden'")
    page.open_name("Velta N3")
    page.heading("Velta N3")
    sheet = page.locator("#panel").bounding_box()
    assert sheet["x"] == 0
    assert sheet["width"] == PHONE["width"]
    left, top = page.point("model/velta-n3")
    assert 0 < left < PHONE["width"]
    assert top < sheet["y"]
    page.get_by_role("button", name="Close details").tap()
    page.until("getComputedStyle(document.getElementById('panel')).visibility === 'hidden'")
