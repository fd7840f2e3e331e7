"""A server's life: it starts or says why not, follows new builds, and ends in peace."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kg.config import Settings
from kg.output import replaced
from kg.pipeline import build
from tests.serve.running import Running, running
from tests.serve.test_limits import ENDLESS
from tests.support import ROOT, example_articles, examples, gold_annotator, write_texts

COUNT = "SELECT (COUNT(*) AS ?n) { ?d a schema:NewsArticle }"


def kg_serve(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)


def test_it_says_why_it_cannot_start(tmp_path: Path, server: Running, companies: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("nonsense")
    for arguments, code, words in (
        (["-o", str(tmp_path / "none")], 1, "no store"),
        (["-o", str(tmp_path)], 1, "cannot be opened"),
        (["-o", str(companies), "--port", str(server.port)], 2, "in use"),
        (["-o", str(companies), "--port", "70000"], 2, "65535"),
        (["-o", str(companies), "--processes", "0"], 2, "processes"),
        (["-o", str(companies), "--token", "a b"], 2, "without blanks"),
        (["-o", str(companies), "--host", "no.such.host.invalid"], 2, "cannot listen"),
    ):
        done = kg_serve(*arguments)
        assert done.returncode == code, (arguments, done.stderr)
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_a_new_build_is_served_without_a_pause(tmp_path: Path) -> None:
    texts, output = write_texts(tmp_path / "texts", examples()[:1]), tmp_path / "output"
    settings = Settings(output=output, no_lexicon=True)
    build([texts], settings, factory=gold_annotator())
    with running(output, "--no-log") as server:
        assert server.rows(COUNT) == [{"n": "1"}]
        before = server.get("/", headers={"Accept": "text/html"}).text
        wrong: list[str] = []
        ended = threading.Event()

        def ask() -> None:
            with httpx.Client(base_url=server.address) as client:
                while not ended.is_set():
                    answer = client.get("/sparql", params={"query": COUNT})
                    if answer.status_code != 200:
                        wrong.append(answer.text)

        asking = threading.Thread(target=ask)
        asking.start()
        write_texts(texts)
        build([texts], settings, factory=gold_annotator())
        until = time.monotonic() + 10
        while server.rows(COUNT) != [{"n": str(len(example_articles()))}]:
            assert time.monotonic() < until
        ended.set()
        asking.join()
        assert wrong == []
        assert server.get("/", headers={"Accept": "text/html"}).text != before


def test_another_base_iri_of_a_new_build_is_followed(tmp_path: Path, companies: Path) -> None:
    from kg.store import load
    from tests.serve.synthetic import write

    output = tmp_path / "output"
    shutil.copytree(companies, output)
    with running(output) as server:
        assert server.get("/company/c5").status_code == 200
        with replaced(output, lambda: ["store"]) as new:
            load(write(tmp_path / "other.trig", 10, "https://other.example/x/"), new / "store")
        assert "https://other.example/x/company/c5" in server.get("/company/c5").text
        assert server.get("/company/c500").status_code == 404


def test_a_store_that_is_away_for_a_moment_does_no_harm(tmp_path: Path, companies: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(companies, output)
    with running(output) as server:
        assert server.rows(COUNT) == [{"n": "100"}]
        os.rename(output, tmp_path / "away")
        assert server.rows(COUNT) == [{"n": "100"}]
        os.rename(tmp_path / "away", output)
        assert server.rows(COUNT) == [{"n": "100"}]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_running_requests_may_end_after_the_signal(companies: Path, number: int) -> None:
    with running(companies) as server, ThreadPoolExecutor(1) as threads:
        asked = threads.submit(server.ask, ENDLESS, timeout="1.5")
        server.wait_until_busy(1)
        server.process.send_signal(number)
        assert asked.result().status_code == 504
        assert server.process.wait(10) == 0
        with pytest.raises(httpx.ConnectError):
            httpx.get(server.address)
        assert not any("Traceback" in line for line in server.lines)


def test_no_process_outlives_a_server_that_is_killed(companies: Path) -> None:
    with running(companies) as server, ThreadPoolExecutor(1) as threads:
        asked = threads.submit(server.ask, ENDLESS, timeout="5")
        server.wait_until_busy(1)
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        assert children
        server.process.kill()
        server.process.wait()
        with pytest.raises(httpx.HTTPError):
            asked.result()
        until = time.monotonic() + 8
        while any(_works(child) for child in children):
            assert time.monotonic() < until
            time.sleep(0.1)


def _works(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_processes_that_ask_the_store_have_no_network(server: Running) -> None:
    if os.geteuid() != 0:
        pytest.skip("the system lets only root give up the network for certain")
    own, until = os.readlink("/proc/self/ns/net"), time.monotonic() + 10
    while not (spaces := _spaces(server)) or own in spaces:  # one that starts has not given it up yet
        assert time.monotonic() < until
        time.sleep(0.05)


def _spaces(server: Running) -> set[str]:
    """The network name spaces of the processes of a server."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return {os.readlink(f"/proc/{child}/ns/net") for child in children}
