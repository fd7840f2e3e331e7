"""The small parts: counting rows, spooling, cutting text, links, cells, the frames of messages, options."""

from __future__ import annotations

import asyncio
import io
import json
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.serve.codecs import RESULTS
from kg.serve.counting import TooMany, counted, counter
from kg.serve.messages import Ask, Failed, Started, pack, unpack_ask, unpack_failed, unpack_started
from kg.serve.options import Limits, Options
from kg.serve.pages.cells import Cell, fold
from kg.serve.pages.links import href
from kg.serve.pages.text import Mark, pieces
from kg.serve.spool import Overflow, Spool
from kg.serve.tables import table
from kg.store.results import Term, parse
from tests.support import run_async

BASE = "https://example.org/kg/"
STRANGE = ['"', "},{", "<result>", "\n", "\r\n", '"},{"a":', "{}"]
VALUES = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(STRANGE))


def solutions(rows: list[tuple[str | None, str | None]]) -> ox.QuerySolutions:
    """A table of two columns."""
    terms = (" ".join("UNDEF" if value is None else str(ox.Literal(value)) for value in row) for row in rows)
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {' '.join(f'({row})' for row in terms)} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES), max_size=6), st.integers(1, 7), st.sampled_from(sorted(RESULTS)), st.data())
def test_rows_are_never_counted_too_few(
    rows: list[tuple[str | None, str | None]], limit: int, name: str, data: st.DataObject
) -> None:
    whole = solutions(rows).serialize(format=RESULTS[name])
    target = io.BytesIO()
    counting = counter(target, name, limit)
    at = 0
    try:
        while at < len(whole):
            step = data.draw(st.integers(1, 9))
            counting.write(whole[at : at + step])
            at += step
    except TooMany:
        assert len(rows) > limit or name == "json"  # whose marks may stand in a text too
    else:
        assert len(rows) <= limit
        assert target.getvalue() == whole


def test_ordinary_rows_are_counted_exactly() -> None:
    rows = [(f"a {n}", None if n % 2 else "b") for n in range(50)]
    for name in RESULTS:
        target = io.BytesIO()
        solutions(rows).serialize(counter(target, name, 50), format=RESULTS[name])
        assert target.getvalue() == solutions(rows).serialize(format=RESULTS[name])
        with pytest.raises(TooMany, match="more than 49 rows"):
            solutions(rows).serialize(counter(io.BytesIO(), name, 49), format=RESULTS[name])


def test_triples_are_counted_and_checked_for_xml() -> None:
    store = ox.Store()
    query = "CONSTRUCT { <x:a> <x:p/> 1, 2 } {}"
    found = store.query(query)
    assert isinstance(found, ox.QueryTriples)
    assert len(list(counted(found, 2))) == 2
    found = store.query(query)
    assert isinstance(found, ox.QueryTriples)
    with pytest.raises(TooMany):
        list(counted(found, 1))
    found = store.query(query)
    assert isinstance(found, ox.QueryTriples)
    with pytest.raises(ValueError, match="RDF/XML cannot hold"):
        list(counted(found, 9, xml=True))


def test_a_table_holds_the_first_rows() -> None:
    first = table(solutions([("a", None), ("b", "c")]), 1)
    assert first["more"] is True
    assert parse(json.dumps(first).encode()).rows == ((Term("a"), None),)
    assert table(solutions([("a", None)]), 1)["more"] is False
    truth = ox.Store().query("ASK {}")
    assert isinstance(truth, ox.QueryBoolean)
    assert table(truth, 1)["boolean"] is True


def test_a_spool_gives_back_what_it_took_in_order() -> None:
    async def run() -> bytes:
        spool, taken = Spool(1 << 30), bytearray()
        asyncio.get_running_loop().call_soon(spool.put, b"early")
        taken += await spool.take()
        block = bytes(range(256)) * 4096
        for _ in range(6):  # six million bytes: more than it keeps in memory
            spool.put(block)
        await spool.ready(1)
        spool.end()
        while piece := await spool.take():
            taken += piece
        spool.close()
        return bytes(taken)

    assert run_async(run()) == b"early" + bytes(range(256)) * 4096 * 6


def test_a_spool_tells_of_errors_and_has_a_limit() -> None:
    async def run() -> None:
        spool = Spool(10)
        spool.put(b"12345")
        spool.end(ValueError("cut"))
        with pytest.raises(ValueError, match="cut"):
            await spool.ready(100)
        assert await spool.take() == b"12345"
        with pytest.raises(ValueError, match="cut"):
            await spool.take()
        with pytest.raises(Overflow, match="10 bytes"):
            spool.put(b"123456")
        spool.close()

    run_async(run())


def test_text_is_cut_where_mentions_begin_and_end() -> None:
    outer, inner = Mark(2, 12, "o", "O", "name", ()), Mark(2, 6, "i", "I", "name", ())
    across = Mark(18, 99, "x", "X", "name", ())
    found = pieces("ab cdef ghijk lmno", 1, [outer, inner, across])
    assert [(piece.text, piece.mark) for piece in found] == [
        ("a", None),
        ("b cd", inner),
        ("ef ghi", outer),
        ("jk lmn", None),
        ("o", across),
    ]


@given(st.text(min_size=1, max_size=30), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_no_character_is_lost_or_doubled(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(span), max(span), str(n), "", "name", ()) for n, span in enumerate(spans)]
    found = pieces(text, 5, marks)
    assert "".join(piece.text for piece in found) == text
    for left, right in pairwise(found):
        assert left.mark != right.mark


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (BASE + "brand/haval", "/brand/haval"),
        (BASE + "document/a#char=0,9", "/document/a#char=0,9"),
        (BASE + "ontology#makes", "/ontology#makes"),
        ("https://news.example/a?b=c", "https://news.example/a?b=c"),
        (BASE + "/evil.example", ""),
        (BASE + "\\evil.example", ""),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//evil.example", ""),
        ("https:evil.example", ""),
        ("https://[", ""),
        ("https://a.example/ b", ""),
        ("", ""),
    ],
)
def test_links_lead_to_pages_or_nowhere(iri: str, expected: str) -> None:
    assert href(iri, BASE) == expected


def test_an_address_and_its_name_become_one_cell() -> None:
    rows = parse(
        b'{"head":{"vars":["maker","makerName","n","nName"]},"results":{"bindings":['
        b'{"maker":{"type":"uri","value":"x:a"},"makerName":{"type":"literal","value":"A"},"n":{"type":"literal","value":"1"}},'
        b'{"makerName":{"type":"literal","value":"B"}}]}}'
    )
    found = fold(rows)
    assert found.columns == ("maker", "n", "nName")
    assert found.rows[0] == (Cell(Term("x:a", True), "A"), Cell(Term("1")), Cell(None))
    assert found.rows[1][0] == Cell(Term("B"))


def test_messages_come_through_as_they_are() -> None:
    ask = Ask("ASK {} # ∀\ud800", default_graphs=("x:a",), named_graphs=None, rows=3, seconds=1.5)
    assert unpack_ask(pack(ask)) == ask
    assert unpack_started(pack(Started("graph", "trig"))) == Started("graph", "trig")
    assert unpack_failed(pack(Failed("rows", "too many"))) == Failed("rows", "too many")


def test_limits_that_make_no_sense_are_refused() -> None:
    for name in ("timeout", "processes", "rows", "body", "waiting"):
        with pytest.raises(UsageError, match=name):
            Limits(**{name: 0})
    with pytest.raises(UsageError, match="above the largest"):
        Limits(timeout=400)
    with pytest.raises(UsageError, match="65535"):
        Options(output=None, port=65536)  # type: ignore[arg-type]
