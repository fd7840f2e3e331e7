"""Stores to write to: a small one in this process that can be made to misbehave, and a real Virtuoso."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

TYPES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/turtle": ox.RdfFormat.TURTLE,
}


@dataclass
class Small:
    """A SPARQL 1.1 store on localhost; what it offers and how it fails is set from outside."""

    store: ox.Store = field(default_factory=ox.Store)
    graphs: bool = True
    updates: bool = True
    union: str = "always"
    busy: int = 0
    sleep: float = 0.0
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""

    def count(self, graph: str) -> int:
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))

    def answer(self, method: str, path: str, kind: str, accept: str, body: bytes) -> tuple[int, bytes]:
        parts = urlsplit(path)
        time.sleep(self.sleep)
        if self.busy:
            self.busy -= 1
            return 503, b"busy"
        if parts.path == "/data" and self.graphs:
            return self._graph(method, ox.NamedNode(parse_qs(parts.query)["graph"][0]), body)
        if parts.path == "/update" and self.updates and kind == "application/sparql-update":
            self.store.update(body.decode())
            return 204, b""
        if parts.path == "/sparql" and kind == "application/x-www-form-urlencoded":
            return self._query(parse_qs(body.decode(), keep_blank_values=True), accept)
        return 404, b"not found"

    def _graph(self, method: str, graph: ox.NamedNode, body: bytes) -> tuple[int, bytes]:
        if method in ("PUT", "DELETE"):
            self.store.remove_graph(graph)
        if method in ("PUT", "POST"):
            triples = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
            self.store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        return 204, b""

    def _query(self, form: dict[str, list[str]], accept: str) -> tuple[int, bytes]:
        asked = form.get("default-graph-uri", [""])[0] or ("oxigraph" if "union-default-graph" in form else "")
        union = self.union == "always" or (self.union == asked)
        try:
            found = self.store.query(form["query"][0], use_default_graph_as_union=union)
        except SyntaxError as error:
            return 400, str(error).encode()
        return 200, found.serialize(format=TYPES[accept]) or b""  # type: ignore[arg-type]


@contextmanager
def small(**options: object) -> Iterator[Small]:
    """A running Small."""
    state = Small(**options)  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            state.requests.append((self.command, self.path, self.headers.get("Authorization") or ""))
            kind, accept = self.headers.get("Content-Type") or "", self.headers.get("Accept") or ""
            status, answer = state.answer(self.command, self.path, kind, accept, body)
            with suppress(BrokenPipeError):
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        do_GET = do_PUT = do_POST = do_DELETE = handle_any

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 10
NumberOfBuffers = 10000
DirsAllowed = .
[HTTPServer]
ServerPort = {http}
ServerThreads = 5
"""


@contextmanager
def virtuoso(folder: Path, ports: tuple[int, int], seconds: float = 120.0) -> Iterator[str]:
    """A running Virtuoso with an empty database; its endpoint. The user is dba, the password dba."""
    program = shutil.which("virtuoso-t")
    assert program is not None
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=ports[0], http=ports[1]), encoding="utf-8")
    command = [program, "+configfile", "virtuoso.ini", "+foreground"]
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{ports[1]}/sparql"
    try:
        _wait(url, process, seconds, folder)
        yield url
    finally:
        process.terminate()
        process.wait(60)


def _wait(url: str, process: subprocess.Popen[bytes], seconds: float, folder: Path) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, (folder / "output.txt").read_text(errors="replace")
        try:
            urllib.request.urlopen(f"{url}?query=ASK%20%7B%7D", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"Virtuoso does not answer at {url}")
