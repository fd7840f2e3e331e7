"""The command line run in this process, with what it prints and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from kg import pipeline
from kg.cli import app
from tests.support import gold_annotator


@dataclass(frozen=True)
class Done:
    """What a call left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Kg = Callable[..., Done]


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str]) -> Kg:
    """Run `kg` with these arguments, in a thread of its own: Playwright leaves its loop in that of the tests."""

    def run(*arguments: object) -> Done:
        capfd.readouterr()
        with ThreadPoolExecutor(1) as thread:
            ended = thread.submit(app, [str(argument) for argument in arguments], prog_name="kg").exception()
        assert isinstance(ended, SystemExit), ended
        out, err = capfd.readouterr()
        code = ended.code
        return Done(code if isinstance(code, int) else int(code is not None), out, err)

    return run


@pytest.fixture
def as_annotated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds read the examples out as they are annotated."""
    monkeypatch.setattr(pipeline, "_factory", lambda settings, ontology: gold_annotator())
