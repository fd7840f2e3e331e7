"""What must not reach the engine does not, however it is written; what may, does."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.errors import QueryInvalid
from kg.store.scan import has_dataset, refuse, refuse_update, values_blocks

CALLS = (
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:1/> { } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:1/>{} }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:1/> {} }",
    "PREFIX x: <http://127.0.0.1:1/> SELECT * { SERVICEx:a{} }",
    "PREFIX service: <http://127.0.0.1:1/> SELECT * { SERVICE service:a {} }",
    "SELECT * { FILTER(?a<?b)SERVICE?x#>\n{} }",
    "SELECT * { SERV\\u0049CE <http://127.0.0.1:1/> {} }",
    "SELECT * { SERVICE # <\n <http://127.0.0.1:1/> {} }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE ?where { } } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:1/> {} } }",
)


@pytest.mark.parametrize("query", CALLS)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(QueryInvalid, match="SERVICE is refused"):
        refuse(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/>",
        "SELECT ?service { ?service <http://x/service> ?o . ?s <urn:service> <http://x/a-service/b> }",
        "SELECT * { ?s kg:service ?o FILTER(?o < 3 && ?s != <http://x/service>) }",
        "SELECT * { ?s ?p '''it's SERVICE <http://x/>''' }",
        "SELECT ?load { ?load ?insert ?delete }",
    ],
)
def test_the_word_alone_is_harmless(query: str) -> None:
    refuse(query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:1/>",
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "PREFIX a: <a:> delete where { ?s ?p ?o }",
        "# a comment\nCLEAR ALL",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(QueryInvalid, match="is refused: the store is only read"):
        refuse(update)


def test_files_are_refused() -> None:
    with pytest.raises(QueryInvalid, match="line 2, column 6: FROM cannot read files"):
        refuse("SELECT *\nFROM <file:///etc/passwd> { ?s ?p ?o }")
    with pytest.raises(QueryInvalid, match="FROM cannot read files"):
        refuse("SELECT * FROM NAMED <FILE:x> { ?s ?p ?o }")
    with pytest.raises(QueryInvalid, match="FROM cannot read files"):
        refuse("SELECT * FROM <f\\u0069le:x> { ?s ?p ?o }")


def test_message_shows_the_place() -> None:
    with pytest.raises(QueryInvalid) as caught:
        refuse("SELECT * {\n  SERVICE <http://x/> {}\n}")
    assert str(caught.value).splitlines()[1:] == ["    SERVICE <http://x/> {}", "    ^"]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[object]]]:
    """A server that notes who calls."""
    server = socket.create_server(("127.0.0.1", 0))
    calls: list[object] = []

    def listen() -> None:
        while True:
            try:
                connection, caller = server.accept()
            except OSError:
                return
            calls.append(caller)
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], calls
    server.shutdown(socket.SHUT_RDWR)
    server.close()


PIECES = (
    *(
        "SERVICE",
        "service ",
        "Service\n",
        "SILENT",
        "<HERE>",
        "<HERE>{}",
        "{}",
        "{ ?s ?p ?o }",
        "x:a",
        "?x",
        "?o",
        "?s ?p ",
    ),
    *(
        "true",
        "1",
        '"a"',
        "'",
        '"',
        '"""',
        "#",
        "\n",
        ">",
        "<",
        "<?b",
        "&&?c>",
        "FILTER(?a<?b)",
        ".",
        ";",
        " ",
        "/",
        "^",
        "\\u0053",
    ),
)


def test_the_listener_listens(listener: tuple[int, list[object]]) -> None:
    port, calls = listener
    before = len(calls)
    with pytest.raises(OSError, match=r".+"):
        list(ox.Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))  # type: ignore[call-overload]
    assert len(calls) > before


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9))
@example(["?s ?p ", "true", "SERVICE", "<HERE>{}"])
@example(["FILTER(?a<?b)", "SERVICE", "x:a", "#", ">", "\n", "{}"])
@example(["SERVICE", "x:a", "{}"])
def test_the_engine_never_calls_for_what_is_let_through(listener: tuple[int, list[object]], pieces: list[str]) -> None:
    port, calls = listener
    here = f"http://127.0.0.1:{port}/"
    query = f"PREFIX x: <{here}> SELECT * {{ {''.join(pieces)} }}".replace("HERE", here)
    try:
        refuse(query)
    except QueryInvalid:
        return
    before = len(calls)
    with contextlib.suppress(SyntaxError, OSError, RuntimeError, ValueError):
        list(ox.Store().query(query))  # type: ignore[call-overload]
    assert len(calls) == before


def test_dataset() -> None:
    assert has_dataset("SELECT * FROM <http://x/g> { ?s ?p ?o }")
    assert not has_dataset("SELECT * { ?s ?p 'FROM <x>' } # FROM <x>")
    assert not has_dataset("SELECT * { ?from <http://x/from> ?o }")


def test_values_blocks() -> None:
    text = 'SELECT * { VALUES ?a { UNDEF } VALUES (?b ?c) { (1 2) } # VALUES ?d { 1 }\n VALUES ?a { "}" <x:}> 1 } }'
    found = values_blocks(text)
    assert list(found) == ["a"]
    assert text[found["a"][0].begin : found["a"][0].end].strip() == "UNDEF"
    assert len(found["a"]) == 2


@settings(max_examples=200)
@given(st.text(st.sampled_from("<>\"'#\\{}?:aSERVICE \n"), max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    with contextlib.suppress(QueryInvalid):
        refuse(text)
    assert all(block.start < block.begin <= block.end < block.stop for v in values_blocks(text).values() for block in v)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:1/>",
        "INSERT DATA { <a:a> <a:a> 1 };load silent<http://127.0.0.1:1/>",
        "PREFIX a: <a:>LOADa:b",
        "BASE <a:>LOAD#\n<b>",
        "LO\\u0041D <http://127.0.0.1:1/> INTO GRAPH <a:a>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_an_update_that_asks_others_is_refused(update: str) -> None:
    with pytest.raises(QueryInvalid, match="is refused"):
        refuse_update(update)


@pytest.mark.parametrize(
    "update",
    [
        'INSERT DATA { <a:a> <a:load> "LOAD <a:b>" }',
        "DELETE { ?load a <http://a.example/load> } WHERE { ?load a <http://a.example/load/x> . FILTER(?load < 3) }",
        "CLEAR ALL # LOAD <a:b>",
    ],
)
def test_an_update_may_use_the_word_load(update: str) -> None:
    refuse_update(update)
