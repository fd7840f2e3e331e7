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
