"""A server in a process of its own, asked over HTTP."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.support import ROOT

START_SECONDS = 60.0


@dataclass
class Running:
    """The server's process, its address, a client, and what it has written to standard error so far."""

    process: subprocess.Popen[str]
    address: str = ""
    client: httpx.Client = field(default_factory=httpx.Client)
    lines: list[str] = field(default_factory=list)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(path, **options)

    def ask(self, query: str, accept: str = "", **parameters: Any) -> httpx.Response:
        """A query by GET."""
        headers = {"Accept": accept} if accept else {}
        return self.client.get("/sparql", params={"query": query} | parameters, headers=headers)

    def rows(self, query: str, **parameters: Any) -> list[dict[str, str]]:
        """The rows of an answer as plain text."""
        answer = self.ask(query, **parameters)
        assert answer.status_code == 200, answer.text
        return [{n: term["value"] for n, term in row.items()} for row in answer.json()["results"]["bindings"]]

    def wait_until_busy(self, processes: int) -> None:
        """Wait until at least that many queries run, none for 0, however slow the machine is at the moment."""
        until = time.monotonic() + START_SECONDS
        while (busy := self.busy) < processes or busy > processes == 0:
            assert time.monotonic() < until, f"{busy} queries run"
            time.sleep(0.02)

    @property
    def busy(self) -> int:
        """How many queries run. Asked by a connection of its own, since the client's are for one thread."""
        with httpx.Client(trust_env=False, timeout=START_SECONDS) as asking:
            found: int = asking.get(self.address + "health").json()["processes"]["busy"]
        return found

    @property
    def port(self) -> int:
        return httpx.URL(self.address).port or 80


@contextmanager
def running(output: Path, *arguments: str) -> Iterator[Running]:
    """Start `kg serve` on a free port, and end it afterwards."""
    command = [sys.executable, "-m", "kg", "serve", "-o", str(output), "--port", "0", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, cwd=ROOT)
    server, found = Running(process), threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            server.lines.append(line.rstrip("\n"))
            match = re.search(r"serving .* at (http://\S+/) ", line)
            if match:
                server.address = match[1]
                found.set()
        found.set()

    reader = threading.Thread(target=listen)
    reader.start()
    try:
        assert found.wait(START_SECONDS), "the server does not start"
        assert server.address, "\n".join(server.lines)
        server.client = httpx.Client(base_url=server.address, timeout=60.0, trust_env=False)
        yield server
    finally:
        server.client.close()
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join()
