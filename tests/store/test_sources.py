"""The stored queries that count who says a fact, and the values of a metric: of one thing and of everything alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.corrections import Correction, Exclusion, Thing, add, exclude, undo
from kg.graph import merge
from kg.model import Article, Graph, Observation, Statement, Status
from kg.ontology import default_folder
from kg.pipeline import Built
from kg.resolve import resolve
from kg.store import Session, bind_stored, find_stored, select
from tests.pipeline.test_living import make as make_output
from tests.pipeline.test_living import write
from tests.support import article, entity

FOLDER = default_folder()
MAKERS = ("Acme", "Bolt", "Corvo")
COPIES = {"b": "a", "d": "c"}
Fact = tuple[str, str, str]

REPORT = (
    "The three makers of vans met at the harbour of Ostrava on Monday.\n"
    "Dealers had waited for eight months on average, and the town council agreed to widen two roads.\n"
    "Analysts expect that all of them will fight for the same drivers and for the same cells before long.\n"
)


def said(name: str, statements: Iterable[Statement], figures: Iterable[Observation] = ()) -> Article:
    made = article(name, *(entity("Company", maker) for maker in MAKERS))
    return replace(made, statements=tuple(statements), observations=tuple(figures))


def merged(articles: list[Article], copies: Mapping[str, str]) -> Graph:
    return merge(articles, resolve(articles), copies=copies)


def ask(session: Session, query: str, **params: str) -> list[dict[str, str]]:
    return list(select(session, bind_stored(find_stored(FOLDER, query), params, session)).dicts())


def facts(session: Session, query: str, **params: str) -> dict[Fact, tuple[str, float]]:
    """The facts of an answer, each with what it says of the articles, and how sure it is."""
    found = ask(session, query, **params)
    told = {
        (row["subjectName"], row["relation"].rpartition("#")[2].removeprefix("kg:"), row["objectName"]): (
            row.get("articles") or row["article"],
            float(row["confidence"]),
        )
        for row in found
    }
    assert len(told) == len(found)
    return told


def counted(articles: Iterable[Article], copies: Mapping[str, str]) -> dict[Fact, tuple[set[str], float]]:
    """What the queries are to find: the sources of each asserted fact, and the most that one of them is sure."""
    found: dict[Fact, tuple[set[str], float]] = {}
    for one in articles:
        id = one.document.id
        for said in one.statements:
            if said.status == "asserted":
                fact = (MAKERS[said.subject], said.predicate, MAKERS[said.object])
                sources, sure = found.get(fact, (set(), 0.0))
                found[fact] = (sources | {copies.get(id, id)}, max(sure, said.confidence))
    return found


statuses: st.SearchStrategy[Status] = st.sampled_from(("asserted", "asserted", "negated", "rumoured"))
statements = st.builds(
    lambda ends, relation, status, sure: Statement(ends[0], relation, ends[1], 0, status=status, confidence=sure),
    st.sampled_from([(0, 1), (1, 2), (2, 0)]),
    st.sampled_from(["subsidiaryOf", "supplies"]),
    statuses,
    st.sampled_from([0.5, 0.75, 1.0]),
)
tellings = st.lists(st.lists(statements, max_size=4), min_size=4, max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tellings, st.booleans())
def test_sources_are_counted_alike_for_one_thing_and_for_all(
    make: Callable[[Graph], Path], told: list[list[Statement]], copied: bool
) -> None:
    articles = [said(name, own) for name, own in zip("abcd", told, strict=True)]
    copies = COPIES if copied else {}
    wanted = counted(articles, copies)
    with Session(make(merged(articles, copies)) / "store") as session:
        for params in ({}, {"entity": "Acme"}, {"relation": "supplies"}, {"entity": "Bolt", "relation": "supplies"}):
            asked = {
                fact: found
                for fact, found in wanted.items()
                if params.get("entity", fact[0]) in fact and params.get("relation", fact[1]) == fact[1]
            }
            assert facts(session, "best-supported", **params) == {
                fact: (str(len(sources)), sure) for fact, (sources, sure) in asked.items()
            }
            assert facts(session, "single-source", **params) == {
                fact: (*sources, sure) for fact, (sources, sure) in asked.items() if len(sources) == 1
            }


def test_order_and_number_of_the_facts(make: Callable[[Graph], Path]) -> None:
    told = [
        said("a", [Statement(0, "supplies", 1, 0, confidence=0.5), Statement(1, "supplies", 2, 0, confidence=0.9)]),
        said("b", [Statement(0, "supplies", 1, 0, confidence=0.6), Statement(2, "supplies", 0, 0, confidence=0.4)]),
    ]
    with Session(make(merged(told, {})) / "store") as session:
        assert [fact[0] for fact in facts(session, "best-supported")] == ["Acme", "Bolt", "Corvo"]
        assert [fact[0] for fact in facts(session, "single-source")] == ["Corvo", "Bolt"]
        stored = find_stored(FOLDER, "single-source")
        fewer = replace(stored, text=stored.text.replace("LIMIT 500", "LIMIT 1"))
        assert len(select(session, bind_stored(fewer, {}, session)).rows) == 1
        assert len(select(session, bind_stored(fewer, {"entity": "Bolt"}, session)).rows) == 1
        assert len(select(session, bind_stored(fewer, {"entity": "Corvo"}, session)).rows) == 2


def built(folder: Path) -> Built:
    return make_output(folder / "texts", folder / "output", folder / "log")


def told(output: Path, query: str) -> dict[str, str]:
    """The number of sources, or the only one, of each fact, the same of all as of each maker."""
    with Session(output / "store") as session:
        found = facts(session, query)
        for maker in MAKERS:
            assert facts(session, query, entity=maker) == {fact: n for fact, n in found.items() if maker in fact}
    return {f"{subject} {object_}": source for (subject, _, object_), (source, _) in found.items()}


def test_copies_corrections_and_changes_are_followed(tmp_path: Path) -> None:
    """What a build into an existing output counts, as copies appear and go, and claims are rejected and added."""
    write(
        tmp_path / "texts",
        a=f"{REPORT}Acme buys Bolt.\nBolt buys Corvo.\nCorvo builds 10 cars.",
        b=f"{REPORT}Acme buys Bolt.\nBolt buys Corvo.\nCorvo builds 10 cars.\nBy our own reporter.",
        c="Acme buys Bolt.\nBolt builds 10 cars.",
    )
    output = built(tmp_path).folder
    assert told(output, "best-supported") == {"Acme Bolt": "2", "Bolt Corvo": "1"}
    assert told(output, "single-source") == {"Bolt Corvo": "a"}

    write(tmp_path / "texts", b="Acme buys Bolt.\nBolt buys Corvo.\nCorvo builds 20 cars.")
    built(tmp_path)
    assert told(output, "best-supported") == {"Acme Bolt": "3", "Bolt Corvo": "2"}
    assert told(output, "single-source") == {}

    acme, bolt = Thing("Acme", "Company"), Thing("Bolt", "Company")
    rejected = Correction("reject", acme, bolt, about="subsidiaryOf")
    added = Correction("add", bolt, acme, about="subsidiaryOf", sentence="Bolt builds 10 cars.")
    add(output, [rejected, added])
    built(tmp_path)
    assert told(output, "best-supported") == {"Bolt Corvo": "2", "Bolt Acme": "1"}
    assert told(output, "single-source") == {"Bolt Acme": "c"}

    undo(output, ["1"])
    exclude(output, [Exclusion("c")])
    built(tmp_path)
    assert told(output, "best-supported") == {"Acme Bolt": "2", "Bolt Corvo": "2"}
    assert told(output, "single-source") == {}


figures = st.lists(
    st.builds(
        lambda who, value, unit, how: Observation(who, "price", value, unit, 0, "", how, confidence=0.5),
        st.integers(0, 2),
        st.integers(1, 9),
        st.sampled_from(["EUR", "USD"]),
        st.sampled_from(["", "net", "more than", "at least, net", "up to"]),
    ),
    max_size=12,
    unique_by=lambda o: (o.subject, o.value, o.unit, o.qualifier),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures)
def test_ranges_are_of_what_is_exact_where_anything_is(
    make: Callable[[Graph], Path], figures: list[Observation]
) -> None:
    groups: dict[tuple[str, str], list[Observation]] = {}
    for figure in figures:
        groups.setdefault((MAKERS[figure.subject], figure.unit), []).append(figure)
    wanted = {}
    for key, own in groups.items():
        exact = [figure for figure in own if figure.qualifier in ("", "net")] or own
        values = [int(figure.value) for figure in exact]
        wanted[key] = (min(values), max(values), len(values))
    with Session(make(merged([said("a", [], figures)], {})) / "store") as session:
        for params in ({}, {"entity": "Acme"}, {"unit": "EUR"}):
            found = {
                (row["entityName"], row["unit"]): (int(row["lowest"]), int(row["highest"]), int(row["values"]))
                for row in ask(session, "value-range", **params)
            }
            assert found == {
                key: value
                for key, value in wanted.items()
                if params.get("entity", key[0]) == key[0] and params.get("unit", key[1]) == key[1]
            }
