from __future__ import annotations

import re

import pytest

from kg.annotate.series import Series
from kg.model import LocalEntity, Mention
from kg.ontology import Ontology
from tests.annotate.support import marked


@pytest.fixture(scope="module")
def series(ontology: Ontology) -> Series:
    return Series(ontology.cues["relations"]["series"])


def named(text: str, kind: str = "Model") -> tuple[tuple[Mention, ...], tuple[LocalEntity, ...]]:
    """The mentions and entities, all of one class, of a text with its names in square brackets."""
    keys = {name.replace(" ", "_").replace("-", "_"): kind for name in re.findall(r"\[(.+?)\]", text)}
    return marked(text, **keys)[1:]


def members(series: Series, text: str) -> list[tuple[str, str]]:
    """(member, series) by name, of a text with its models in square brackets."""
    mentions, models = named(text)
    hits = list(series.find(mentions, models))
    assert {hit.relation for hit in hits} <= {"variantOf"}
    return [(mentions[hit.subject].text, mentions[hit.object].text) for hit in hits]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("The [V series] grew. The [V6] and the [V-9] sold well, the [Volt] did not.", "V series", ["V6", "V-9"]),
        ("[Dune Family]: [Dune], [Dune Max] and [Orvo Dune X]", "Dune Family", ["Dune", "Dune Max", "Orvo Dune X"]),
        ("The [Dune series] is not the [Dunedin].", "Dune series", []),
        ("The [Velm] is no series, nor is the [Velm S].", "", []),
    ],
)  # fmt: skip
def test_members_are_told_by_how_their_names_begin(series: Series, text: str, whole: str, parts: list[str]) -> None:
    assert members(series, text) == [(part, whole) for part in parts]


def test_the_closest_mentions_are_taken(series: Series) -> None:
    mentions, models = named("The [V6] is not all that came. The [V series] has the [V6].")
    (hit,) = series.find(mentions, models)
    assert hit.subject == 2


def test_other_things_are_no_members(series: Series) -> None:
    assert list(series.find(*named("The [V series] and the [V6].", "Technology"))) == []


def test_an_ontology_may_have_no_series() -> None:
    assert list(Series({}).find(*named("The [V series] and the [V6]."))) == []
