"""Figures: whose they are, of which metric, and what their value is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from kg.annotate.observations import find_observations
from kg.annotate.parser import load_parser
from kg.annotate.sentences import sentences
from kg.model import Observation
from kg.ontology import Ontology
from tests.annotate.support import marked

Figures = set[tuple[str, str, float | int | str, str]]


@pytest.fixture(scope="module")
def parser() -> Language:
    return load_parser()


def figures(text: str, parser: Language, ontology: Ontology, **types: str) -> Figures:
    """The figures of a text whose names stand in square brackets: subject, metric, value, unit."""
    _, _, entities = marked(text, **types)
    found = observed(text, parser, ontology, **types)
    return {(entities[o.subject].name, o.metric, o.value, o.unit) for o in found if o.status == "asserted"}


def observed(text: str, parser: Language, ontology: Ontology, **types: str) -> tuple[Observation, ...]:
    plain, mentions, entities = marked(text, **types)
    doc = parser(plain)
    split = sentences(plain, [s.start_char for s in doc.sents])
    return find_observations(doc, mentions, entities, split, ontology, "2024-05-14")


TYPES = {"Halcyra": "Company Brand", "Orvo": "Company", "Dune": "Model", "Nib": "Model"}
SAID: list[tuple[str, list[tuple[str, str, float | str, str, str, str]]]] = [
    ("The [Dune] costs 25,000 euros.", [("Dune", "price", 25_000, "EUR", "", "")]),
    ("[Halcyra] delivered 12,000 vehicles in April.", [("Halcyra", "deliveries", 12_000, "vehicle", "2024-04", "")]),
    ("[Halcyra] built 9,000 cars in May.", [("Halcyra", "production", 9_000, "vehicle", "2024-05", "")]),
    ("[Halcyra] took 20,000 orders for the [Dune].", [("Dune", "orders", 20_000, "vehicle", "", "")]),
    (
        "[Halcyra] sold 5,000 cars in 2023, up 12 percent.",
        [("Halcyra", "sales", 5_000, "vehicle", "2023", ""), ("Halcyra", "growth", 12, "percent", "2023", "sales")],
    ),
    ("Sales of [Halcyra] fell by 8 percent in Q1 2024.", [("Halcyra", "growth", -8, "percent", "2024-Q1", "sales")]),
    ("[Halcyra] plans to sell 10,000 cars next year.", [("Halcyra", "sales", 10_000, "vehicle", "2025", "planned")]),
    ("[Halcyra] employs 4,500 people.", [("Halcyra", "employees", 4_500, "other", "", "")]),
    ("[Halcyra] was founded in 1998.", [("Halcyra", "foundedDate", "1998", "date", "", "")]),
    ("The [Dune] was launched on May 3, 2024.", [("Dune", "launchDate", "2024-05-03", "date", "", "")]),
    ("[Halcyra] holds a 20 percent stake in [Orvo].", [("Halcyra", "stake", 20, "percent", "", "")]),
    (
        "[Halcyra] posted revenue of 3 billion dollars and a profit of 200 million dollars.",
        [("Halcyra", "revenue", 3 * 10**9, "USD", "", ""), ("Halcyra", "profit", 2 * 10**8, "USD", "", "")],
    ),
    ("[Halcyra] spent 300 million euros on R&D in 2023.", [("Halcyra", "rdInvestment", 3 * 10**8, "EUR", "2023", "")]),
    ("[Halcyra] holds 3,000 patents.", [("Halcyra", "patents", 3_000, "other", "", "")]),
    (
        "The [Dune] and the [Nib] cost 25,000 and 15,000 euros.",
        [("Dune", "price", 25_000, "EUR", "", ""), ("Nib", "price", 15_000, "EUR", "", "")],
    ),
    (
        "The [Dune] accelerates from 0 to 100 km/h in 3.9 seconds and reaches 210 km/h.",
        [("Dune", "acceleration", 3.9, "s", "", ""), ("Dune", "topSpeed", 210, "km/h", "", "")],
    ),
    (
        "The motor of the [Dune] gives 150 kW and 310 Nm.",
        [("Dune", "power", 150, "kW", "", ""), ("Dune", "torque", 310, "Nm", "", "")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_whose_figure_of_what_and_when(
    parser: Language, ontology: Ontology, text: str, expected: list[tuple[str, str, float | str, str, str, str]]
) -> None:
    types = {name: kinds for name, kinds in TYPES.items() if f"[{name}]" in text}
    _, _, entities = marked(text, **types)
    found = [o for o in observed(text, parser, ontology, **types) if o.status == "asserted"]
    told = [(entities[o.subject].name, o.metric, o.value, o.unit, o.period, o.qualifier) for o in found]
    assert told == expected


def test_growth_tells_of_what_and_of_which_goods(parser: Language, ontology: Ontology) -> None:
    text = (
        "In April 2023 the output of other models (fuel vehicles) of [Halcyra] fell 39%.\n\n"
        "In May the output of other models of [Halcyra] reached 10,400 units, down 63% year-on-year; "
        "sales reached 9,542 vehicles, down 61%.\n\nRevenue of [Halcyra] rose 4%."
    )
    grown = {o.value: o.qualifier for o in observed(text, parser, ontology, **TYPES) if o.metric == "growth"}
    assert grown == {
        -39: "production, fuel vehicles",
        -63: "production, other models (fuel vehicles), year-on-year",
        -61: "sales, other models (fuel vehicles), year-on-year",
        4: "revenue",
    }


def test_what_is_denied_is_no_fact(parser: Language, ontology: Ontology) -> None:
    (found,) = observed("The [Dune] does not cost 25,000 euros.", parser, ontology, Dune="Model")
    assert (found.metric, found.status) == ("price", "denied")


def test_a_list_belongs_to_the_name_that_heads_it(parser: Language, ontology: Ontology) -> None:
    text = (
        "Two versions of the [Velmora Kestra] go on sale\n\nThe [Velmora Kestra] comes in two trims.\n\n"
        "[Breeze]\n\nTechnical data\n\n- Motor: 81 kW\n- Battery: 41.5 kWh\n- Range: 305 km\n\n"
        "[Gale]\n\nTechnical data\n\n- Motor: 122 kW\n- Battery: 58.2 kWh\n- Range: 421 km\n"
    )
    found = figures(text, parser, ontology, Velmora_Kestra="Model", Breeze="Model", Gale="Model")
    assert {("Breeze", "power", 81, "kW"), ("Breeze", "range", 305, "km")} <= found
    assert {("Gale", "batteryCapacity", 58.2, "kWh"), ("Gale", "range", 421, "km")} <= found


def test_a_list_belongs_to_what_can_have_such_figures(parser: Language, ontology: Ontology) -> None:
    text = (
        "[Velmora Kestra] priced from 21,900 euros\n\nThe [Velmora Kestra] is a small car.\n\n"
        "What makes it so light is without doubt the new cell chemistry, which its maker calls [Corvane cells].\n\n"
        "- Length: 3,980 mm\n- Width: 1,742 mm\n- Wheelbase: 2,510 mm\n- Top speed: 145 km/h\n"
    )
    found = figures(text, parser, ontology, Velmora_Kestra="Model", Corvane_cells="Technology")
    assert {("Velmora Kestra", "length", 3980, "mm"), ("Velmora Kestra", "topSpeed", 145, "km/h")} <= found


def test_a_count_has_no_decimals_even_where_other_figures_have_a_comma(parser: Language, ontology: Ontology) -> None:
    text = "The [Kestra] needs 6,4 seconds to 100 km/h. Last year [Velmora] sold 41,208 units of the [Kestra]."
    found = figures(text, parser, ontology, Kestra="Model", Velmora="Company")
    assert 41208 in {value for _, metric, value, _ in found if metric == "sales"}


def test_an_ontology_without_weights_leaves_those_of_another_alone(
    parser: Language, ontology: Ontology, tmp_path: Path
) -> None:
    text = "The [Velmora Kestra] is a small car.\n\n- Length: 3,980 mm\n- Top speed: 145 km/h\n"
    bare = replace(ontology, folder=tmp_path)
    kept = replace(ontology)
    sure = [{o.confidence for o in observed(text, parser, which, Velmora_Kestra="Model")} for which in (bare, kept)]
    assert sure[0] != sure[1] == {o.confidence for o in observed(text, parser, ontology, Velmora_Kestra="Model")}
