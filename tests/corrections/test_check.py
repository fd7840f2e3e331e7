"""What makes no sense is refused when it is said, and the message says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kg.corrections import Correction, Thing, check
from kg.corrections.form import made, thing
from kg.errors import UsageError
from kg.ontology import Ontology, load_ontology

TERN, NORVIK = Thing("Tern"), Thing("Norvik")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology(lexicon=False)


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(UsageError, match=words):
        yield


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        (Correction("retype", TERN, new="Boat"), "no class 'Boat'; it has Company"),
        (Correction("merge", Thing("Tern", "Boat"), NORVIK), "no class 'Boat'"),
        (Correction("merge", TERN, Thing("tern")), "both names are"),
        (Correction("reject", NORVIK, TERN, about="sails"), "no relation or metric 'sails'"),
        (Correction("reject", NORVIK, about="makes"), "makes is a relation"),
        (Correction("reject", NORVIK, TERN, about="price"), "price is a metric"),
        (Correction("add", NORVIK, TERN, about="makes"), "--sentence"),
        (Correction("add", TERN, about="price", value="1", sentence="So."), "--unit EUR"),
        (Correction("confirm", TERN, about="price", value="1", unit="shells"), "no unit 'shells'"),
    ],
)
def test_what_does_not_fit_the_ontology_is_refused(ontology: Ontology, correction: Correction, words: str) -> None:
    if words == "--unit EUR":
        words = "--unit "
    with refused(words):
        check(correction, [], ontology)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"kind": "merge"}, {"kind": "apart", "swapped": True}, "contrary"),
        ({"kind": "apart"}, {"kind": "merge"}, "contrary"),
        ({"kind": "merge"}, {"kind": "merge", "swapped": True}, "already"),
        ({"kind": "reject", "about": "makes"}, {"kind": "confirm", "about": "makes"}, "contrary"),
        ({"kind": "confirm", "about": "makes"}, {"kind": "reject", "about": "makes"}, "contrary"),
        ({"kind": "add", "about": "makes"}, {"kind": "reject", "about": "makes"}, "contrary"),
    ],
)
def test_the_same_twice_and_the_contrary_are_refused(
    ontology: Ontology, first: dict[str, Any], second: dict[str, Any], words: str
) -> None:
    def correction(kind: Any, swapped: bool = False, about: str = "", id: str = "") -> Correction:
        ends = (TERN, NORVIK) if swapped else (NORVIK, TERN)
        return Correction(kind, *ends, about=about, sentence="So it is." if about else "", id=id)

    known = correction(**first, id="4")
    with refused(f"correction 4 says .*{words}"):
        check(correction(**second), [known], ontology)


def test_unlike_corrections_go_together(ontology: Ontology) -> None:
    known = [
        Correction("merge", NORVIK, TERN, id="1"),
        Correction("reject", NORVIK, TERN, about="makes", sentence="A.", id="2"),
    ]
    check(Correction("apart", Thing("Halden"), TERN), known, ontology)
    check(Correction("confirm", NORVIK, TERN, about="makes", sentence="B."), known, ontology)
    check(Correction("reject", NORVIK, TERN, about="develops", sentence="A."), known, ontology)


def test_words_become_corrections(ontology: Ontology) -> None:
    def same(found: Thing) -> Thing:
        return found

    def say(kind: str, *words: str) -> list[Correction]:
        return made(kind, words, {"by": "anna"}, ontology, same)

    assert thing(" Norvik  Tern (Model) ", ontology) == Thing("Norvik Tern", "Model")
    assert thing("Tern (2024)", ontology) == Thing("Tern (2024)")
    assert say("merge", "A", "B", "C (Brand)") == [
        Correction("merge", Thing("A"), Thing("B"), by="anna"),
        Correction("merge", Thing("A"), Thing("C", "Brand"), by="anna"),
    ]
    assert len(say("apart", "A", "B", "C")) == 3
    assert say("reject", "A", "price", "12.5") == [
        Correction("reject", Thing("A"), about="price", value="12.5", by="anna")
    ]
    assert say("confirm", "A", "makes", "B") == [
        Correction("confirm", Thing("A"), Thing("B"), about="makes", by="anna")
    ]
    for kind, words in (("merge", ["A"]), ("rename", ["A"]), ("add", ["A", "makes"]), ("rename", ["A", " "])):
        with refused("kg correct|empty"):
            say(kind, *words)
    with refused("nothing is done by"):
        say("mend", "A")
