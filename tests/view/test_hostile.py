"""Hostile names, sentences, titles and addresses reach the page as text, through a real browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Graph, Merge
from kg.view import write_page

from .synthetic import Writer, merge

pytestmark = pytest.mark.browser

PARTS = [
    "</script>",
    "<script>window.hit = 1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "javascript:window.hit=1",
    "<!--",
    "-->",
    "]]>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "${window.hit=1}",
    "&lt;b&gt;",
    "\\u003cscript\\u003e",
    "'",
    '"',
    "\u202eexe.txt",
    "\u2066",
    "\u2028",
    "\u0000",
    "\ufeff",
    "👩‍🚗",
    "比亚迪",
    "constructor",
    "__proto__",
    "toString",
    "%00%zz#&=,@",
]
hostile = st.lists(st.sampled_from(PARTS) | st.text(max_size=12), min_size=1, max_size=4).map("".join)


def graph_of(names: list[str]) -> Graph:
    """A graph in which everything that an article controls is hostile."""
    one, two, three = names[:3]
    entities = [("company/one", "Company", one), ("model/two", "Model", two), ("person/three", "Person", three)]
    writer = Writer("article", entities, title=three, publisher=two, url=one, date=one[:10])
    line = writer.say(0, f" {two} ", 1, f" {one} ", 2, " has 1,500 of it.")
    writer.relate(0, "makes", 1, line, role=two)
    writer.relate(2, one or "x", 0, line, role=one, speaker=1)
    writer.measure(0, two, 1500, three, line, period=one, qualifier=two)
    writer.measure(0, "price", one, "date", line, period=two, qualifier=three)
    graph = merge([writer.article()], {"article": ("company/one", "model/two", "person/three")})
    entity = graph.entities["company/one"]
    merged = replace(entity, names=(one, two, three), merges=(Merge(one, two, three),))
    return replace(graph, entities={**graph.entities, "company/one": merged})


class Visitor:
    """One page that opens each graph in turn and looks for anything that ran, was asked for, or went wrong."""

    def __init__(self, chromium: Any, folder: Path) -> None:
        self.path = folder / "graph.html"
        self.page = chromium.new_page(viewport={"width": 1200, "height": 800})
        self.trouble: list[str] = []
        self.page.on("request", lambda r: self._note(r.url) if not r.url.startswith(self.path.as_uri()) else None)
        self.page.on("pageerror", lambda error: self._note(f"{error} {error.stack}"))
        self.page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        self.page.on("dialog", lambda dialog: self._note(dialog.message))

    def _note(self, text: str) -> None:
        self.trouble.append(text)

    def visit(self, names: list[str]) -> None:
        about = {names[0]: names[1]}
        write_page(graph_of(names), self.path, title=names[2], about=about, base_iri="https://example.org/kg/")
        self.page.goto("about:blank")
        self.page.goto(self.path.as_uri() + "#entity=company/one")
        self.page.wait_for_selector("body.open #panel .evidence", state="attached")
        assert self.page.evaluate("window.hit") is None
        assert self.page.evaluate(FOREIGN) == 0
        shown = self.page.locator("#panel h2").text_content()
        assert shown == expected(names[0], 140)
        links = self.page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
        assert set(links) <= {"file:", "http:", "https:"}
        assert self.trouble == []


FOREIGN = "document.querySelectorAll('img, iframe, object, b, [onerror], [onload], #panel script, #side script').length"
CONTROLS = {*range(9), *range(0xB, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
CONTROLS |= set(range(0xFFF9, 0xFFFC))


def expected(name: str, limit: int) -> str:
    """What the page makes of a name: controls as �, one line, cut to the limit."""
    cut = name if len(name) <= 160 else name[:159] + "…"
    text = "".join(" " if c in "\t\n\r\u2028\u2029" else "\ufffd" if ord(c) in CONTROLS else c for c in cut)
    units = len(text.encode("utf-16-le")) // 2
    return text if units <= limit or len(text) <= limit else text[: limit - 1] + "…"


@pytest.fixture(scope="module")
def visitor(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return Visitor(chromium, tmp_path_factory.mktemp("hostile"))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(hostile, min_size=3, max_size=3))
def test_hostile_text_is_shown_as_text(visitor: Visitor, names: list[str]) -> None:
    visitor.visit(names)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(hostile, min_size=3, max_size=3))
def test_hostile_text_is_shown_as_text_at_length(visitor: Visitor, names: list[str]) -> None:
    visitor.visit(names)


def test_every_hostile_part_alone(visitor: Visitor) -> None:
    for start in range(0, len(PARTS), 3):
        visitor.visit([*PARTS[start : start + 3], *PARTS][:3])


def test_endless_name_and_sentence_are_cut(visitor: Visitor) -> None:
    visitor.visit(["N" * 100_000, "many words " * 9_000, "\u202e" * 100_000])
    assert visitor.path.stat().st_size < 900_000
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 1200
    assert visitor.page.locator("#panel blockquote").first.text_content().count("N") < 2_000
