from __future__ import annotations

import pytest

from kg.annotate.versions import Versions
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
