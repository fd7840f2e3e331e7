from __future__ import annotations

import gc
import logging

import pytest

from kg.pipeline import STAGES, Built
from kg.watch import Watch, unhurried


def test_a_stage_is_timed_and_what_it_says_is_passed_on() -> None:
    told: list[tuple[str, int, int]] = []
    watch = Watch(lambda *news: told.append(news))
    with watch.stage("read", "reading"):
        watch.tell("read", 3, 3)
    with watch.stage("resolve", "resolving"):
        pass
    assert told == [("read", 0, 0), ("read", 3, 3), ("resolve", 0, 0)]
    assert list(watch.stages) == ["read", "resolve"]
    assert watch.stages["read"]["done"] == 3
    assert watch.stages["read"]["peak_megabytes"] > 0
    assert "done" not in watch.stages["resolve"]
    assert watch.seconds == {name: figures["seconds"] for name, figures in watch.stages.items()}


def test_what_was_known_before_does_not_count_as_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 10.0])
    monkeypatch.setattr("kg.watch.perf_counter", lambda: next(clock))
    watch = Watch()
    with watch.stage("annotate", "reading out"):
        for done in (981, 990, 1000):
            watch.tell("annotate", done, 1000)
    assert watch.stages["annotate"]["per_second"] == 2.0


def test_a_stage_that_fails_leaves_no_figures(caplog: pytest.LogCaptureFixture) -> None:
    watch = Watch()
    with caplog.at_level(logging.INFO, "kg"), pytest.raises(OSError, match="full"), watch.stage("rdf", "writing"):
        raise OSError("full")
    assert watch.stages == {}
    assert [getattr(record, "event", "") for record in caplog.records] == ["stage begins"]


def test_the_report_holds_the_figures_of_each_stage(built: Built) -> None:
    stages = built.report["stages"]
    assert list(stages) == [stage.name for stage in STAGES]
    assert built.report["seconds"] == {name: figures["seconds"] for name, figures in stages.items()}
    assert stages["annotate"]["done"] == built.report["counts"]["articles"]


def test_what_python_does_of_itself_is_as_it_was_afterwards() -> None:
    usual = gc.get_threshold()
    with unhurried():
        assert gc.get_threshold() > usual
        assert gc.isenabled()
    assert gc.get_threshold() == usual
