"""Corrections in builds: they are followed, survive what changes, can be undone, and complain when they cannot be."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.corrections import Correction, Thing, add, load_corrections, undo
from kg.output import CORRECTIONS
from kg.pipeline import Built
from kg.store.explain import explain
from kg.store.query import run_query
from tests.pipeline.test_living import MAKERS, apply, changes, contents, make, rows, write

TRIPLES = """SELECT ?s ?o { ?st rdf:subject/rdfs:label ?s ; rdf:predicate kg:subsidiaryOf ; rdf:object/rdfs:label ?o }
ORDER BY ?s ?o"""
VALUES = """SELECT ?s ?v ?c { ?o sosa:hasFeatureOfInterest/rdfs:label ?s ; sosa:hasSimpleResult ?v ; kg:confidence ?c }
ORDER BY ?s ?v"""
SIGNED = {"by": "anna", "at": "2031-05-06T07:08:09Z"}


def table(folder: Path, query: str) -> list[tuple[str, ...]]:
    lines = run_query(folder, query, format="csv").splitlines()[1:]
    return [tuple(line.split(",")) for line in lines]


def things(name: str, other: str) -> tuple[Thing, Thing]:
    return Thing(name, "Company"), Thing(other, "Company")


def claim(kind: str, name: str, other: str, sentence: str = "") -> Correction:
    return Correction(kind, *things(name, other), about="subsidiaryOf", sentence=sentence, **SIGNED)  # type: ignore[arg-type]


def unmet(built: Built) -> dict[str, str]:
    return {row["id"]: row["reason"] for row in built.report["corrections"]["unmet"]}


class Bench:
    """A folder of articles and its output."""

    def __init__(self, folder: Path, **articles: str) -> None:
        self.folder = folder
        self.texts = write(folder / "texts", **articles)
        self.output = folder / "output"
        self.build()

    def build(self) -> Built:
        return make(self.texts, self.output, self.folder / "log")

    def correct(self, *made: Correction) -> Built:
        add(self.output, made)
        return self.build()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        tmp_path,
        a="Acme buys Bolt.\nBolt builds 10 cars.",
        b="Bolt buys Corvo.\nCorvo builds 20 cars.",
        c="Acme builds 10 cars.",
    )


def test_names_are_merged_renamed_and_retyped_in_the_order_of_the_corrections(bench: Bench) -> None:
    built = bench.correct(
        Correction("merge", *things("Acme", "Corvo"), why="one house", **SIGNED),
        Correction("rename", Thing("Corvo"), new="Acme Group", **SIGNED),
        Correction("retype", Thing("Bolt"), new="Brand", **SIGNED),
        Correction("retype", Thing("Bolt", "Brand"), new="Company", **SIGNED),
        Correction("retype", Thing("Acme Group"), new="Company", **SIGNED),
    )
    assert unmet(built) == {}
    assert table(bench.output, TRIPLES) == [("Acme Group", "Bolt"), ("Bolt", "Acme Group")]
    (thing,) = explain(bench.output, "Corvo").things
    assert (thing.label, thing.types, thing.names) == ("Acme Group", ("Company",), ("Acme", "Corvo"))
    assert thing.iri.endswith("/company/acme-group")
    assert "“Corvo” = “Acme”: as correction 1 by anna, 2031-05-06: one house" in thing.merges
    assert [(found.by, found.at) for found in thing.corrections] == [("anna", "2031-05-06T07:08:09Z")] * 3
    assert {found.why for found in thing.corrections} == {"one house", ""}
    before = contents(bench.output)
    undo(bench.output, ["2", "5"])
    bench.build()
    assert contents(bench.output) != before
    assert table(bench.output, TRIPLES) == [("Acme", "Bolt"), ("Bolt", "Acme")]


def test_what_gets_another_class_is_one_with_what_has_the_name_and_class(tmp_path: Path) -> None:
    bench = Bench(tmp_path, a="Acme is there.", b="Bolt is there.")
    bench.correct(Correction("retype", Thing("Acme"), new="Model", **SIGNED))
    (thing,) = explain(bench.output, "Acme").things
    assert (thing.types, thing.iri.rsplit("/", 2)[-2:]) == (("Model",), ["model", "acme"])


def test_what_is_kept_apart_stays_two_even_where_an_article_took_it_for_one(tmp_path: Path) -> None:
    bench = Bench(tmp_path, a="Acme buys Bolt.\nBolt is there.", b="Acme Motor buys Corvo.\nCorvo is there.")
    together = bench.correct(Correction("merge", *things("Acme", "Acme Motor"), **SIGNED))
    assert together.report["counts"]["entities"] == 3
    undo(bench.output, ["1"])
    apart = bench.correct(Correction("apart", *things("Acme", "Acme Motor"), **SIGNED))
    assert apart.report["counts"]["entities"] == 4
    both = bench.correct(
        Correction("merge", *things("Acme", "Bolt"), **SIGNED),
        Correction("merge", *things("Bolt", "Acme Motor"), **SIGNED),
    )
    assert list(unmet(both)) == ["3"]
    assert "keeps apart" in unmet(both)["3"]
    assert both.report["counts"]["entities"] == 3


def test_claims_are_rejected_confirmed_and_added_with_their_sentence(bench: Bench) -> None:
    ten = {"about": "production", "value": "10"}
    built = bench.correct(
        claim("reject", "Acme", "Bolt", "Acme buys Bolt."),
        claim("confirm", "Bolt", "Corvo"),
        claim("add", "Corvo", "Delto", "Corvo builds 20 cars."),
        Correction("reject", Thing("Acme"), **ten, **SIGNED),  # type: ignore[arg-type]
        Correction("confirm", Thing("Bolt"), **ten, sentence="Bolt  builds\n10 cars.", **SIGNED),  # type: ignore[arg-type]
        Correction("add", Thing("Bolt"), **ten, unit="vehicle", sentence="Bolt buys Corvo.", **SIGNED),  # type: ignore[arg-type]
    )
    assert unmet(built) == {}
    assert table(bench.output, TRIPLES) == [("Bolt", "Corvo"), ("Corvo", "Delto")]
    assert [row[:2] for row in table(bench.output, VALUES)] == [("Bolt", "10"), ("Bolt", "10"), ("Corvo", "20")]
    (added,) = (said for thing in explain(bench.output, "Delto").things for said in thing.says)
    assert (added.sentence, added.component, added.confidence) == ("Corvo builds 20 cars.", "correction", 1.0)
    (claimed,) = explain(bench.output, added.iri).things
    assert claimed.corrections[0].by == "anna"
    (acme,) = explain(bench.output, "Acme").things
    assert any("reject: “Acme” (Company) subsidiaryOf “Bolt”" in found.text for found in acme.corrections)
    (confirmed,) = {said.confidence for said in explain(bench.output, "Bolt").things[0].says if "Corvo" in said.text}
    assert confirmed == 1.0


def test_a_confirmed_claim_stays_though_it_is_not_read_out_any_more(bench: Bench) -> None:
    bench.correct(claim("confirm", "Acme", "Corvo", "Acme buys Bolt."))
    assert ("Acme", "Corvo") in table(bench.output, TRIPLES)


def test_what_nothing_bears_out_any_more_is_told_with_what_to_do(bench: Bench) -> None:
    built = bench.correct(
        claim("reject", "Acme", "Bolt", "Acme buys Bolt."),
        claim("confirm", "Bolt", "Corvo"),
        Correction("rename", Thing("Corvo"), new="Corvo Cars", **SIGNED),
        Correction("merge", *things("Acme", "Bolt"), **SIGNED),
        claim("add", "Bolt", "Nobody", "Acme buys Bolt."),
    )
    assert unmet(built) == {}
    (bench.texts / "b.txt").unlink()
    (bench.texts / "c.txt").unlink()
    write(bench.texts, a="Acme Motor buys Bolt Cars.")
    built = bench.build()
    reasons = unmet(built)
    assert sorted(reasons) == ["1", "2", "3", "4", "5"]
    assert "“Acme buys Bolt.”" in reasons["1"]
    assert reasons["3"] == "no article names “Corvo” any more"
    row = built.report["corrections"]["unmet"][0]
    assert "kg correct --undo 1" in row["todo"]
    assert "“Acme” (Company) subsidiaryOf “Bolt” (Company)" in row["correction"]
    trig = (bench.output / "graph.trig").read_text()
    assert 'kg:unmet "no article names “Corvo” any more"' in trig
    assert len(load_corrections(bench.output).made) == 5


def test_what_does_not_fit_the_ontology_is_told_and_left(bench: Bench) -> None:
    built = bench.correct(
        Correction("retype", Thing("Acme"), new="Boat", **SIGNED),
        replace(claim("reject", "Acme", "Bolt"), about="sails"),
    )
    assert "no class 'Boat'" in unmet(built)["1"]
    assert "no relation or metric 'sails'" in unmet(built)["2"]
    assert ("Acme", "Bolt") in table(bench.output, TRIPLES)
    assert explain(bench.output, "Acme").things[0].types == ("Company",)


def test_a_name_of_two_things_is_told_and_touches_neither(tmp_path: Path) -> None:
    bench = Bench(tmp_path, a="Bolt is there.", b="Corvo is there.")
    bench.correct(
        Correction("retype", Thing("Bolt"), new="Model", **SIGNED),
        Correction("rename", Thing("Bolt"), new="Corvo", **SIGNED),
    )
    built = bench.correct(Correction("rename", Thing("Corvo"), new="Corva", **SIGNED))
    assert "may be any of Corvo (Company), Corvo (Model)" in unmet(built)["3"]
    assert not run_query(bench.output, 'ASK { ?s rdfs:label "Corva" }', format="csv").startswith("true")


def test_hostile_names_and_sentences_stay_text(bench: Bench) -> None:
    evil = 'x" . <a> <b> <c> \\u0022\n<script>alert(1)</script> } GRAPH <g> { \u202e“'
    built = bench.correct(
        Correction("rename", Thing("Corvo"), new=evil, by=evil, at=SIGNED["at"], why=evil),
        claim("add", "Bolt", evil, "Bolt buys Corvo."),
    )
    assert unmet(built) == {}
    assert "<script>alert" not in (bench.output / "graph.html").read_text(encoding="utf-8")
    graphs = table(bench.output, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    assert [g.rsplit("/", 1)[-1] for (g,) in graphs] == ["a", "b", "c", "corrections"]
    (thing,) = explain(bench.output, "Corvo").things
    assert evil in {found.by for found in thing.corrections}
    report = json.loads((bench.output / "report.json").read_text(encoding="utf-8"))
    assert report["violations"] == []


names = st.sampled_from(MAKERS)
pairs = st.tuples(names, names).filter(lambda pair: pair[0] != pair[1])
decisions = st.one_of(
    st.builds(
        lambda kind, pair: Correction(kind, *things(*pair), **SIGNED), st.sampled_from(["merge", "apart"]), pairs
    ),
    st.builds(
        lambda name, new: Correction("rename", Thing(name), new=new, **SIGNED), names, st.sampled_from(["Neo", "Bolt"])
    ),
    st.builds(lambda name: Correction("retype", Thing(name), new="Brand", **SIGNED), names),
    st.builds(
        lambda kind, pair, says: claim(kind, *pair, f"{pair[0]} buys {pair[1]}." if says or kind == "add" else ""),
        st.sampled_from(["reject", "confirm", "add"]),
        pairs,
        st.booleans(),
    ),
)
steps = st.tuples(st.lists(changes, max_size=2), st.lists(decisions, max_size=2), st.booleans())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=2, max_size=4))
def test_any_corrections_and_changes_give_the_bytes_of_a_build_from_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[list[tuple[str, str, str]], list[Correction], bool]],
) -> None:
    folder = tmp_path_factory.mktemp("corrected")
    bench = Bench(folder, always="Acme Motor buys Corvo.\nAcme buys Bolt.\nBolt Cars builds 10 cars.")
    for number, (articles, made, back) in enumerate(steps):
        for change in articles:
            apply(bench.texts, change)
        known = load_corrections(bench.output).made
        if back and known:
            undo(bench.output, [known[0].id])
        add(bench.output, made)
        grown = bench.build()
        fresh = folder / f"fresh-{number}"
        fresh.mkdir()
        shutil.copy(bench.output / CORRECTIONS, fresh)
        again = make(bench.texts, fresh, folder / "log")
        assert contents(grown.folder) == contents(again.folder)
        assert rows(grown.folder) == rows(again.folder)
        assert grown.report["corrections"] == again.report["corrections"]


def test_a_correction_reads_no_article_anew(bench: Bench) -> None:
    built = bench.correct(Correction("rename", Thing("Corvo"), new="Corva", **SIGNED))
    assert built.report["cache"] == {"reused": 3, "read": 0, "trouble": ""}
    first = (bench.output / CORRECTIONS).read_bytes()
    assert bench.build().report["corrections"] == {"made": 1, "unmet": []}
    assert (bench.output / CORRECTIONS).read_bytes() == first
