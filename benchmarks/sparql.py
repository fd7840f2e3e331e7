"""How fast a graph of a million triples answers: in process, over HTTP, and beside rdflib on the same data.

Run from the root of the checkout: `.venv/bin/python benchmarks/sparql.py [--facts N] [--things N] [--no-rdflib]`.
The graph is invented (`benchmarks/invented.py`), the questions stand in `benchmarks/asked.py`. In process means the
embedded store opened by this process and the answer written as JSON, as the endpoint writes it. rdflib holds the same
quads in memory, asked with queries that are parsed beforehand; what it has not answered in time counts as that time.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql import prepareQuery

from benchmarks.asked import Case, Kind, ask, cases
from benchmarks.invented import BASE, write_invented
from kg.engine.task import time_limit
from kg.errors import Timeout
from kg.rdf.vocabulary import PREFIXES
from kg.store import Session, load
from tests.serve.running import running

BOUNDS: dict[Kind, float] = {"look-up": 5.0, "aggregate": 300.0}
"""Milliseconds in process that the median of a question may take."""
MOST_ADDED = 3.0
"""Milliseconds that HTTP may add to the median of a look-up."""
LEAST_RATIO = 20.0
HEADER = f"{'milliseconds':38}{'processor':>10}{'clock':>9}{'p95':>9}{'HTTP':>9}{'p95':>9}{'added':>8}{'rdflib':>15}"


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one question: in process by the clock and of the processor, over HTTP, with rdflib."""

    case: Case
    inside: tuple[float, ...]
    worked: tuple[float, ...]
    http: tuple[float, ...]
    rdflib: tuple[float, ...] = ()
    cut_off: bool = False

    @property
    def added(self) -> float:
        """What HTTP adds, the median over the same queries."""
        return statistics.median(h - i for h, i in zip(self.http, self.inside, strict=True))

    @property
    def ratio(self) -> float:
        """How many times as long rdflib takes, at least."""
        return statistics.median(self.rdflib) / statistics.median(self.inside[: len(self.rdflib)])


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--facts", type=int, default=1_000_000)
    options.add_argument("--things", type=int, default=30, help="about how many things each question is asked")
    options.add_argument("--limit", type=float, default=10.0, help="seconds that rdflib has for one query")
    options.add_argument("--beside", type=int, default=3, help="about how many of these rdflib is asked")
    options.add_argument("--no-rdflib", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph, counts = write_invented(Path(folder), chosen.facts, chosen.seed)
        load(graph, Path(folder) / "output" / "store")
        print("invented:", ", ".join(f"{n:,} {what}" for what, n in counts.items() if n))
        with Session(Path(folder) / "output" / "store") as session:
            asked = [case for case in cases(session, chosen.things, chosen.seed) if case.queries]
        print(HEADER)
        taken = list(measured(Path(folder) / "output", asked))
        if not chosen.no_rdflib:
            taken = list(beside_rdflib(graph, taken, chosen.beside, chosen.limit))
    report(taken)


def measured(output: Path, asked: Iterable[Case]) -> Iterator[Taken]:
    """Each question in process and over HTTP in turn, each query once beforehand and the best of three times."""
    store = ox.Store.read_only(str(output / "store"))
    with running(output, "--no-log") as server, closing(HTTPConnection("127.0.0.1", server.port)) as client:
        for case in asked:
            own = [inside(store, query) for query in case.queries]
            over = [best(lambda query=query: over_http(client, query)) for query in case.queries]  # type: ignore[misc]
            one = Taken(case, tuple(o[0] for o in own), tuple(o[1] for o in own), tuple(over))
            print(line(one), flush=True)
            yield one


def inside(store: ox.Store, query: str) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    worked: list[float] = []

    def one() -> None:
        start = time.process_time()
        ask(store, query, BASE)
        worked.append((time.process_time() - start) * 1000)

    return best(one), min(worked)


def over_http(client: HTTPConnection, query: str) -> None:
    """One request on a connection that is kept; the whole answer is read."""
    client.request("GET", "/sparql?" + urlencode({"query": query, "timeout": "60"}))
    answer = client.getresponse()
    body = answer.read()
    assert answer.status == 200, body.decode()


def best(run: Callable[[], None], times: int = 3, seconds: float = 1.0) -> float:
    """The least milliseconds of some runs, after one that only warms up: what others do on the machine is no part.

    What takes seconds is not run as often.
    """
    found: list[float] = []
    while len(found) <= times and (len(found) < 2 or sum(found) < seconds * 1000):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1000)
    return min(found[1:])


def beside_rdflib(graph: Path, taken: Sequence[Taken], count: int, limit: float) -> Iterator[Taken]:
    """The same questions to rdflib, about `count` things each, until one has not been answered in time."""
    data = rdflib.Dataset(default_union=True)
    start = time.perf_counter()
    data.parse(graph, format="trig")
    print(f"rdflib read them in {time.perf_counter() - start:.0f} s\n", flush=True)
    for one in taken:
        found: list[float] = []
        cut_off = False
        for query in one.case.queries[:count]:
            prepared = prepareQuery(query, initNs=PREFIXES, base=BASE)
            start = time.perf_counter()
            try:
                with time_limit(limit):
                    list(data.query(prepared))
            except Timeout:
                cut_off = True
            found.append((time.perf_counter() - start) * 1000)
            if cut_off:
                break
        beside = replace(one, rdflib=tuple(found), cut_off=cut_off)
        print(line(beside), flush=True)
        yield beside


def report(taken: Sequence[Taken]) -> None:
    """Print what is within its bounds."""
    print(f"\nload {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for kind in ("look-up", "path", "aggregate"):
        summary(kind, [one for one in taken if one.case.kind == kind])
    compared = [one for one in taken if one.rdflib]
    if compared:
        mean = math.exp(statistics.fmean(math.log(one.ratio) for one in compared))
        cut = sum(one.cut_off for one in compared)
        print(f"rdflib takes {mean:.0f} times as long on the geometric mean (at least {LEAST_RATIO:g} wanted)")
        print(f"{cut} of {len(compared)} questions were cut off, which makes the mean a lower bound")


def line(one: Taken) -> str:
    """One row of the table; a mark where rdflib was cut off."""
    numbers = (middle(one.worked), middle(one.inside), p95(one.inside), middle(one.http), p95(one.http), one.added)
    row = f"{one.case.kind + ': ' + one.case.name:38}{numbers[0]:10.2f}" + "".join(f"{n:9.2f}" for n in numbers[1:5])
    other = f"{'>' if one.cut_off else ''}{middle(one.rdflib):.0f} {one.ratio:.0f}x" if one.rdflib else ""
    return f"{row}{one.added:8.2f}{other:>15}"


def summary(kind: Kind, taken: Sequence[Taken]) -> None:
    """How many questions of a kind are within the bounds."""
    if kind in BOUNDS:
        bound = BOUNDS[kind]
        clock = sum(middle(one.inside) <= bound for one in taken)
        work = sum(middle(one.worked) <= bound for one in taken)
        print(f"{clock} of {len(taken)} within {bound:g} ms by the clock, {work} by seconds of the processor")
    added = sum(one.added <= MOST_ADDED for one in taken)
    print(
        f"HTTP adds {middle([o.added for o in taken]):.1f} ms, at most {MOST_ADDED:g} ms to {added} of {len(taken)}\n"
    )


def middle(found: Sequence[float]) -> float:
    """The median."""
    return statistics.median(found)


def p95(found: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(found)[int(len(found) * 0.95)]


if __name__ == "__main__":
    main()
