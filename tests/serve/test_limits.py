"""What one client may take: time, rows, size, places; and that others are served meanwhile."""

from __future__ import annotations

import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.serve.running import Running, running

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?c != ?i) }"
SORTED = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
PATHS = "SELECT (COUNT(*) AS ?n) WHERE { ?a (kg:partnersWith|^kg:partnersWith|kg:supplies)* ?b }"
QUICK = "SELECT ?label { <https://example.org/kg/company/c5> rdfs:label ?label }"


def timed(server: Running, query: str, **parameters: str) -> tuple[httpx.Response, float]:
    start = time.perf_counter()
    answer = server.ask(query, **parameters)
    return answer, time.perf_counter() - start


@pytest.mark.parametrize("query", [ENDLESS, SORTED, PATHS])
def test_a_query_without_end_is_stopped_in_time(large: Running, query: str) -> None:
    answer, took = timed(large, query, timeout="0.7")
    assert answer.status_code == 504
    assert "0.7 seconds" in answer.text
    assert "timeout=" in answer.text
    assert 0.6 < took < 2.7


def test_the_time_limit_of_a_request_is_capped(large: Running) -> None:
    answer, took = timed(large, ENDLESS, timeout="600")
    assert answer.status_code == 504
    assert "3 seconds" in answer.text
    assert took < 5


def test_stopped_work_is_really_stopped(companies: Path) -> None:
    with running(companies) as server:
        assert timed(server, ENDLESS, timeout="0.5")[0].status_code == 504
        server.wait_until_busy(0)
        until = time.monotonic() + 10
        while _work(server.process.pid, 0.5) > 15:  # a process that takes the place of the ended one starts meanwhile
            assert time.monotonic() < until


def test_work_for_a_client_that_has_left_is_stopped(companies: Path) -> None:
    with running(companies) as server:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(server.address + "sparql", params={"query": ENDLESS}, timeout=0.5)
        server.wait_until_busy(0)


def test_others_are_served_while_queries_without_end_run(companies: Path) -> None:
    with running(companies) as server, ThreadPoolExecutor(5) as threads:
        slow = [threads.submit(timed, server, ENDLESS, timeout="5") for _ in range(5)]
        server.wait_until_busy(2)
        first = server.ask(QUICK)
        assert not all(future.done() for future in slow)
        answers = [timed(server, QUICK) for _ in range(8)]
        assert {answer.status_code for answer in [first, *(answer for answer, _ in answers)]} == {200}
        assert statistics.median(took for _, took in answers) < 1.0
        for future in slow:
            answer, took = future.result()
            assert answer.status_code == 504
            assert took < 7


def test_an_answer_with_too_many_rows_is_refused_or_cut_for_all_to_see(large: Running) -> None:
    fits = large.ask("SELECT ?s { ?s ?p ?o } LIMIT 20000")
    assert len(fits.json()["results"]["bindings"]) == 20000
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        with pytest.raises(httpx.RemoteProtocolError):
            large.ask("SELECT ?s { ?s ?p ?o } LIMIT 20001", accept)
    assert large.ask("SELECT ?s { ?s ?p ?o } LIMIT 5").status_code == 200


def test_a_small_answer_with_too_many_rows_has_a_status(companies: Path) -> None:
    with running(companies, "--max-rows", "10") as server:
        for query in ("SELECT ?s { ?s ?p ?o }", "CONSTRUCT { ?s a kg:X } WHERE { ?s a kg:Company }"):
            answer = server.ask(query + " LIMIT 11")
            assert answer.status_code == 403
            assert "more than 10 rows" in answer.text
            assert server.ask(query + " LIMIT 10").status_code == 200


def test_a_large_answer_is_streamed_whole(large: Running) -> None:
    sizes = []
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000"
    with large.client.stream("GET", "/sparql", params={"query": query}, headers={"Accept": "text/csv"}) as answer:
        assert answer.headers.get("transfer-encoding") == "chunked"
        rows = 0
        for piece in answer.iter_bytes():
            sizes.append(len(piece))
            rows += piece.count(b"\n")
    assert rows == 20001
    assert len(sizes) > 5


def test_a_client_that_reads_slowly_holds_no_process(large: Running) -> None:
    query = {"query": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000"}
    with large.client.stream("GET", "/sparql", params=query) as answer:
        pieces = answer.iter_raw(1000)
        got = len(next(pieces))
        large.wait_until_busy(0)
        got += sum(map(len, pieces))
    assert got > 1_000_000


def test_a_body_that_is_too_large_is_413(large: Running) -> None:
    query = "ASK { " + " " * 17000 + "}"
    headers = {"Content-Type": "application/sparql-query"}
    assert large.client.post("/sparql", data={"query": query}).status_code == 413
    assert large.client.post("/sparql", content=query, headers=headers).status_code == 413
    pieces = (query[n : n + 1000].encode() for n in range(0, len(query), 1000))
    assert large.client.post("/sparql", content=pieces, headers=headers).status_code == 413
    assert large.client.post("/sparql", content="ASK {}", headers=headers).status_code == 200


def test_more_than_may_wait_are_sent_away(companies: Path) -> None:
    with running(companies, "--processes", "1", "--waiting", "2") as server:
        with ThreadPoolExecutor(8) as threads:
            slow = [threads.submit(timed, server, ENDLESS, timeout="0.8") for _ in range(8)]
            answers = [future.result()[0] for future in slow]
        away = [answer for answer in answers if answer.status_code == 503]
        assert 4 <= len(away) <= 7
        for answer in away:
            assert int(answer.headers["retry-after"]) > 0
        assert server.ask(QUICK).status_code == 200


def test_a_query_that_eats_memory_ends_alone(companies: Path) -> None:
    with running(companies, "--memory", "200") as server:
        answer = server.ask(SORTED, timeout="30")
        assert answer.status_code == 500
        assert "memory" in answer.text
        assert server.ask(QUICK).status_code == 200


def test_health_answers_while_all_are_busy(companies: Path) -> None:
    with running(companies, "--processes", "1") as server:
        thread = threading.Thread(target=timed, args=(server, ENDLESS), kwargs={"timeout": "2"})
        thread.start()
        server.wait_until_busy(1)
        assert httpx.get(server.address + "health").status_code == 200
        thread.join()


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _work(parent: int, seconds: float) -> int:
    """The processor time that the children of a process use while so many seconds pass, in hundredths of a second."""
    before = {child: _ticks(child) for child in _children(parent)}
    time.sleep(seconds)
    return sum(_ticks(child) - before.get(child, 0) for child in _children(parent))


def _ticks(process: int) -> int:
    """The processor time that a process has used, in hundredths of a second."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
