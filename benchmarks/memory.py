"""How much memory and time the stages after the reading take as the articles become many.

Run from the root of the checkout: `.venv/bin/python benchmarks/memory.py TEXTS [--articles 1000 10000]`. The articles
are made by recombining sentences of the texts in TEXTS, and read out by the stand-in of `benchmarks/standin.py`, since
the time of the reading itself is known and its memory does not grow. Each build runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
ONTOLOGY = ROOT / "ontology"

BUILD = """
import resource, sys, threading, time
from pathlib import Path
from kg.config import Settings
from kg.pipeline import build
from benchmarks.standin import reader

stage, peaks, over = [""], {}, threading.Event()

def resident():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024

def watch():
    while not over.wait(0.05):
        peaks[stage[0]] = max(peaks.get(stage[0], 0), resident())

def tell(name, done, total):
    stage[0] = name

threading.Thread(target=watch, daemon=True).start()
settings = Settings(output=Path(sys.argv[2]), ontology=Path(sys.argv[4]) if sys.argv[4] else None)
build([Path(sys.argv[1])], settings, factory=reader(Path(sys.argv[3])), progress=tell)
over.set()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, *(f"{n}={m}" for n, m in peaks.items() if n))
"""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("texts", type=Path)
    options.add_argument("--articles", type=int, nargs="*", default=[1000])
    options.add_argument("--sentences", type=int, default=2000)
    options.add_argument("--no-shapes", action="store_true", help="Leave the validation of each article out.")
    options.add_argument("--folder", type=Path, help="Where to write; a temporary folder unless given.")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        kept = (chosen.folder or Path(folder)) / "stock.pickle"
        for count in chosen.articles:
            measure(chosen.texts, Path(folder), kept, count, chosen.sentences, shapes=not chosen.no_shapes)


def measure(texts: Path, folder: Path, kept: Path, count: int, sentences: int = 2000, *, shapes: bool = True) -> None:
    """A build of `count` articles from nothing, then one with an article more."""
    from benchmarks import standin

    found = standin.stock(texts, sentences, kept)
    ontology = ""
    if not shapes:
        ontology = str(shutil.copytree(ONTOLOGY, folder / f"ontology-{count}", ignore=lambda *_: ["shapes.ttl"]))
    source, output = folder / f"articles-{count}", folder / f"output-{count}"
    for number, text in enumerate(standin.texts(found, count + 1)):
        place = source / f"{number // 1000:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"article-{number:07}.txt").write_text(text, encoding="utf-8")
    last = place / f"article-{number:07}.txt"
    more = last.read_text(encoding="utf-8")
    last.unlink()
    run(f"{count:,} articles from nothing", source, output, kept, ontology)
    last.write_text(more, encoding="utf-8")
    run("one more", source, output, kept, ontology)
    shutil.rmtree(source)
    shutil.rmtree(output)


def run(what: str, source: Path, output: Path, kept: Path, ontology: str) -> None:
    """Run one build and print what it took."""
    start = time.monotonic()
    run = [sys.executable, "-c", BUILD, str(source), str(output), str(kept), ontology]
    done = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    seconds = time.monotonic() - start
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    peak, *peaks = done.stdout.split()
    size = sum(f.stat().st_size for f in output.rglob("*") if f.is_file()) / 1e6
    print(f"{what}: {seconds:.1f} s, {int(peak):,} MB at the peak, {size:,.0f} MB of output")
    print("  seconds", " ".join(f"{name}={value:.1f}" for name, value in report["seconds"].items()))
    print("  MB     ", *peaks)
    wanted = ("entities", "mentions", "statements", "observations", "conflicts")
    print("  counts ", *(f"{name}={report['counts'][name]:,}" for name in wanted), flush=True)


if __name__ == "__main__":
    main()
