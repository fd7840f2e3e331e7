"""What a build says of itself while it runs: a bar for people, lines for programs."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from kg.cli import log
from kg.cli.progress import bar
from kg.pipeline import STAGES
from tests.cli.conftest import Kg

pytestmark = pytest.mark.usefixtures("as_annotated")


def events(err: str) -> list[dict[str, Any]]:
    """The lines on standard error, each of which must be an object with time, level, event and message."""
    lines = [json.loads(line) for line in err.splitlines()]
    assert all({"time", "level", "event", "message"} <= line.keys() for line in lines)
    return lines


def test_every_line_for_programs_is_an_object(kg: Kg, texts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for path in texts.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    for n in range(12):
        (folder / f"empty{n}.txt").write_bytes(b"")
    done = kg("build", folder, "-o", tmp_path / "output", "--no-lexicon", "--log-format", "json")
    assert (done.code, done.out) == (3, "")
    lines = events(done.err)
    ended = [line for line in lines if line["event"] == "stage ends"]
    assert [line["stage"] for line in ended] == [stage.name for stage in STAGES]
    assert all(line["seconds"] >= 0 for line in ended)
    left_out = [line for line in lines if line["event"] == "left out"]
    assert sorted(line["source"] for line in left_out) == sorted(f"empty{n}.txt" for n in range(12))
    assert all(line["level"] == "warning" and line["reason"] for line in left_out)
    assert lines[-1]["event"] == "built"
    assert lines[-1]["articles"] == len(list(texts.iterdir()))
    assert logging.getLogger("kg").handlers == []


def test_an_error_is_an_object_too(kg: Kg, tmp_path: Path) -> None:
    done = kg("build", tmp_path / "nowhere", "-o", tmp_path / "output", "--log-format", "json")
    (line,) = events(done.err)
    assert (done.code, line["level"]) == (2, "error")
    assert "nowhere" in line["message"]


def test_an_unknown_form_is_refused(kg: Kg, texts: Path, tmp_path: Path) -> None:
    done = kg("build", texts, "-o", tmp_path / "output", "--log-format", "xml")
    assert done.code == 2
    assert "text, json" in done.err


def test_progress_comes_now_and_then_with_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 0.1, 2.0, 2.1, 4.0])
    monkeypatch.setattr(log, "monotonic", lambda: next(clock))
    pace = log.Pace()
    for done in (0, 1, 10, 11, 20):
        pace("annotate", done, 50)
    lines = events(capsys.readouterr().err)
    assert [(line["done"], line["per_second"], line["seconds_left"]) for line in lines] == [(10, 5, 8), (20, 5, 6)]


def test_the_bar_shows_count_rate_and_time_left() -> None:
    screen = io.StringIO()
    with bar(Console(file=screen, force_terminal=True, width=140)) as tell:
        tell("read", 0, 0)
        for done in range(1, 40):
            tell("annotate", done, 60)
    shown = screen.getvalue()
    assert "reading out the articles" in shown
    assert "39/60" in shown
    assert "/s" in shown
    assert "left" in shown
