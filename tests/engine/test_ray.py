"""The engine ray on a real cluster, which the test starts and ends. All cases share one, for a start takes seconds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import engine
from kg.errors import UsageError
from kg.model import Document
from tests.engine import annotators
from tests.support import ROOT

pytest.importorskip("ray", reason='pip install "newsgraph-kg[ray]"')

ENVIRONMENT = {**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "RAY_memory_monitor_refresh_ms": "0"} | {
    "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
}
HEAD = (
    *("start", "--head", "--block", "--port=0", "--num-cpus=2"),
    *("--include-dashboard=false", "--disable-usage-stats", "--object-store-memory=100000000"),
)


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a head as an operator starts one. Sockets need a short path, hence not pytest's folder."""
    folder = Path(tempfile.mkdtemp(prefix="kr", dir="/tmp"))
    command = [sys.executable, "-m", "ray.scripts.scripts", *HEAD, f"--temp-dir={folder}"]
    with (folder / "log").open("wb") as log:
        head = subprocess.Popen(command, stdout=log, stderr=log, env=ENVIRONMENT)
    try:
        deadline = time.monotonic() + 120
        while not (folder / "ray_current_cluster").exists():
            assert head.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield (folder / "ray_current_cluster").read_text().strip()
    finally:
        head.terminate()
        head.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def drive(address: str, cases: list[dict[str, Any]], outcomes: Path) -> list[list[str]]:
    """What becomes of each text of each case."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.ray_driver", address, str(outcomes)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    found: list[list[str]] = json.loads(outcomes.read_text(encoding="utf-8"))
    return found


def test_on_a_cluster_every_document_is_answered_in_order_whatever_happens(cluster: str, tmp_path: Path) -> None:
    poisoned = ["text"] * 40
    poisoned[3], poisoned[20], poisoned[30] = "raise no such word", "exit", "x" * 2_000_000
    deadly = (7, 11, 13, 16)  # some answers before these are on their way when the worker goes
    for n in deadly:
        poisoned[n] = "die"
    plain, hurt, slow, empty, refused, broken = drive(
        cluster,
        [
            {"texts": ["text"] * 100},
            {"texts": poisoned},
            {"texts": ["text", "sleep 60", "stick 60", "text"], "seconds": 1},
            {"texts": []},
            {"texts": ["text"], "factory": "refuses"},
            {"texts": ["text"], "factory": "dies"},
        ],
        tmp_path / "outcomes.json",
    )
    assert plain == ["ok"] * 100
    assert [n for n, outcome in enumerate(hurt) if outcome != "ok"] == sorted([3, 20, *deadly])
    assert "ValueError: no such word" in hurt[3]
    assert all("its worker was lost while reading it" in hurt[n] for n in (20, *deadly))
    assert slow[0::3] == ["ok", "ok"]
    assert "longer than 1 seconds" in slow[1]
    assert "its worker was ended" in slow[2]
    assert empty == []
    assert refused == ["error: the model is missing"]
    assert "ended before it was ready" in broken[0]


def test_a_cluster_on_this_machine_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n, name in enumerate(("Brontide Motors", "BYD", "Norwind")):
        (tmp_path / "in" / f"a{n}.txt").write_text(f"{name} makes the Van. It costs 12,000 euros. {name} owns Velm.\n")
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "RAY_ADDRESS"}
    for chosen in ("local", "ray"):
        done = subprocess.run(
            [sys.executable, "-m", "kg", "build", "in", "-o", chosen, "--engine", chosen, "--workers", "1"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
        assert done.returncode == 0, done.stderr[-5000:]
        assert "Traceback" not in done.stderr
    for name in ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "graph.html"):
        assert (tmp_path / "ray" / name).read_bytes() == (tmp_path / "local" / name).read_bytes()


def test_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"newsgraph-kg\[ray\]"):
        engine.annotate([Document("d", "text", "d")], annotators.plain, engine="ray")


@pytest.mark.parametrize("name", ["local:x", "processes:", "rays", "ray2:auto", ""])
def test_only_ray_takes_an_address(name: str) -> None:
    with pytest.raises(UsageError, match="ray:ADDRESS"):
        engine.check(name)
