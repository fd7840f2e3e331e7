"""Made-up input by the thousand. `make test` tries the same few hundred each time, `make soak` new ones each time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Kg
from tests.fuzz import made, targets
from tests.fuzz.made import PIECES, VALID
from tests.support import ROOT

quick = settings(max_examples=60, derandomize=True, deadline=None, database=None)
long = settings(
    max_examples=5_000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
seeds = st.integers(0, 2**32 - 1)
suffixes = st.sampled_from(sorted(VALID))
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60).map(" ".join)
ATHERIS_SECONDS = 120


@quick
@given(suffix=suffixes, seed=seeds)
def test_damaged_files_give_documents_or_a_reason(suffix: str, seed: int) -> None:
    targets.read_damaged(suffix, seed)


@quick
@given(suffix=st.sampled_from((".txt", ".md", ".jsonl", ".jsonl.gz", ".meta.toml")), content=st.binary(max_size=2000))
def test_any_bytes_give_documents_or_a_reason(suffix: str, content: bytes) -> None:
    targets.read_file(suffix, content)


@quick
@given(text=texts)
def test_any_text_gives_an_article_whose_parts_lie_inside_it(text: str) -> None:
    targets.annotate(text)


@pytest.mark.soak
@long
@given(suffix=suffixes, seed=seeds)
def test_many_damaged_files(suffix: str, seed: int) -> None:
    targets.read_damaged(suffix, seed)


@pytest.mark.soak
@long
@given(text=texts)
def test_many_texts(text: str) -> None:
    targets.annotate(text)


def write(folder: Path, count: int, seed: int) -> None:
    """A folder of damaged files and odd texts, one of them good."""
    chance = random.Random(seed)
    for n in range(count):
        suffix = chance.choice(sorted(VALID))
        (folder / f"damaged-{n}{suffix}").write_bytes(made.damaged(made.valid(suffix), chance))
        (folder / f"odd-{n}.txt").write_text(made.text(chance, 300), encoding="utf-8", errors="replace")
    (folder / "good.txt").write_bytes(made.valid(".txt"))


def check_build(kg: Kg, tmp_path: Path, count: int, seed: int) -> None:
    folder, output = tmp_path / "in", tmp_path / "output"
    folder.mkdir()
    write(folder, count, seed)
    done = kg("build", folder, "-o", output)
    assert done.code in (0, 3), done.err
    assert "Traceback" not in done.err
    assert {path.name for path in tmp_path.iterdir()} == {"in", "output"}
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    assert any(row["source"] == "good.txt" for row in report["articles"])
    for row in report["failed"]:
        assert row["reason"]
        assert "was left out" not in row["reason"], row  # the annotator broke down
    assert len(rdflib.Graph().parse(output / "graph.ttl"))


def test_a_folder_of_damaged_files_is_built(kg: Kg, tmp_path: Path) -> None:
    check_build(kg, tmp_path, 12, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_folders_of_damaged_files_are_built(kg: Kg, tmp_path: Path, seed: int) -> None:
    check_build(kg, tmp_path, 40, seed=1000 + seed)


@pytest.mark.soak
@pytest.mark.parametrize("target", ["read", "annotate"])
def test_atheris_finds_nothing(target: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris is not installed: make soak installs it")
    call = [sys.executable, "-m", "tests.fuzz.with_atheris", target]
    call += [f"-max_total_time={ATHERIS_SECONDS}", "-timeout=60", "-rss_limit_mb=4096", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-5000:]
