"""Faults, each by causing it: what one article does to a worker, two builds at once, a spoiled store and cache."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.config import Settings
from kg.engine.worker import Worker
from kg.errors import KgError, OutputFailed
from kg.pipeline import build
from kg.store import run_query
from tests.engine import annotators
from tests.support import ROOT, gold_annotator, write_texts

COUNT = "SELECT (COUNT(?d) AS ?n) { ?d dcterms:identifier ?id }"
TRIPLES = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
SAME = ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "graph.html")


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in SAME}


@pytest.mark.parametrize(
    ("order", "reason", "seconds"),
    [
        ("eat 8000000000", "MemoryError", 120.0),
        ("die", "signal 9", 120.0),
        ("stick 600", "its worker was ended", 4.0),
        ("sleep 600", "longer than 4 seconds", 4.0),
        ("raise poison", "poison", 120.0),
    ],
)
def test_what_an_article_does_to_its_worker_costs_that_article_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: str, reason: str, seconds: float
) -> None:
    monkeypatch.setattr(Worker, "grace", 4.0)
    texts, output = tmp_path / "texts", tmp_path / "output"
    texts.mkdir()
    for n in range(12):
        (texts / f"a{n:02}.txt").write_text(order if n == 3 else f"text {n}")
    (output / "mine").mkdir(parents=True)
    (output / "corrections.ttl").write_text("# mine\n")
    settings = Settings(output=output, no_lexicon=True, engine="processes", workers=2, article_seconds=seconds)
    built = build([texts], settings, factory=annotators.confined)
    assert [row["id"] for row in built.report["articles"]] == [f"a{n:02}" for n in range(12) if n != 3]
    (failed,) = built.report["failed"]
    assert failed["source"] == "a03.txt"
    assert reason in failed["reason"]
    assert (output / "corrections.ttl").read_text() == "# mine\n"
    assert (output / "mine").is_dir()
    (texts / "a03.txt").write_text("text 3")
    again = build([texts], settings, factory=annotators.confined)
    assert again.report["failed"] == []
    assert again.report["cache"] == {"reused": 11, "read": 1, "trouble": ""}


SLOW = """
import sys
from pathlib import Path
from kg.config import Settings
from kg.pipeline import build
def tell(stage, done, total):
    if stage == "rdf":
        print("writing", flush=True)
        sys.stdin.read()
from tests.support import gold_annotator
build([Path(sys.argv[1])], Settings(output=Path(sys.argv[2]), no_lexicon=True), factory=gold_annotator(), progress=tell)
"""


@pytest.mark.parametrize("end", ["killed", "finished"])
def test_of_two_builds_into_one_folder_the_second_is_refused(tmp_path: Path, end: str) -> None:
    texts, output = write_texts(tmp_path / "texts"), tmp_path / "output"
    settings = Settings(output=output, no_lexicon=True)
    run = [sys.executable, "-c", SLOW, str(texts), str(output)]
    with subprocess.Popen(run, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "writing\n"
        with pytest.raises(OutputFailed, match="another kg is writing"):
            build([texts], settings, factory=gold_annotator())
        assert not output.exists()
        if end == "killed":
            first.kill()
        else:
            first.communicate("")
            assert first.returncode == 0
    assert output.exists() == (end == "finished")
    second = build([texts], settings, factory=gold_annotator())
    assert second.report["cache"]["reused"] == (second.report["counts"]["articles"] if end == "finished" else 0)
    assert {path.name for path in tmp_path.iterdir()} == {"texts", "output"}


def test_of_two_builds_in_one_process_the_second_is_refused(tmp_path: Path) -> None:
    texts, output = write_texts(tmp_path / "texts"), tmp_path / "output"
    settings = Settings(output=output, no_lexicon=True)
    busy, go = threading.Event(), threading.Event()

    def wait(stage: str, done: int, total: int) -> None:
        if stage == "rdf":
            busy.set()
            go.wait(60)

    first = threading.Thread(
        target=build, args=([texts], settings), kwargs={"factory": gold_annotator(), "progress": wait}
    )
    first.start()
    assert busy.wait(60)
    with pytest.raises(OutputFailed, match="another kg is writing"):
        build([texts], settings, factory=gold_annotator())
    go.set()
    first.join()
    assert (output / "report.json").is_file()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_spoiled_store_is_never_believed_for_another_and_made_anew_by_the_next_build(
    tmp_path: Path, seed: int
) -> None:
    texts, output = write_texts(tmp_path / "texts"), tmp_path / "output"
    settings = Settings(output=output, no_lexicon=True)
    build([texts], settings, factory=gold_annotator())
    wanted, right = contents(output), run_query(output, TRIPLES, format="csv")
    chance = random.Random(seed)
    tables = sorted((output / "store").glob("*.sst"))
    assert tables
    for table in tables:
        content = bytearray(table.read_bytes())
        for place in chance.sample(range(len(content)), max(1, len(content) // 200)):
            content[place] ^= 0xFF
        table.write_bytes(content)
    with pytest.raises(KgError, match="build"):
        run_query(output, TRIPLES, format="csv")
    again = build([texts], settings, factory=gold_annotator())
    assert again.report["cache"]["read"] == 0
    assert contents(output) == wanted
    assert run_query(output, TRIPLES, format="csv") == right


@pytest.mark.parametrize("lost", ["store", "cache.sqlite", "report.json", "graph.trig", "graph.html"])
def test_a_part_of_the_output_that_is_gone_comes_back(tmp_path: Path, lost: str) -> None:
    texts, output = write_texts(tmp_path / "texts"), tmp_path / "output"
    settings = Settings(output=output, no_lexicon=True)
    build([texts], settings, factory=gold_annotator())
    wanted, right = contents(output), run_query(output, COUNT, format="csv")
    path = output / lost
    if path.is_dir():
        for file in path.iterdir():
            file.unlink()
        path.rmdir()
    else:
        path.unlink()
    (output / "corrections.ttl").write_text("# mine\n")
    build([texts], settings, factory=gold_annotator())
    assert contents(output) == wanted
    assert run_query(output, COUNT, format="csv") == right
    assert (output / "corrections.ttl").read_text() == "# mine\n"
