"""What is least certain is asked first, with its sentence; answers are corrections, and are not asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.corrections import load_corrections
from kg.ontology import Ontology, load_ontology
from kg.output import REVIEW
from kg.pipeline import Built
from kg.review import Doubt, Place, answer, doubts, evidence, put_off, skipped
from kg.store import load
from kg.store.source import open_source
from tests.pipeline.test_living import make, write

SIGNED: Mapping[str, str] = {"by": "anna", "at": "2031-05-06T07:08:09Z"}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology(lexicon=False)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    texts = write(
        tmp_path / "texts", a="Acme buys Bolt.\nBolt buys Corvo.\nCorvo is there.", b="Acme buys Bolt.\nBolt!"
    )
    return make(texts, tmp_path / "output", tmp_path / "log").folder


def asked(output: Path, most: int = 50) -> list[Doubt]:
    with open_source(output) as source:
        return doubts(source, load_corrections(output).made, put_off=skipped(output), most=most)


def test_unsure_claims_are_asked_once_with_their_sentence(output: Path) -> None:
    first, second = asked(output)
    assert first.question == "Does the sentence say that “Acme” (Company) subsidiaryOf “Bolt” (Company)?"
    assert first.certainty == second.certainty == 0.7
    with open_source(output) as source:
        assert evidence(source, first) == (Place("Acme buys Bolt.", first.yes.article),)
    assert [doubt.key for doubt in asked(output, most=1)] == [first.key]


def test_what_is_answered_is_not_asked_again_even_before_the_next_build(output: Path, ontology: Ontology) -> None:
    first, second = asked(output)
    made = answer(output, first, True, SIGNED, ontology)
    assert (made.id, made.kind, made.by, made.sentence) == ("1", "confirm", "anna", "Acme buys Bolt.")
    assert [doubt.key for doubt in asked(output)] == [second.key]
    assert answer(output, second, False, SIGNED, ontology).kind == "reject"
    assert asked(output) == []


def test_what_is_put_off_comes_last(output: Path) -> None:
    first, second = asked(output)
    put_off(output, first)
    assert [doubt.key for doubt in asked(output)] == [second.key, first.key]
    (output / REVIEW).write_text("{")
    assert skipped(output) == frozenset()


def test_a_merge_is_asked_with_a_sentence_for_each_name(built: Built) -> None:
    (merge,) = asked(built.folder)
    assert merge.question.startswith("Are “Brontide Motors AG”")
    assert merge.question.endswith(" and “BMAG” one thing?")
    assert "acronym" in merge.reason
    assert (merge.yes.kind, merge.no.kind) == ("merge", "apart")
    with open_source(built.folder) as source:
        places = evidence(source, merge)
    assert len(places) == 2
    assert "Brontide Motors AG" in places[0].sentence
    assert "BMAG" in places[1].sentence


def test_what_the_lexicon_or_a_person_decided_is_not_asked(tmp_path: Path) -> None:
    reasons = ("one thing in the lexicon", "the label of the lexicon's brand/tern", "as correction 3 by anna", "alias")
    (tmp_path / "graph.trig").write_text(
        "@base <https://example.org/kg/> . @prefix kg: <https://example.org/kg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<brand/tern> a kg:Brand ; rdfs:label "Tern" ; kg:mergeReason '
        + ", ".join(f'"“Ternia” = “Tern”: {reason}"' for reason in (*reasons, "alias again"))
        + ', "“TERN” = “Tern”: alias", "odd" .\n',
        encoding="utf-8",
    )
    load(tmp_path / "graph.trig", tmp_path / "store")
    (doubt,) = asked(tmp_path)
    assert (doubt.yes.subject.name, doubt.yes.subject.type, doubt.reason) == ("Tern", "Brand", "alias again")
