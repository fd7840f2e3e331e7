"""Many clients at once: every question gets its answer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.serve.running import running
from tests.support import run_async

LOOK_UP = """SELECT ?label ?other {{
  <https://example.org/kg/company/c{0}> rdfs:label ?label ; kg:supplies|kg:partnersWith ?other
}}"""
COUNT = """SELECT ?metric (COUNT(*) AS ?n) {{
  ?o sosa:observedProperty ?metric ; kg:period ?p FILTER(?p > '2031-{1:02d}')
}} GROUP BY ?metric"""
GRAPH = "CONSTRUCT WHERE {{ ?s rdf:subject <https://example.org/kg/company/c{0}> ; ?p ?o }}"
PAGE = "/company/c{0}"
KINDS = 8
"""Five look-ups, a graph, an aggregate, a page."""


@dataclass
class Tally:
    """What came back: times in seconds, and all that was no good answer."""

    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


async def client(number: int, address: str, until: float, tally: Tally, kinds: int) -> None:
    """Ask one question after another, of the first `kinds` kinds in turn, each time about another company."""
    async with httpx.AsyncClient(base_url=address, timeout=120.0, trust_env=False) as session:
        turn = 0
        while time.monotonic() < until:
            turn += 1
            which = (number * 31 + turn) % 1000
            start = time.perf_counter()
            try:
                await ask(session, turn % kinds, which)
            except (AssertionError, httpx.HTTPError) as error:
                tally.wrong.append(f"{type(error).__name__} {error}")
            tally.took.append(time.perf_counter() - start)


async def ask(session: httpx.AsyncClient, kind: int, which: int) -> None:
    if kind == 7:
        answer = await session.get(PAGE.format(which), headers={"Accept": "text/html"})
        assert f"Company {which}" in answer.text, answer.status_code
        return
    query = (COUNT if kind == 6 else GRAPH if kind == 5 else LOOK_UP).format(which, which % 12)
    answer = await session.get("/sparql", params={"query": query})
    assert answer.status_code == 200, (answer.status_code, answer.text)
    if kind < 5:
        rows = answer.json()["results"]["bindings"]
        assert {row["label"]["value"] for row in rows} <= {f"Company {which}"}
    elif kind == 5:
        assert f"company/c{which}>" in answer.text


async def load(address: str, clients: int, seconds: float, kinds: int = KINDS) -> Tally:
    tally, until = Tally(), time.monotonic() + seconds
    await asyncio.gather(*(client(number, address, until, tally, kinds) for number in range(clients)))
    return tally


def check(output: Path, clients: int, seconds: float) -> Tally:
    with running(output, "--no-log") as server:
        tally = run_async(load(server.address, clients, seconds))
        assert tally.wrong == []
        assert server.get("/health").json()["processes"]["busy"] == 0
        assert server.lines[1:] == []
    return tally


def test_twenty_clients_lose_no_answer(companies: Path) -> None:
    tally = check(companies, clients=20, seconds=3)
    assert len(tally.took) >= 20, "some clients had no answer at all"


@pytest.mark.soak
def test_two_hundred_clients_lose_no_answer_in_a_minute(companies: Path) -> None:
    tally = check(companies, clients=200, seconds=60)
    assert len(tally.took) >= 2 * 200, "some clients had to wait for most of the minute"
