"""kg review: questions in the terminal, answers from anywhere."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from kg.corrections import load_corrections
from kg.pipeline import Built
from tests.cli.conftest import Kg


@pytest.fixture
def output(built: Built, tmp_path: Path) -> Path:
    """A copy of the built examples that may be changed."""
    return Path(shutil.copytree(built.folder, tmp_path / "output"))


def answers(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.mark.usefixtures("as_annotated")
def test_a_no_keeps_the_names_apart_from_the_next_build_on(
    kg: Kg, output: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "what?\n\nNO\n")
    done = kg("review", "-o", output, "--by", "anna")
    assert (done.code, done.err) == (0, "")
    assert "1 of 1  Are “Brontide Motors AG”" in done.out
    assert "BMAG delivered 4,120 cars" in done.out
    assert done.out.count("y yes, n no") == 3
    assert "1 correction written to" in done.out
    (made,) = load_corrections(output).made
    assert (made.kind, made.by) == ("apart", "anna")
    assert kg("build", texts, "-o", output, "--no-lexicon", "-q").err == ""
    shown = kg("explain", "-o", output, "BMAG").out
    assert shown.startswith("BMAG (")
    assert "Brontide Motors AG" not in shown.splitlines()[0]
    answers(monkeypatch, "")
    assert kg("review", "-o", output).out == "There is nothing left to ask.\n"


@pytest.mark.parametrize("reply", ["", "q\n", "s\n", "y"])
def test_it_may_end_at_any_moment_and_goes_on_later(
    kg: Kg, output: Path, monkeypatch: pytest.MonkeyPatch, reply: str
) -> None:
    answers(monkeypatch, reply)
    assert kg("review", "-o", output).code == 0
    assert len(load_corrections(output).made) == (reply == "y")
    answers(monkeypatch, "")
    again = kg("review", "-o", output).out
    assert ("nothing left to ask" in again) == (reply == "y")


def test_without_an_output_there_is_nothing_to_review(kg: Kg, tmp_path: Path) -> None:
    assert kg("review", "-o", tmp_path / "none").code == 2
