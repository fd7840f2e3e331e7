"""The picture in a frame of a notebook: in a real browser, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import OutputFailed
from kg.pipeline import Built


def test_the_picture_holds_what_is_near(built: Built) -> None:
    with kg.load(built.folder) as loaded:
        one, two = loaded.show("BMAG"), loaded.show("BMAG", steps=2)
        assert 1 < one.entities < two.entities
        assert loaded.show("BMAG", steps=2, most=3).entities == 3
        assert loaded.show().entities > 3
        assert repr(one) == f"Picture('BMAG', {one.entities} entities)"
        assert "Kestrel" in one.html


def test_the_picture_is_saved_as_a_page(built: Built, tmp_path: Path) -> None:
    with kg.load(built.folder) as loaded:
        picture = loaded.show("Kestrel")
    assert picture.save(tmp_path / "kestrel.html").read_text("utf-8") == picture.html
    with pytest.raises(OutputFailed, match="choose another place"):
        picture.save(tmp_path / "no" / "such.html")


@pytest.mark.browser
def test_a_notebook_shows_it_and_it_asks_for_nothing(built: Built, chromium: Any, tmp_path: Path) -> None:
    with kg.load(built.folder) as loaded:
        picture = loaded.show("BMAG", steps=2)
    cell = tmp_path / "cell.html"
    cell.write_text(f"<!doctype html><meta charset=utf-8><body>{picture._repr_html_()}", "utf-8")
    page = chromium.new_context(viewport={"width": 1100, "height": 800}).new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url[:60]))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(cell.as_uri())
    inside = page.frame_locator("iframe")
    inside.locator("html[data-ready=true]").wait_for(state="attached")
    assert inside.locator("#panel h2").inner_text() == "Brontide Motors AG"
    inside.locator("#panel a.entity", has_text="Kestrel").first.click()
    inside.locator("#panel h2", has_text="Kestrel").wait_for()
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    page.context.close()
