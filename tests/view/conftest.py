"""A page in the real headless Chromium that records what it asks the network for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kg.ontology import load_ontology
from kg.view import write_page

from .synthetic import small_graph

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WIDTHS = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@dataclass
class Opened:
    """A page and what went on in it: requests beside the file itself, and messages of errors."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def open_name(self, name: str) -> None:
        """Type a name, take the first and wait for its details."""
        field = self.page.locator("input[type=search]")
        field.fill(name)
        field.press("ArrowDown")
        field.press("Enter")
        self.page.wait_for_selector("body.open #panel h2", state="attached")

    def side(self) -> None:
        """Bring the filters into sight, which a phone folds away."""
        if self.page.locator("#open-filters").is_visible() and not self.page.locator("#side").is_visible():
            self.page.locator("#open-filters").click()
            self.page.wait_for_selector("#side")

    def picture(self) -> None:
        """Bring the picture into sight again."""
        if self.page.locator("#open-filters").get_attribute("aria-expanded") == "true":
            self.page.locator("#open-filters").click()
            self.page.wait_for_selector("#side", state="hidden")

    def drawn(self) -> set[str]:
        """Keys of the entities in the picture."""
        keys = self.page.evaluate(
            """() => { const rows = JSON.parse(document.getElementById("data-nodes").textContent);
                   return Object.keys(network.body.nodes).filter((id) => !isNaN(id)).map((id) => rows[id].key); }"""
        )
        return set(keys)

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready=true]", state="attached")
        self.page.wait_for_selector("#panel h2", state="attached")

    def until(self, expression: str) -> None:
        """Wait until a JavaScript expression holds; Playwright's own way needs eval, which the page forbids."""
        end = time.monotonic() + 10
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"never became true: {expression}"
            self.page.wait_for_timeout(20)

    def heading(self, text: str) -> None:
        """Wait until the details are headed `text`."""
        self.until(f"document.querySelector('#panel h2')?.textContent === {json.dumps(text)}")

    def panel(self) -> str:
        return str(self.page.locator("#panel").inner_text())

    def point(self, key: str) -> tuple[float, float]:
        """Where on the screen the node of an entity is."""
        left, top = self._spot("network.canvasToDOM(network.getPosition(id))", key)
        box = self.page.locator("#canvas").bounding_box()
        return left + box["x"], top + box["y"]

    def place(self, key: str) -> tuple[float, float]:
        """Where in the picture the node of an entity is, whatever part of it is in view."""
        return self._spot("network.getPosition(id)", key)

    def line_point(self, one: str, other: str) -> tuple[float, float]:
        """Where on the screen the middle of the line between two entities is."""
        (left, top), (right, bottom) = self.point(one), self.point(other)
        return (left + right) / 2, (top + bottom) / 2

    def _spot(self, expression: str, key: str) -> tuple[float, float]:
        spot = self.page.evaluate(
            f"""key => {{
              const id = JSON.parse(document.getElementById("data-nodes").textContent).find((n) => n.key === key).id;
              const at = {expression};
              return [at.x, at.y];
            }}""",
            key,
        )
        return spot[0], spot[1]


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Any]:
    """open_page(path, hash="", **context) → Opened; what it recorded must be empty at the end of the test."""
    contexts, opened = [], []

    def open_it(path: Path, address: str = "", **options: Any) -> Opened:
        context = chromium.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        seen = Opened(page)
        opened.append(seen)
        page.on("request", lambda r: None if r.url.split("#")[0] == path.as_uri() else seen.requests.append(r.url))
        page.on("pageerror", lambda error: seen.errors.append(f"{error} {error.stack}"))
        page.on("console", lambda m: seen.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.goto(path.as_uri() + address)
        seen.ready()
        return seen

    yield open_it
    for context in contexts:
        context.close()
    for seen in opened:
        assert seen.requests == []
        assert seen.errors == []


@pytest.fixture(params=sorted(WIDTHS))
def open_at(request: pytest.FixtureRequest, open_page: Any) -> Any:
    """open_at(path, hash=""): the same as open_page, once in a window of a desk and once of a phone."""
    return partial(open_page, **WIDTHS[request.param])


@pytest.fixture(scope="session")
def small_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    about = {"Articles": "2", "Version": "0.1.0"}
    write_page(
        small_graph(),
        path,
        title="Two articles",
        about=about,
        base_iri="https://example.org/kg/",
        ontology=load_ontology(lexicon=False),
    )
    return path
