from __future__ import annotations

from dataclasses import replace

import pytest

from kg.annotate.sole import Sole
from kg.model import Statement
from kg.ontology import Ontology
from tests.annotate.support import marked, split

TYPES = {
    "Halcyra": "Company Brand", "Orvo": "Company", "Marl": "Technology",
    "Dune": "Model", "Nib": "Model", "Velm": "Model", "Velm_edition": "Model",
}  # fmt: skip
TEXT = (
    "[Halcyra] makes the [Dune] and the [Nib]. The [Velm] is new. The [Velm edition] of [Halcyra] has [Marl]. "
    "[Halcyra] praised the [Velm]."
)


@pytest.fixture(scope="module")
def sole(ontology: Ontology) -> Sole:
    return Sole(ontology.cues["relations"]["sole"])


def added(sole: Sole, text: str, *said: str) -> list[tuple[str, str, int]]:
    """(maker, model, sentence) that is added to what is said, as "Subject relation Object"."""
    plain, mentions, entities = marked(text, **TYPES)
    keys = [e.name for e in entities]
    statements = []
    for one, predicate, two in map(str.split, said):
        statements.append(Statement(keys.index(one), predicate, keys.index(two), 0))
    found = list(sole.find(mentions, entities, split(plain), statements))
    assert {s.predicate for s in found} <= {"makes"}
    return [(keys[s.subject], keys[s.object], s.sentence) for s in found]


def test_the_only_maker_makes_the_other_models_too(sole: Sole) -> None:
    assert added(sole, TEXT, "Halcyra makes Dune", "Halcyra makes Nib") == [("Halcyra", "Velm", 3)]


def test_not_where_another_maker_is_told_of(sole: Sole) -> None:
    assert added(sole, f"{TEXT} [Orvo] met.", "Halcyra makes Dune", "Orvo makes Nib") == []


def test_not_of_one_model_alone_nor_of_rivals(sole: Sole) -> None:
    assert added(sole, TEXT, "Halcyra makes Dune") == []
    assert added(sole, TEXT, "Halcyra makes Dune", "Halcyra makes Nib", "Dune competesWith Velm") == []


def test_what_is_denied_makes_no_other_maker_but_is_not_contradicted(sole: Sole) -> None:
    plain, mentions, entities = marked(f"{TEXT} [Orvo] met.", **TYPES)
    keys = [e.name for e in entities]
    made = [Statement(0, "makes", keys.index(model), 0) for model in ("Dune", "Nib")]
    denied = replace(made[0], subject=keys.index("Orvo"), status="denied")
    assert len(list(sole.find(mentions, entities, split(plain), [*made, denied]))) == 1
    assert not list(sole.find(mentions, entities, split(plain), [made[0], replace(made[1], status="denied")]))
    velm = replace(made[0], object=keys.index("Velm"), status="denied")
    assert not list(sole.find(mentions, entities, split(plain), [*made, velm]))


def test_an_ontology_may_have_no_such_rule() -> None:
    assert added(Sole({}), TEXT, "Halcyra makes Dune", "Halcyra makes Nib") == []
