"""Who says so: of an entity, a statement, a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryInvalid
from kg.store import explain

BASE = "https://example.org/kg/"


def test_entity_with_all_that_is_said_of_it(output: Path) -> None:
    (norda,) = explain(output, "norda").things
    assert (norda.iri, norda.kind, norda.label) == (f"{BASE}company/norda-motors", "entity", "Norda Motors")
    assert norda.types == ("Brand", "Company")
    assert norda.names == ("Norda",)
    assert norda.merges == ("“Norda” = “Norda Motors”: first word of the name",)
    assert [(said.text, said.status) for said in norda.says] == [
        ("Norda Motors ownsBrand Velm", "asserted"),
        ("Ilse Brandt worksFor Norda Motors (head of design)", "asserted"),
        ("Norda Motors makes Velm K2", "rumoured"),
        ("Norda Motors partnersWith Ostrava Cells", "asserted"),
    ]
    owns = norda.says[0]
    assert (owns.confidence, owns.component, owns.article, owns.date) == (0.88, "patterns", "first", "2031-03-04")
    assert (owns.title, owns.url, owns.speaker) == ("Norda shows the K2", "http://x.y/z", "")
    assert owns.sentence.startswith("Norda's brand Velm")
    assert (owns.begin, owns.end) == (132, 132 + len(owns.sentence))
    assert norda.says[2].speaker == "Ilse Brandt"


def test_figures_of_an_entity(output: Path) -> None:
    (k2,) = explain(output, "Velm K2").things
    figures = [
        (said.text, said.article, said.confidence) for said in k2.says if "K2 price" in said.text or "Date" in said.text
    ]
    assert figures == [
        ("Velm K2 launchDate 2031-03-04", "first", 0.9),
        ("Velm K2 price 21500 EUR", "first", 0.7),
        ("Velm K2 launchDate 2031-03-04", "second", 0.4),
        ("Velm K2 price 22900 EUR", "second", 0.66),
    ]


def test_statement(output: Path) -> None:
    (thing,) = explain(output, f"{BASE}document/first#statement=3").things
    assert (thing.kind, thing.label) == ("statement", "Norda Motors makes Velm K2")
    assert [(said.status, said.speaker) for said in thing.says] == [("rumoured", "Ilse Brandt")]


def test_observation_and_its_derivation(output: Path) -> None:
    (k2,) = explain(output, "Velm K2").things
    iri = next(said.iri for said in k2.says if "launchDate" in said.text)
    (whole,) = explain(output, iri).things
    assert (whole.kind, [said.article for said in whole.says]) == ("observation", ["first", "second"])
    (part,) = explain(output, "document/second#observation=1").things
    assert [said.article for said in part.says] == ["second"]
    assert part.says[0].iri == iri


def test_unknown_things(output: Path) -> None:
    with pytest.raises(QueryInvalid, match="did you mean Velm"):
        explain(output, "Vellm")
    with pytest.raises(QueryInvalid, match="IRIs of entities, statements and figures"):
        explain(output, "https://example.org/kg/document/first#statement=99")
