"""kg correct: what is typed becomes a correction, or is refused with a hint."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.corrections import load_corrections
from kg.output import CORRECTIONS, locked
from kg.pipeline import Built
from tests.cli.conftest import Kg

pytestmark = pytest.mark.usefixtures("as_annotated")


@pytest.fixture
def output(built: Built, tmp_path: Path) -> Path:
    """A copy of the built examples that may be changed."""
    return Path(shutil.copytree(built.folder, tmp_path / "output"))


def test_a_correction_is_listed_applied_explained_and_undone(kg: Kg, output: Path, texts: Path) -> None:
    done = kg("correct", "-o", output, "rename", "Tarnwater Energy", "Tarnwater", "--by", "anna", "--why", "shorter")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "1  rename: “Tarnwater Energy” (Company) is called Tarnwater"
    assert "kg build" in done.out
    assert "anna" in kg("correct", "-o", output).out
    (row,) = json.loads(kg("correct", "--list", "--json", "-o", output).out)
    assert (row["kind"], row["by"], row["why"], row["unmet"]) == ("rename", "anna", "shorter", "")
    assert kg("build", texts, "-o", output, "--no-lexicon", "-q").code == 0
    shown = kg("explain", "-o", output, "Tarnwater").out
    assert "Tarnwater (Company)" in shown
    assert "corrected: rename: “Tarnwater Energy” (Company) is called Tarnwater — anna, " in shown
    assert kg("correct", "-o", output, "--undo", "1").out.startswith("taken back: 1  rename")
    assert kg("correct", "-o", output).out == "Nothing has been corrected.\n"
    kg("build", texts, "-o", output, "--no-lexicon", "-q")
    assert kg("explain", "-o", output, "Tarnwater Energy").code == 0


def test_claims_take_their_sentence_and_their_fields(kg: Kg, output: Path) -> None:
    more = ("--sentence", "It is so.", "--article", "bmag-may", "--unit", "vehicle", "--period", "2024-05")
    assert kg("correct", "add", "Brontide Motors AG", "deliveries", "4120", *more, "-o", output).code == 0
    assert kg("correct", "reject", "Tarnwater Energy", "supplies", "Brontide Motors AG", "-o", output).code == 0
    first, second = load_corrections(output).made
    assert (first.value, first.unit, first.period, first.sentence, first.article) == (
        *("4120", "vehicle", "2024-05", "It is so.", "bmag-may"),
    )
    assert second.object is not None
    assert (second.about, second.object.name, second.object.type) == ("supplies", "Brontide Motors AG", "")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("rename", "Tarnwater Enrgy", "T"), "did you mean Tarnwater Energy"),
        (("rename", "Tarnwater Energy"), "kg correct rename NAME NEW_NAME"),
        (("retype", "Tarnwater Energy", "Boat"), "no class 'Boat'"),
        (("mend", "Tarnwater Energy"), "nothing is done by 'mend'"),
        (("add", "Nobody", "supplies", "Brontide Motors AG", "--sentence", "S."), "Nobody"),
        (("add", "Tarnwater Energy", "supplies", "Brontide Motors AG"), "--sentence"),
        (("undo", "3"), "there is no correction 3"),
        (("undo",), "say which correction"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_hint(kg: Kg, output: Path, words: tuple[str, ...], hint: str) -> None:
    done = kg("correct", "-o", output, *words)
    assert done.code == 2
    assert hint in done.err
    assert not (output / CORRECTIONS).exists()


def test_what_cannot_be_followed_is_told_by_the_build_and_the_list(kg: Kg, output: Path, texts: Path) -> None:
    kg("correct", "-o", output, "rename", "Tarnwater Energy", "Tarnwater")
    with (output / CORRECTIONS).open("a", encoding="utf-8") as file:
        file.write('\n<2> a kg:Renaming ; kg:subjectName "Gone Ltd" ; kg:newValue "Went" .\n')
    done = kg("build", texts, "-o", output, "--no-lexicon", "-q")
    assert done.code == 0
    assert (
        "correction 2 (rename: “Gone Ltd” is called Went) cannot be followed: no article names “Gone Ltd”" in done.err
    )
    assert "kg correct --undo 2" in done.err
    assert "could not follow it: no article names “Gone Ltd”" in kg("correct", "-o", output).out
    lines = kg("build", texts, "-o", output, "--no-lexicon", "--log-format", "json").err.splitlines()
    (row,) = (row for row in map(json.loads, lines) if row["event"] == "correction unmet")
    assert (row["level"], row["id"]) == ("warning", "2")


def test_nothing_is_written_while_a_build_holds_the_folder(kg: Kg, output: Path) -> None:
    with locked(output):
        done = kg("correct", "-o", output, "rename", "Tarnwater Energy", "T")
    assert done.code == 1
    assert "another kg is writing" in done.err
    assert not (output / CORRECTIONS).exists()


def test_without_an_output_there_is_nothing_to_correct(kg: Kg, tmp_path: Path) -> None:
    assert kg("correct", "-o", tmp_path / "none", "rename", "A", "B").code == 2
