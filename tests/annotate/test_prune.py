from __future__ import annotations

from dataclasses import replace

import pytest

from kg.annotate.prune import unsure, without
from kg.model import LocalEntity, Mention, Observation, Statement
from tests.annotate.support import marked

LIMITS = {"generic": 0.9, "Company": 0.8, "Technology": 0.7}
TYPES = {"Halcyra": "Company", "Dune": "Model", "damper": "Technology", "Marl": "Technology", "Tarn": "Company"}


def names(text: str, confidence: float = 0.75) -> tuple[tuple[Mention, ...], tuple[LocalEntity, ...]]:
    _, mentions, entities = marked(text, **TYPES)
    return tuple(replace(m, confidence=confidence) for m in mentions), entities


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("[Halcyra] and the [Dune]", {"Halcyra"}),
        ("[Halcyra], [Halcyra] and the [Dune]", set()),
        ("a [damper] and [Marl]", {"damper"}),
    ],
)
def test_what_is_named_once_and_of_which_nothing_is_said_must_be_sure(text: str, gone: set[str]) -> None:
    mentions, entities = names(text)
    assert {entities[n].name for n in unsure(mentions, entities, (), (), LIMITS)} == gone
    assert unsure(mentions, entities, (), (), {}) == frozenset()
    assert unsure(*names(text, 0.95), (), (), LIMITS) == frozenset()


def test_what_the_lexicon_knows_and_what_is_said_stay() -> None:
    mentions, entities = names("[Halcyra] and [Tarn]")
    known = (replace(entities[0], concept="company/halcyra"), entities[1])
    assert unsure(mentions, known, (), (), LIMITS) == {1}
    assert unsure(mentions, entities, (Statement(0, "partnersWith", 1, 0),), (), LIMITS) == frozenset()
    assert (
        unsure(mentions, entities, (), (Observation(1, "employees", 4, "person", 0, speaker=0),), LIMITS) == frozenset()
    )


def test_those_that_remain_are_counted_anew() -> None:
    mentions, entities = names("[Tarn]: [Halcyra] makes the [Dune]")
    parts = mentions, entities, (Statement(1, "makes", 2, 0, speaker=1),), (Observation(2, "seats", 4, "", 0),)
    left = without(frozenset({0}), *parts)
    assert [(left[1][m.entity].name, m.text) for m in left[0]] == [("Halcyra", "Halcyra"), ("Dune", "Dune")]
    (statement,), (observation,) = left[2:]
    assert (statement.subject, statement.object, statement.speaker) == (0, 1, 0)
    assert (observation.subject, observation.speaker) == (1, None)
    assert without(frozenset(), *parts) == parts
