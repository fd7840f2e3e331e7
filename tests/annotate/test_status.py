from __future__ import annotations

import pytest

from kg.annotate.status import Statuses
from kg.errors import OntologyInvalid
from kg.ontology import Ontology
from tests.annotate.support import marked


@pytest.fixture(scope="module")
def statuses(ontology: Ontology) -> Statuses:
    return Statuses(ontology.cues["status"])


def status(statuses: Statuses, text: str) -> str:
    """Status of what a sentence says of its first two names, which stand in square brackets."""
    plain, mentions, _ = marked(text, Halcyra="Company", Dune="Model", Orvo="Company", Nib="Model")
    return statuses.of(plain, 0, len(plain), [(m.begin, m.end) for m in mentions[:2]])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Halcyra] makes the [Dune].", "asserted"),
        ("[Halcyra] does not make the [Dune].", "denied"),
        ("[Halcyra] isn’t making the [Dune].", "denied"),
        ("[Halcyra] is not only making the [Dune].", "asserted"),
        ("[Halcyra] no longer makes the [Dune].", "denied"),
        ("[Halcyra] denied that it makes the [Dune].", "denied"),
        ("[Halcyra] makes the [Dune], but it does not make bicycles.", "asserted"),
        ("It never sells bicycles; [Halcyra] makes the [Dune].", "asserted"),
        ("[Halcyra] is rumoured to make the [Dune].", "rumoured"),
        ("Rumour has it that [Halcyra] makes the [Dune].", "rumoured"),
        ("[Halcyra] is considering the [Dune].", "hypothetical"),
        ("[Halcyra] hopes to make the [Dune].", "wished"),
        ("[Halcyra] will make the [Dune].", "asserted"),
        ("[Halcyra] knotted the [Dune].", "asserted"),
    ],
)
def test_how_a_sentence_says_it(statuses: Statuses, text: str, expected: str) -> None:
    assert status(statuses, text) == expected


def test_what_a_denial_does_not_stand_between_it_does_not_deny(statuses: Statuses) -> None:
    assert status(statuses, "The [Dune] of [Halcyra] is not cheap.") == "asserted"


def test_a_denial_counts_before_a_doubt(statuses: Statuses) -> None:
    assert status(statuses, "[Halcyra] denied rumours of the [Dune].") == "denied"


def test_ends_in_different_sentences_are_asserted(statuses: Statuses) -> None:
    text = "Halcyra never rests. It makes the Dune."
    assert statuses.of(text, 21, len(text), [(0, 7), (34, 38)]) == "asserted"
    assert statuses.of(text, 0, 20, []) == "asserted"


def test_nested_ends_are_asserted(statuses: Statuses) -> None:
    text = "Halcyra Dune is not here"
    assert statuses.of(text, 0, len(text), [(0, 12), (0, 7)]) == "asserted"


def test_an_ontology_without_cues_asserts_everything() -> None:
    assert status(Statuses({}), "[Halcyra] does not make the [Dune].") == "asserted"


def test_a_malformed_cue_is_named() -> None:
    with pytest.raises(OntologyInvalid, match=r"status\.toml"):
        Statuses({"denied": ["not ("]})
