"""The stored queries: their headers, their parameters, and that the files run in any store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import OntologyInvalid, QueryInvalid
from kg.model import Graph, Observation, Statement
from kg.ontology import default_folder
from kg.store import (
    Session,
    bind,
    bind_stored,
    bind_text,
    find_stored,
    run_query,
    run_stored,
    select,
    select_stored,
    stored_queries,
)
from kg.store import names as names_module
from kg.store.results import parse
from kg.store.stored import read_stored
from tests.rdf.sample import first, sample, second, with_article

FOLDER = default_folder()
STORED = stored_queries(FOLDER)


def ask(where: Path | Session, stored: str, /, **params: str | list[str]) -> list[dict[str, str]]:
    if isinstance(where, Path):
        return list(select_stored(where, FOLDER, stored, params=params).dicts())
    return list(select(where, bind_stored(find_stored(FOLDER, stored), params, where)).dicts())


@pytest.fixture(scope="module")
def session(output: Path) -> Iterator[Session]:
    with Session(output / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def data(output: Path) -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    found.parse(output / "graph.trig")
    return found


def test_there_are_many() -> None:
    assert len(STORED) >= 25


@pytest.mark.parametrize("name", STORED)
def test_every_file_runs_as_it_stands(session: Session, name: str) -> None:
    stored = STORED[name]
    rows = parse(session.run(stored.text)[0])
    assert rows.columns
    assert stored.title
    assert stored.description.endswith(".")


@pytest.mark.parametrize("name", STORED)
def test_every_file_says_the_same_in_another_engine(data: rdflib.Dataset, session: Session, name: str) -> None:
    ours = parse(session.run(STORED[name].text)[0])
    theirs = data.query(STORED[name].text)
    assert theirs.vars is not None
    assert sorted(ours.columns) == sorted(map(str, theirs.vars))
    assert len(ours.rows) == sum(1 for row in theirs if any(row))


@pytest.mark.parametrize("name", STORED)
def test_taking_out_what_allows_anything_changes_nothing(session: Session, name: str) -> None:
    stored = STORED[name]
    if not stored.required:
        bound = bind_stored(stored, {}, session)
        assert sorted(parse(session.run(bound)[0]).rows, key=str) == sorted(
            parse(session.run(stored.text)[0]).rows, key=str
        )


def test_positions(session: Session) -> None:
    (row,) = ask(session, "positions", person="ilse brandt")
    assert (row["employerName"], row["position"], row["article"]) == ("Norda Motors", "head of design", "first")
    assert row["sentence"].startswith("Ilse Brandt, head of design")
    assert ask(session, "positions", role="chairman") == []


def test_what_is_not_asserted_is_asked_for(session: Session) -> None:
    assert {row["makerName"] for row in ask(session, "line-up", model="K2")} == {"Velm"}
    assert [row["subjectName"] for row in ask(session, "evidence", relation="makes", status="rumoured")] == [
        "Norda Motors"
    ]
    assert len(ask(session, "evidence", relation="makes", status="any")) == 2
    (rumour,) = ask(session, "not-asserted")
    assert rumour["status"] == "rumoured"


def test_relations_that_hold_both_ways(session: Session) -> None:
    for one, other in (("Norda", "Ostrava Cells"), ("Ostrava Cells", "Norda Motors")):
        assert [row["otherName"] for row in ask(session, "partners", partner=one)] == [other]


def test_figures_by_period_and_several_values(session: Session) -> None:
    assert {row["value"] for row in ask(session, "figures", entity="K2", metric="price")} == {"21500", "22900"}
    both = ask(session, "figures", metric=["price", "launchDate"], unit=["EUR", "date"])
    assert len({row["value"] for row in both}) == 3
    (row,) = ask(session, "value-range", entity="Velm K2")
    assert (row["lowest"], row["highest"], row["values"]) == ("21500", "22900", "2")


def test_growth_is_computed(make: Callable[[Graph], Path]) -> None:
    sold = [
        ("2031-01", 100, ""),
        ("2031-03", 150, ""),
        ("2031-02", 80, ""),
        ("2031", 900, ""),
        ("2031-02", 7, "exports"),
    ]
    figures = tuple(Observation(2, "deliveries", value, "vehicle", 1, period, kind) for period, value, kind in sold)
    output = make(with_article(sample(), replace(first(), observations=figures)))
    found = [
        (row["period"], row["value"], row["before"], row["growth"]) for row in ask(output, "time-series", entity="K2")
    ]
    assert found == [
        ("2031", "900", "", ""),
        ("2031-01", "100", "", ""),
        ("2031-02", "80", "2031-01", "-20"),
        ("2031-03", "150", "2031-02", "87.5"),
        ("2031-02", "7", "", ""),
    ]
    assert [row["highest"] for row in ask(output, "ranking", period="2031-0")] == ["150", "100", "80"]


def test_ranges_leave_out_bounds_where_something_exact_is_said(make: Callable[[Graph], Path]) -> None:
    figures = (
        Observation(2, "price", 21500, "EUR", 1, "", "min"),
        Observation(2, "price", 24500, "EUR", 1, "", "max"),
        Observation(2, "price", 20000, "EUR", 0, "", "more than"),
        Observation(2, "range", 400, "km", 0, "", "more than"),
    )
    output = make(with_article(sample(), replace(first(), observations=figures)))
    (price,) = (row for row in ask(output, "value-range", entity="K2") if row["unit"] == "EUR")
    assert (price["lowest"], price["highest"]) == ("21500", "24500")
    (distance,) = ask(output, "value-range", entity="K2", metric="range")
    assert (distance["lowest"], distance["highest"]) == ("400", "400")
    stated = ask(output, "stated-ranges", entity="K2")
    assert [(row["lowest"], row["highest"], row["article"]) for row in stated] == [("21500", "24500", "first")]


def test_supply_chains(make: Callable[[Graph], Path]) -> None:
    article = second()
    chain = (Statement(2, "supplies", 1, 1), Statement(1, "supplies", 0, 1))
    output = make(with_article(sample(), replace(article, statements=chain)))
    assert [row["supplierName"] for row in ask(output, "suppliers", customer="K2")] == ["Norda Motors"]
    two = ask(output, "suppliers", customer="K2", steps="2")
    assert [(row["supplierName"], row["distance"]) for row in two] == [("Norda Motors", "1"), ("Ostrava Cells", "2")]
    assert len(ask(output, "customers", supplier="Ostrava Cells", steps="4")) == 2


def test_conflicts_show_both_sentences(session: Session) -> None:
    (row,) = ask(session, "conflicts")
    assert {row["value1"], row["value2"]} == {"21500", "22900"}
    assert {row["article1"], row["article2"]} == {"first", "second"}
    assert "reports say" in row["sentence1"] + row["sentence2"]


def test_paths_need_both_ends(session: Session) -> None:
    found = ask(session, "paths", **{"from": "Ilse Brandt", "to": "Velm K2"})
    assert [(row["via1"], row["via2"]) for row in found] == [("Norda Motors", "Velm")]
    with pytest.raises(QueryInvalid, match="paths needs --param to="):
        ask(session, "paths", **{"from": "Velm"})


def test_quoted_words(session: Session) -> None:
    assert {(row["speakerName"], row["value"] or row["other"]) for row in ask(session, "speakers")} == {
        ("Ilse Brandt", "Velm K2"),
        ("Norda Motors", "22900"),
    }


@pytest.mark.parametrize(
    "written", ["Norda", "norda MOTORS", "company/norda-motors", "<https://example.org/kg/company/norda-motors>"]
)
def test_entities_go_by_any_name(session: Session, written: str) -> None:
    assert [row["brandName"] for row in ask(session, "brands", owner=written)] == ["Velm"]


def test_unknown_name_has_a_hint(session: Session) -> None:
    with pytest.raises(QueryInvalid, match=r"nothing in the graph is called 'Nordra'; did you mean Norda"):
        ask(session, "brands", owner="Nordra")


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("no-such", {}, "there is no stored query 'no-such'"),
        ("line-ups", {}, "did you mean line-up"),
        ("line-up", {"colour": "red"}, "has no parameter 'colour'; it has maker, model"),
        ("suppliers", {"steps": "many"}, "steps='many': not a number"),
        ("figures", {"metric": "a b"}, "not the name of a metric"),
        ("figures", {"unit": "\ud800"}, "no valid Unicode"),
    ],
)
def test_wrong_use_is_explained(output: Path, name: str, params: dict[str, str], message: str) -> None:
    with pytest.raises(QueryInvalid, match=message):
        run_stored(output, FOLDER, name, params=params)


INJECTIONS = (
    '" } ; DROP ALL #',
    "x\\",
    '"""',
    "'} UNION { ?s ?p ?o } #",
    "<http://x/>",
    "a\nb",
    "}",
    "UNDEF",
    "$name ?name",
    "",
)


@pytest.mark.parametrize("text", INJECTIONS)
def test_values_never_become_part_of_the_query(session: Session, text: str) -> None:
    assert ask(session, "denotes", name=text) == []
    with pytest.raises(QueryInvalid):
        ask(session, "line-up", maker=text)


RDFLIB_EXPANDS = re.compile(r"\\u[0-9a-f]{4}", re.IGNORECASE)
"""What rdflib takes for an escape in a query even behind a backslash that is escaped itself."""


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
@example("\\U0000")
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    query = bind("SELECT ?x { VALUES ?x { UNDEF } }", {"x": [ox.Literal(text)]})
    (row,) = ox.Store().query(query)  # type: ignore[misc, union-attr]
    assert row["x"] == ox.Literal(text)
    if not RDFLIB_EXPANDS.search(text):
        assert next(iter(rdflib.Graph().query(query)))[0] == rdflib.Literal(text)


def test_parameters_of_free_queries(output: Path) -> None:
    query = "SELECT ?l { VALUES ?e { UNDEF } VALUES ?n { 1 } ?e rdfs:label ?l FILTER(?n > 1.5) }"
    params = {"e": "<https://example.org/kg/brand/velm>", "n": "2"}
    assert run_query(output, query, params=params, format="csv") == "l\r\nVelm\r\n"
    assert bind_text("VALUES ?x { UNDEF } VALUES ?y { 1 }", {"y": "1.5"}).split("{")[1].strip().startswith('"1.5"^^')
    with pytest.raises(QueryInvalid, match=r"no block VALUES \?z"):
        run_query(output, query, params={"z": "1"})
    with pytest.raises(QueryInvalid, match="not an IRI"):
        run_query(output, query, params={"e": "<no good>"})


def test_table(output: Path) -> None:
    shown = run_query(output, "SELECT ?e ?l { ?e a kg:Brand ; rdfs:label ?l } ORDER BY ?e")
    assert shown.splitlines() == [
        "e                     l",
        "────────────────────  ────────────",
        "brand/velm            Velm",
        "company/norda-motors  Norda Motors",
    ]
    assert "\x1b" not in run_query(output, 'SELECT ("\\u001b[31m\\nred" AS ?x) {}')
    assert run_query(output, "ASK { ?s a kg:Brand }").split() == ["answer", "──────", "yes"]
    assert run_query(output, "DESCRIBE <brand/velm>").startswith("@base <https://example.org/kg/> .")


def test_formats(output: Path) -> None:
    query = "SELECT ?l { <brand/velm> rdfs:label ?l }"
    assert run_query(output, query, format="tsv") == '?l\n"Velm"\n'
    assert run_query(output, query, format="xml").startswith("<?xml")
    assert rdflib.Graph().parse(data=run_query(output, "DESCRIBE <brand/velm>", format="json"), format="json-ld")
    with pytest.raises(QueryInvalid, match="there is no format 'doc'"):
        run_query(output, query, format="doc")


GOOD = "# title: T\n# description: D.\n# param x: entity – what – any\nSELECT * { VALUES ?x { UNDEF } ?x ?p ?o }\n"


def test_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "what.rq"
    path.write_text(GOOD, encoding="utf-8")
    stored = read_stored(path)
    assert (stored.name, stored.title, stored.description) == ("what", "T", "D.")
    assert stored.parameter("x").description == "what"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("# title: T\n", ""), "no line '# title: …'"),
        (("entity", "thing"), "line 3: write '# param x: TYPE"),
        ((" – any", ""), "line 3: write '# param x: TYPE"),
        (("VALUES ?x { UNDEF }", ""), r"parameter x needs a block VALUES \?x"),
    ],
)
def test_faulty_header_is_named(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "bad.rq").write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(OntologyInvalid, match=message):
        find_stored(tmp_path, "bad")


def test_page_lists_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
    for name, stored in STORED.items():
        listed = ", ".join(f"`{p.name}`{'*' if p.name in stored.required else ''}" for p in stored.parameters)
        assert f"| `{name}` | {stored.description} | {listed} |" in page


def test_an_unknown_name_among_very_many_has_no_hint(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_module, "_MOST_NAMES", 2)
    with pytest.raises(QueryInvalid, match=r"nothing in the graph is called 'Nordra'; kg query --name entities"):
        ask(session, "brands", owner="Nordra")
