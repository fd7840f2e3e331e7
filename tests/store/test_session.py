"""Queries run in a process of their own: answers in every form, and an end when the time is up."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
import rdflib

from kg.errors import QueryInvalid, StoreFailed, Timeout
from kg.store import Session, load

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SLOW_SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def worker(session: Session) -> int:
    process = session._process
    assert process is not None
    return process.pid


def test_union_of_all_graphs_is_asked(session: Session) -> None:
    assert session.run("ASK { ?st rdf:predicate kg:makes . ?s kg:makes ?m }") == (
        b'{"head":{},"boolean":true}',
        "boolean",
    )


def test_named_data_sets_are_obeyed(session: Session) -> None:
    one = "SELECT (COUNT(*) AS ?n) FROM <graph/article/first> { ?s a rdf:Statement }"
    found = json.loads(session.run(one)[0])
    assert found["results"]["bindings"][0]["n"]["value"] == "4"


def test_base_and_prefixes_are_known(session: Session) -> None:
    assert session.base == "https://example.org/kg/"
    answer, form = session.run("SELECT ?l { <brand/velm> rdfs:label ?l }", format="csv")
    assert (answer, form) == (b"l\r\nVelm\r\n", "bindings")


@pytest.mark.parametrize("format", ["turtle", "ntriples", "xml"])
def test_graphs_are_written_in_any_syntax(session: Session, format: str) -> None:
    answer, form = session.run("DESCRIBE <brand/velm>", graph_format=format)  # type: ignore[arg-type]
    assert form == "graph"
    found = rdflib.Graph().parse(data=answer, format={"ntriples": "nt"}.get(format, format))
    assert {str(o) for o in found.objects(None, rdflib.RDFS.label)} == {"Velm"}


def test_turtle_is_sorted(session: Session) -> None:
    query = "CONSTRUCT { ?s rdfs:label ?l ; a ?c } WHERE { ?s rdfs:label ?l ; a ?c }"
    first = session.run(query)[0].decode()
    blocks = [block.split()[0] for block in first.split("\n\n")[1:]]
    assert blocks == sorted(blocks)
    assert len(blocks) == 5


def test_format_that_does_not_fit(session: Session) -> None:
    with pytest.raises(QueryInvalid, match="turtle holds graphs only"):
        session.run("ASK {}", format="turtle")
    with pytest.raises(QueryInvalid, match="a graph is written as"):
        session.run("DESCRIBE <brand/velm>", graph_format="csv")
    assert session.run("ASK {}")[1] == "boolean"


def test_syntax_error_has_line_column_and_the_line(session: Session) -> None:
    with pytest.raises(QueryInvalid) as caught:
        session.run("SELECT * {\n  ?s kg:makes\n}")
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("the query is not valid SPARQL: line 3, column 1: expected")
    assert lines[1:] == ["  }", "  ^"]


@pytest.mark.parametrize("query", [ENDLESS, SLOW_SORT])
def test_time_is_up(session: Session, query: str) -> None:
    session.run("ASK {}")
    pid = worker(session)
    begin = time.monotonic()
    with pytest.raises(Timeout, match=r"stopped after 0\.4 seconds"):
        session.run(query, timeout=0.4)
    assert time.monotonic() - begin < 2.4
    assert not alive(pid)
    assert session.run("ASK {}")[1] == "boolean"


def test_process_ends_itself_when_nobody_waits(output: Path) -> None:
    session = Session(output / "store")
    stream = session.stream(ENDLESS, timeout=0.1)
    session.run("ASK {}")
    process, connection = session._process, session._connection
    assert process is not None
    assert connection is not None
    session._process = session._connection = None
    from kg.store.messages import Request

    connection.send(Request(ENDLESS, "json", "turtle", True, 0.2))
    assert process.wait(10) != 0
    stream.close()


def test_leaving_an_answer_early_leaves_no_rest(session: Session) -> None:
    stream = session.stream("SELECT * { ?s ?p ?o . ?a ?b ?c }", format="csv")
    next(stream)
    stream.close()
    assert session.run("ASK {}") == (b'{"head":{},"boolean":true}', "boolean")


def test_process_ends_with_the_session(output: Path) -> None:
    with Session(output / "store") as session:
        pid = worker(session)
        assert alive(pid)
    assert not alive(pid)


@pytest.mark.parametrize("gone_before", [True, False])
def test_lost_process_is_a_clear_error_and_the_next_query_works(session: Session, gone_before: bool) -> None:
    session.run("ASK {}")
    assert session._process is not None
    session._process.kill()
    if gone_before:  # then it cannot even be sent the query
        session._process.wait()
    with pytest.raises(StoreFailed, match="ended unexpectedly"):
        session.run("ASK {}")
    assert session.run("ASK {}")[1] == "boolean"


def test_missing_and_damaged_stores(tmp_path: Path, output: Path) -> None:
    with pytest.raises(StoreFailed, match="build one with kg build"):
        Session(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreFailed, match="cannot be opened"), Session(tmp_path / "empty"):
        pass
    load(output / "graph.trig", tmp_path / "store")
    for path in (tmp_path / "store").glob("CURRENT"):
        path.write_bytes(b"nonsense")
    with pytest.raises(StoreFailed, match="cannot be opened"), Session(tmp_path / "store"):
        pass


def test_loading_replaces_the_store_as_a_whole(tmp_path: Path, output: Path) -> None:
    def size() -> int:
        with Session(folder) as session:
            found = json.loads(session.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0])
        return int(found["results"]["bindings"][0]["n"]["value"])

    folder = tmp_path / "store"
    load(output / "graph.trig", folder)
    once = size()
    load(output / "graph.trig", folder)
    assert size() == once > 0
    (tmp_path / "bad.trig").write_text("<a:a> <a:b> <a:c> .\nnonsense", encoding="utf-8")
    with pytest.raises(StoreFailed, match="cannot be written"):
        load(tmp_path / "bad.trig", folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.trig", "store"]
    assert size() == once


def test_missing_source(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        load(tmp_path / "none.trig", tmp_path / "store")
    assert list(tmp_path.iterdir()) == []
