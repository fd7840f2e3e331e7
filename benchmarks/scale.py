"""How fast `kg` reads, what one article more costs, and how much memory it takes as the articles become many.

Run from the root of the checkout: `.venv/bin/python benchmarks/scale.py TEXTS`. TEXTS is a folder of plain texts; the
articles are made by recombining their sentences, the same for the same seed. Three parts follow each other:

1. words per second of bare spaCy and of each engine (`benchmarks/engines.py`); left out with `--words 0`;
2. a build from nothing (`--articles 1000`, each of `--sentences` sentences, by default as many as the texts have on
   average) against builds with one article more, with the whole pipeline. Times are
   those of the stages in report.json; what a build takes beside them is the start of the program. Seconds of the
   processor are given too, since they tell more on a machine that others use;
3. the peak memory of builds of `--memory 1000 10000 100000` articles (`benchmarks/memory.py`: read out by a stand-in,
   and from 10,000 on without validation; the last takes half an hour and more).

Each build runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

WITHOUT_SHAPES = 10_000
"""Articles from which on validation is left out of the measuring of memory: it takes time, but no memory."""
SENTENCE = re.compile(r"[A-Z][^\n]{30,300}?[.!?](?=\s)")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("texts", type=Path)
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--sentences", type=int, default=0, help="Of each article in the second part.")
    options.add_argument("--memory", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    options.add_argument("--engine", default="local", help="That of the builds from nothing and with one more.")
    options.add_argument("--words", type=int, default=60_000, help="How many the engines read in each round.")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    from benchmarks import engines, memory

    if chosen.words:
        engines.compare(chosen.texts, chosen.words, chosen.rounds)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.articles:
            growing(chosen.texts, Path(folder), chosen.articles, chosen.engine, chosen.sentences)
        for count in chosen.memory:
            stock = Path(folder) / "stock.pickle"
            memory.measure(chosen.texts, Path(folder), stock, count, shapes=count < WITHOUT_SHAPES)


def growing(texts: Path, folder: Path, count: int, engine: str, sentences: int) -> None:
    """A build from nothing against one into the same output with one article more."""
    source, output = folder / "articles", folder / "output"
    stock = write(source, texts, count, sentences)
    words = sum(len(file.read_text(encoding="utf-8").split()) for file in source.iterdir())
    print(f"{count:,} articles of {words / count:.0f} words")
    whole = build(source, output, engine)
    show("from nothing", *whole)
    print(f"{'':>30}  {sum(f.stat().st_size for f in output.rglob('*') if f.is_file()) / 1e6:.0f} MB of output")
    for _ in range(3):
        (source / f"new-{time.monotonic_ns()}.txt").write_text(next(stock), encoding="utf-8")
        more = build(source, output, engine)
        show(f"one more, {more[1] / whole[1]:.1%}", *more)


def build(source: Path, output: Path, engine: str) -> tuple[float, float, int, dict[str, float]]:
    """Seconds, those of the processor with those of workers, megabytes at the peak, and the seconds of each stage."""
    start = time.monotonic()
    command = [sys.executable, "-m", "kg", "build", str(source), "-o", str(output), "--engine", engine, "--quiet"]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    seconds, worked = time.monotonic() - start, used.ru_utime + used.ru_stime
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    return seconds, worked, used.ru_maxrss // 1024, report["seconds"]


def show(what: str, seconds: float, worked: float, megabytes: int, stages: dict[str, float]) -> None:
    parts = "  ".join(f"{name} {value:.2f}" for name, value in stages.items())
    print(f"{what:>30}  {seconds:8.1f} s  {worked:8.1f} s of processor  {megabytes:6,} MB   {parts}", flush=True)


def write(folder: Path, texts: Path, count: int, sentences: int = 9) -> Iterator[str]:
    """Write the articles, each of so many sentences, 0 for as many as the texts have; gives further ones."""
    folder.mkdir(parents=True)
    stock = articles(texts, sentences)
    for number in range(count):
        (folder / f"article-{number:06}.txt").write_text(next(stock), encoding="utf-8")
    return stock


def articles(texts: Path, sentences: int = 9, seed: int = 7) -> Iterator[str]:
    """Texts without end, of the sentences of a folder, in paragraphs of three."""
    files = sorted(texts.rglob("*.txt"))
    found = [SENTENCE.findall(file.read_text(encoding="utf-8")) for file in files]
    many = sentences or round(sum(map(len, found)) / len(found))
    stock = sorted({sentence for text in found for sentence in text})
    chance = random.Random(seed)
    while True:
        paragraphs = [min(3, many - at) for at in range(0, many, 3)]
        yield "\n\n".join(" ".join(chance.sample(stock, size)) for size in paragraphs) + "\n"


if __name__ == "__main__":
    main()
