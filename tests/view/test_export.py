"""Taking the view along: PNG, CSV, and a SPARQL query that finds the same statements in a store."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from kg.ontology import load_ontology
from kg.rdf import write
from kg.view import write_page

from .synthetic import Writer, merge, small_graph

pytestmark = pytest.mark.browser

KG = "https://example.org/kg/ontology#"
DATA = "https://example.org/kg/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same graph as the store of a build holds it."""
    folder = tmp_path_factory.mktemp("rdf")
    written = write(small_graph(), load_ontology(), folder, base_iri=DATA, version="0", files=["graph.trig"])
    assert not written.violations
    store = Store()
    store.load(path=folder / "graph.trig", format=RdfFormat.TRIG)
    return store


def answers(store: Store, query: str) -> Any:
    return store.query(query, use_default_graph_as_union=True)


def rows_of(page: Any) -> list[dict[str, str]]:
    page.locator("#open-export").click()
    with page.expect_download() as download:
        page.locator("#save-csv").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.keyboard.press("Escape")
    return list(csv.DictReader(io.StringIO(text)))


def query_of(page: Any) -> str:
    page.locator("#open-export").click()
    return str(page.locator("#sparql").inner_text())


VIEWS = [
    "",
    "#unasserted=1",
    "#types=Person,Place",
    "#relations=makes",
    "#confidence=0.9",
    "#articles=b-second",
    "#from=2024",
    "#to=2023-12",
    "#hidden=brand/velta",
    "#types=Model&confidence=0.85&unasserted=1",
    "#entity=model/velta-n3&near=1",
    "#entity=company/ferrin&near=2",
    "#entity=company/ferrin&near=2&unasserted=1&confidence=0.65",
    "#entity=brand/velta",
    "#entity=brand/velta&collapsed=brand/velta",
    "#collapsed=brand/velta",
    "#edge=brand/velta,model/velta-n3",
    "#path=company/ferrin,model/velta-n3",
    "#types=Brand",
    "#types=Company",
    "#from=2023-05-16&to=2023",
]


@pytest.mark.parametrize("address", VIEWS)
def test_query_finds_what_is_in_view(open_page: Any, small_page: Path, store: Store, address: str) -> None:
    page = open_page(small_page, address)
    graph = small_graph()
    keys = {entity.label: DATA + key for key, entity in graph.entities.items()}
    seen = {
        (keys[row["subject"]], KG + row["about"], keys[row["object_or_value"]], row["article"], row["sentence"])
        for row in rows_of(page)
        if row["kind"] == "statement"
    }
    found = {
        (row["subject"].value, row["relation"].value, row["object"].value, row["id"].value, row["sentence"].value)
        for row in answers(store, query_of(page))
    }
    assert seen == found
    assert seen


def test_table_of_an_open_entity_holds_its_own_figures(open_page: Any, small_page: Path) -> None:
    rows = rows_of(open_page(small_page, "#entity=model/velta-n3"))
    assert {row["subject"] for row in rows if row["kind"] == "figure"} == {"Velta N3"}


def test_table_holds_statements_and_figures(open_page: Any, small_page: Path) -> None:
    rows = rows_of(open_page(small_page))
    assert [row["kind"] for row in rows].count("figure") == 7
    price = next(row for row in rows if row["about"] == "price" and row["article"] == "a-first")
    assert price["object_or_value"] == "139800"
    assert price["unit"] == "CNY"
    assert price["sentence"] == "The Velta N3 costs 139,800 yuan and travels 510 km."
    assert {row["status"] for row in rows} == {"asserted"}


def test_picture_is_a_png_as_big_as_the_stage(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page)
    page.locator("#open-export").click()
    with page.expect_download() as download:
        page.locator("#save-png").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    box = page.locator("#canvas").bounding_box()
    assert abs(width - box["width"]) <= 1
    assert abs(height - box["height"]) <= 1
    assert download.value.suggested_filename == "graph.png"


def test_copies_or_says_why_not(open_page: Any, small_page: Path) -> None:
    page = open_page(small_page, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#open-export").click()
    page.locator("#copy-sparql").click()
    page.until("document.querySelector('#dialog [role=status]').textContent === 'Copied.'")
    assert page.evaluate("navigator.clipboard.readText()").startswith("PREFIX kg:")


@pytest.mark.parametrize(
    "name", ["=1+2", "+1", "-1+1|cmd", "@SUM(A1)", " \t=1", "\ufeff=1", "\uff1d1+2", "'=1", "\r=1"]
)
def test_table_holds_no_formulas(open_page: Any, tmp_path: Path, name: str) -> None:
    """Names as a hostile article gives them, which a spreadsheet would run."""
    writer = Writer("a", [("company/one", "Company", name), ("brand/two", "Brand", "Two")])
    writer.relate(0, "makes", 1, writer.say(0, " makes ", 1, "."), role=name)
    path = tmp_path / "graph.html"
    graph = merge([writer.article()], {"a": ("company/one", "brand/two")})
    write_page(graph, path, title="A", about={}, base_iri=DATA)
    row = rows_of(open_page(path))[0]
    for column in ("subject", "condition_or_role", "sentence"):
        assert row[column].startswith("'")
        assert row[column].removeprefix("'").startswith(name.replace("\r", "\n") if "\r" in name else name)


def test_numbers_below_zero_stay_numbers(open_page: Any, tmp_path: Path) -> None:
    writer = Writer("a", [("company/one", "Company", "One")])
    writer.measure(0, "growth", -33.78, "percent", writer.say(0, " fell by 33.78%."))
    path = tmp_path / "graph.html"
    write_page(merge([writer.article()], {"a": ("company/one",)}), path, title="A", about={}, base_iri=DATA)
    assert rows_of(open_page(path))[0]["object_or_value"] == "-33.78"
