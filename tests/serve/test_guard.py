"""Who may call the server, from where, and what every response says to browsers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from kg.pipeline import Built
from kg.serve.guard import target
from tests.serve.running import Running, running


@pytest.fixture(scope="module")
def open_server(built: Built) -> Iterator[Running]:
    """A server on all addresses, for pages of one origin."""
    with running(
        built.folder, "--host", "0.0.0.0", "--origin", "https://app.example", "--allow-host", "kg.example"
    ) as s:
        yield s


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK+%7B%7D", "/health", "/data", "/style.css", "/company/byd"])
def test_other_hosts_are_refused(server: Running, path: str) -> None:
    for host in ("attacker.example", "attacker.example:80", "127.0.0.1.attacker.example", "192.168.1.7", "[::2]", ""):
        answer = server.get(path, headers={"Host": host})
        assert answer.status_code in (400, 421), host
        assert "Knowledge" not in answer.text


def test_the_names_of_this_machine_are_allowed(server: Running) -> None:
    for host in ("localhost", f"localhost:{server.port}", "LOCALHOST.", "127.0.0.1", "[::1]", f"[::1]:{server.port}"):
        assert server.get("/health", headers={"Host": host}).status_code == 200, host


def test_a_server_for_all_is_called_by_address_or_by_its_names(open_server: Running) -> None:
    for host in ("192.168.1.7", "192.168.1.7:8000", "[fe80::1]:8000", "kg.example", "localhost"):
        assert open_server.get("/health", headers={"Host": host}).status_code == 200, host
    assert open_server.get("/health", headers={"Host": "attacker.example"}).status_code == 421


def test_only_this_machine_can_connect_by_default(server: Running) -> None:
    assert httpx.URL(server.address).host == "127.0.0.1"


def test_no_other_origin_may_read_unless_it_is_named(server: Running) -> None:
    answer = server.get("/sparql?query=ASK+%7B%7D", headers={"Origin": "https://app.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    asked = server.client.options("/sparql", headers=preflight)
    assert asked.status_code == 405
    assert not [name for name in asked.headers if name.startswith("access-control")]


def test_a_named_origin_may_read_and_no_other(open_server: Running) -> None:
    path = "/sparql?query=ASK+%7B%7D"
    answer = open_server.get(path, headers={"Origin": "https://app.example"})
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    other = open_server.get(path, headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in other.headers
    preflight = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    asked = open_server.client.options("/sparql", headers=preflight)
    assert asked.status_code == 200
    assert "DELETE" not in asked.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", ["/", "/sparql", "/sparql?query=ASK+%7B", "/queries", "/nothing", "/graph.html"])
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_every_response_has_the_security_headers(server: Running, path: str, accept: str) -> None:
    headers = server.get(path, headers={"Accept": accept}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] in ("DENY", "SAMEORIGIN")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_pages_run_no_scripts_but_this_server_s_and_ask_nobody_else(server: Running) -> None:
    for path in (
        "/",
        "/sparql",
        "/queries",
        "/queries/prices?run=1&view=chart",
        "/model/kestrel",
        "/document/bmag-may",
    ):
        answer = server.get(path, headers={"Accept": "text/html"})
        page = answer.text
        scripts = re.findall(r"<script[^>]*>[^<]*", page)
        assert all(re.fullmatch(r'<script src="/[\w./]+" defer>', script) for script in scripts), scripts
        assert (
            bool(scripts) == ("script-src 'self'" in answer.headers["content-security-policy"]) == (path == "/sparql")
        )
        assert not re.search(r"<[^>]* (?:style|on\w+)=", page)
        assert re.findall(r'(?:src|action)="([^"]*)"', page)
        for link in re.findall(r'(?:src|action)="([^"]*)"|<link[^>]*href="([^"]*)"', page):
            assert "".join(link).startswith("/"), link


def test_requests_are_logged_in_one_line_that_nobody_can_forge(server: Running) -> None:
    server.get("/sparql?query=ASK+%7B%7D&forged=%0A127.0.0.1+%22GET")
    server.get("/company/%0d%0aforged")
    until, lines = time.monotonic() + 5, []
    while len(lines) < 2 and time.monotonic() < until:
        lines = [line for line in server.lines if "forged" in line]
        time.sleep(0.01)
    assert len(lines) == 2
    asked = min(lines, key=lambda line: "/sparql" not in line)
    assert re.search(r'127\.0\.0\.1 "GET /sparql\?query=ASK\+%7B%7D&forged=%0A\S* 200 \d+ [\d.]+ms$', asked)
    scope = {"path": "/", "raw_path": b'/a\n\x1b[31m\xff"b', "query_string": b"x" * 9000}
    logged = target(scope)
    assert logged.startswith("/a\\x0a\\x1b[31m\\x5cxff\\x22b?xxx")
    assert len(logged) < 600
