from __future__ import annotations

import pytest

from kg.annotate.qualify import Surnames, Versions
from kg.model import Statement
from kg.ontology import Ontology
from tests.annotate.support import marked

TYPES = {
    "Halcyra": "Company", "Dune": "Model", "Nib": "Model", "Long_range_version": "Model", "Dune_Sport": "Model",
    "Sport_edition": "Model", "Standard": "Technology", "Oster_version": "Model", "Dune_Oster_version": "Model",
    "Sport_version": "Model",
}  # fmt: skip


@pytest.fixture(scope="module")
def versions(ontology: Ontology) -> Versions:
    trims = frozenset(word.casefold() for word in ontology.cues["names"]["trims"])
    return Versions(ontology.cues["relations"]["bare"], trims)


def names(versions: Versions, text: str, *said: tuple[str, str, str]) -> set[str]:
    """The names of the entities of a text with its names in square brackets; `said` are names, and a status."""
    _, mentions, entities = marked(text, **TYPES)
    keys = [e.name for e in entities]
    statements = [
        Statement(keys.index(a), "variantOf", keys.index(b), 0, status=status)
        for a, b, status in said  # type: ignore[arg-type]
    ]
    found = versions.named(mentions, entities, statements)
    assert [e.names for e in found] == [e.names for e in entities]
    return {e.name for e in found}


def test_a_version_carries_the_name_of_what_it_is_said_to_be_one_of(versions: Versions) -> None:
    text = "The [Dune] and the [Nib] of [Halcyra]: the [Long range version] is new."
    said = "Long range version", "Dune"
    assert "Dune Long range version" in names(versions, text, (*said, "asserted"))
    assert "Nib Long range version" in names(versions, text, (*said, "denied"))


def test_else_of_the_model_named_before_it(versions: Versions) -> None:
    found = names(versions, "The [Nib]. The [Dune] of [Halcyra] has a [Sport edition] and a [Long range version].")
    assert found == {"Nib", "Dune", "Halcyra", "Dune Sport edition", "Dune Long range version"}


def test_any_name_that_ends_like_a_version_and_begins_with_no_other_is_one(versions: Versions) -> None:
    assert names(versions, "The [Dune], its [Oster version].") == {"Dune", "Dune Oster version"}
    assert names(versions, "The [Nib]. The [Dune], the [Dune Oster version].") == {"Nib", "Dune", "Dune Oster version"}


def test_a_word_of_both_names_is_there_once(versions: Versions) -> None:
    assert names(versions, "The [Dune Sport] is a [Sport version].") == {"Dune Sport", "Dune Sport version"}


def test_other_names_stay(versions: Versions) -> None:
    assert names(versions, "The [Dune] and the [Dune Sport], [Standard].") == {"Dune", "Dune Sport", "Standard"}
    assert names(versions, "A [Long range version] of something.") == {"Long range version"}


def test_an_ontology_may_have_no_such_words() -> None:
    _, mentions, entities = marked("The [Dune] has a [Sport edition].", **TYPES)
    assert Versions({}, frozenset({"sport"})).named(mentions, entities, ()) == entities


def surnamed(ontology: Ontology, text: str, *said: Statement) -> list[str]:
    types = {"Oster": "Person", "Mira_Oster": "Person", "Halcyra": "Company", "Orvo": "Company"}
    _, _, entities = marked(text, **types)
    return [e.name for e in Surnames(ontology.cues["relations"]["surname"]).named(entities, said)]


def test_a_surname_alone_goes_by_the_employer(ontology: Ontology) -> None:
    works = Statement(0, "worksFor", 1, 0, confidence=0.8)
    assert surnamed(ontology, "[Oster] of [Halcyra]", works) == ["Oster (Halcyra)", "Halcyra"]
    assert surnamed(ontology, "[Mira Oster] of [Halcyra]", works) == ["Mira Oster", "Halcyra"]
    assert surnamed(ontology, "[Oster] met [Halcyra]", Statement(0, "founded", 1, 0)) == ["Oster", "Halcyra"]


def test_of_several_employers_the_surest_counts(ontology: Ontology) -> None:
    works = [Statement(0, "worksFor", n, 0, confidence=c) for n, c in ((1, 0.6), (2, 0.8))]
    denied = Statement(0, "worksFor", 1, 0, status="denied", confidence=0.9)
    for order in (works, works[::-1], [denied, *works]):
        assert surnamed(ontology, "[Oster], [Halcyra], [Orvo]", *order)[0] == "Oster (Orvo)"
