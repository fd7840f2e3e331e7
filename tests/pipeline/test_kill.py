"""A build that is killed leaves the old output or the new one, whole, and the next build finishes."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.config import Settings
from kg.pipeline import build
from kg.store import run_query
from tests.support import ROOT, examples, gold_annotator, write_texts

CODE = """
import sys
from pathlib import Path
from kg.config import Settings
from kg.pipeline import build
from tests.support import gold_annotator
print("ready", flush=True)
settings = Settings(output=Path(sys.argv[2]), no_lexicon=True)
build([Path(sys.argv[1])], settings, factory=gold_annotator())
print("done", flush=True)
"""
SAME = ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "graph.html")


def files(output: Path) -> dict[str, bytes]:
    return {name: (output / name).read_bytes() for name in SAME}


def start(texts: Path, output: Path) -> subprocess.Popen[str]:
    run = [sys.executable, "-c", CODE, str(texts), str(output)]
    process = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def finish(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.read() == "done\n"
    assert process.wait() == 0
    process.stdout.close()


def kills(tmp_path: Path, times: int) -> None:
    settings = Settings(output=tmp_path / "output", no_lexicon=True)
    few = write_texts(tmp_path / "few", examples()[:2])
    many = write_texts(tmp_path / "many")
    wanted = {}
    for texts in (few, many):
        build([texts], settings, factory=gold_annotator())
        wanted[texts] = files(settings.output)
    (settings.output / "corrections.ttl").write_text("# mine\n")
    chance, now = random.Random(7), many
    begin = time.monotonic()
    finish(start(many, settings.output))
    whole = time.monotonic() - begin
    for _ in range(times):
        process = start(few if now == many else many, settings.output)
        time.sleep(chance.uniform(0.0, whole))
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()
        found = files(settings.output)
        assert found in wanted.values()
        now = few if found == wanted[few] else many
        assert (settings.output / "corrections.ttl").read_text() == "# mine\n"
        assert str(len(examples()[:2]) if now == few else len(examples())) in run_query(
            settings.output, "SELECT (COUNT(?d) AS ?n) { ?d dcterms:identifier ?id }", format="csv"
        )
    build([many], settings, factory=gold_annotator())
    assert files(settings.output) == wanted[many]
    assert {path.name for path in tmp_path.iterdir()} == {"few", "many", "output"}


LIMITED = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)\n" + CODE


@pytest.mark.parametrize("size", [1_000, 20_000, 60_000, 200_000, 500_000])
def test_a_disk_that_is_full_leaves_the_former_output(tmp_path: Path, size: int) -> None:
    texts = write_texts(tmp_path / "texts")
    output = tmp_path / "output"
    output.mkdir()
    (output / "graph.ttl").write_text("former")
    run = [sys.executable, "-c", LIMITED, str(texts), str(output), str(size)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(("kg.errors.OutputFailed: ", "kg.errors.StoreFailed: "))
    assert [path.name for path in output.iterdir()] == ["graph.ttl"]
    assert (output / "graph.ttl").read_text() == "former"
    assert {path.name for path in tmp_path.iterdir()} == {"texts", "output"}


def test_ten_kills(tmp_path: Path) -> None:
    kills(tmp_path, 10)


@pytest.mark.soak
def test_two_hundred_kills(tmp_path: Path) -> None:
    kills(tmp_path, 200)
