"""How fast the endpoint is: what HTTP adds to a query, how many clients it serves, how soon it stops a query.

Run from the root of the checkout: `.venv/bin/python benchmarks/endpoint.py [--companies N] [--clients N]`.
The graph is invented: about 43 triples for each company, 6 facts among them (three relations, a figure, class, name).
In process means the same store opened by this process and the answer written in the same format.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
import pyoxigraph as ox

from kg.rdf.vocabulary import PREFIXES
from kg.store import load
from tests.serve.running import Running, running
from tests.serve.synthetic import write
from tests.serve.test_limits import ENDLESS, PATHS
from tests.serve.test_load import load as with_clients

COMPANY = "<https://example.org/kg/company/c{0}>"
QUERIES = {
    "look up a name": f"SELECT ?label {{ {COMPANY} rdfs:label ?label }}",
    "relations of an entity": f"SELECT ?way ?other {{ {COMPANY} ?way ?other . ?other rdfs:label ?label }}",
    "who says so": f"""SELECT ?text {{
        ?statement rdf:subject {COMPANY} ; prov:wasDerivedFrom ?sentence . ?sentence nif:anchorOf ?text }}""",
    "figures of an entity": f"""SELECT ?metric ?value {{
        ?o sosa:hasFeatureOfInterest {COMPANY} ; sosa:observedProperty ?metric ; sosa:hasSimpleResult ?value }}""",
    "two steps": f"SELECT DISTINCT ?c {{ {COMPANY} kg:supplies/kg:supplies ?c }}",
    "count by metric": "SELECT ?m (COUNT(*) AS ?n) { ?o sosa:observedProperty ?m } GROUP BY ?m",
}
JSON = ox.QueryResultsFormat.JSON


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--companies", type=int, default=20_000)
    options.add_argument("--clients", type=int, default=20)
    options.add_argument("--seconds", type=float, default=5.0)
    options.add_argument("--times", type=int, default=300)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        load(write(Path(folder) / "graph.trig", chosen.companies), output / "store")
        print(f"{len(ox.Store.read_only(str(output / 'store'))):,} triples of {chosen.companies:,} companies\n")
        with running(output, "--no-log") as server:
            latencies(server, output / "store", chosen.companies, chosen.times)
            clients(server, chosen.clients, chosen.seconds)
            stopping(server)


def latencies(server: Running, folder: Path, companies: int, times: int) -> None:
    """The same queries in process and over HTTP, in milliseconds."""
    store = ox.Store.read_only(str(folder))

    def inside(query: str) -> bytes:
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        return found.serialize(format=JSON) or b""  # type: ignore[union-attr, return-value]

    def outside(query: str) -> bytes:
        answer = server.ask(query)
        assert answer.status_code == 200, answer.text
        return answer.content

    print(f"{'milliseconds':26}{'in process':>12}{'HTTP':>10}{'HTTP p95':>10}{'added':>10}")
    for name, query in QUERIES.items():
        asked = [query.replace("{0}", str(n * 7919 % companies)) for n in range(times)]
        assert len(inside(asked[3])) == len(outside(asked[3]))
        own, over = measured(inside, asked), measured(outside, asked)
        p95 = sorted(over)[int(len(over) * 0.95)]
        middle = (statistics.median(own), statistics.median(over))
        print(f"{name:26}{middle[0]:12.2f}{middle[1]:10.2f}{p95:10.2f}{middle[1] - middle[0]:10.2f}")
    plain = measured(lambda path: server.get(path).content, ["/style.css"] * times)
    print(f"{'a file, no query':26}{'':12}{statistics.median(plain):10.2f}")
    page = measured(lambda path: server.get(path).content, [f"/company/c{n}?format=html" for n in range(times // 3)])
    print(f"{'the page of an entity':26}{'':12}{statistics.median(page):10.2f}\n")


def measured(ask: Callable[[str], bytes], asked: list[str]) -> list[float]:
    """Milliseconds of each; the first tenth only warms up."""
    found = []
    for one in [*asked[: len(asked) // 10], *asked]:
        start = time.perf_counter()
        ask(one)
        found.append((time.perf_counter() - start) * 1000)
    return found[len(asked) // 10 :]


def clients(server: Running, number: int, seconds: float) -> None:
    """Many clients at once: with look-ups alone, with graphs too, and with aggregates over all and pages too."""
    for kinds, name in ((5, "look-ups"), (6, "look-ups and graphs"), (8, "these, aggregates over all, pages")):
        tally = asyncio.run(with_clients(server.address, number, seconds, kinds))
        took = sorted(tally.took)
        print(
            f"{number} clients for {seconds:g} s, {name}: {len(took) / seconds:.0f} answers per second, median "
            f"{statistics.median(took) * 1000:.0f} ms, p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms, "
            f"{len(tally.wrong)} lost"
        )


def stopping(server: Running) -> None:
    """How long after its limit a query without end is answered, and a look-up meanwhile."""
    for name, query in (("a join without end", ENDLESS), ("paths without end", PATHS)):
        start = time.perf_counter()
        answer = httpx.get(server.address + "sparql", params={"query": query, "timeout": "2"}, timeout=60)
        print(f"{name}: status {answer.status_code}, {time.perf_counter() - start - 2:.2f} s after its limit of 2 s")


if __name__ == "__main__":
    main()
