"""Filling the store: in parts it holds what it holds at once, and when it grows what one holds that is filled anew."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.config import Settings
from kg.errors import StoreFailed
from kg.pipeline import Built, build
from kg.store import load, run_query
from kg.store.grow import grow
from kg.store.pieces import pieces
from tests.support import gold_annotator, write_texts

MODULE = sys.modules[load.__module__]  # `kg.store.load` names the function


def quads(folder: Path) -> set[str]:
    return {str(quad) for quad in Store.read_only(str(folder))}


def test_in_parts_it_is_the_same(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = built.folder / "graph.trig"
    load(source, tmp_path / "whole")
    monkeypatch.setattr(MODULE, "AT_ONCE", 0)
    monkeypatch.setattr(MODULE, "CHUNK", 100)
    load(source, tmp_path / "parts")
    assert quads(tmp_path / "parts") == quads(tmp_path / "whole")
    assert len(quads(tmp_path / "parts")) > 200


@pytest.mark.parametrize("most", [0, 1 << 20])
def test_a_malformed_file_leaves_the_older_store(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(MODULE, "AT_ONCE", most)
    store = tmp_path / "store"
    load(built.folder / "graph.trig", store)
    before = quads(store)
    (tmp_path / "bad.trig").write_text("<http://example.org/a> <http://example.org/b>")
    with pytest.raises(StoreFailed, match="cannot be written"):
        load(tmp_path / "bad.trig", store)
    assert quads(store) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def grown(texts: Path, output: Path) -> bool:
    """Build again, and tell whether the store took over tables of the store before."""
    before = {path.stat().st_ino for path in (output / "store").glob("*.sst")}
    build([texts], Settings(output=output, no_lexicon=True), factory=gold_annotator())
    fresh = load(output / "graph.trig", output.parent / "fresh")
    assert fresh
    assert quads(output / "store") == quads(output.parent / "fresh")
    assert graphs(output / "store") == graphs(output.parent / "fresh")
    return bool(before & {path.stat().st_ino for path in (output / "store").glob("*.sst")})


def graphs(folder: Path) -> set[str]:
    return {str(graph) for graph in Store.read_only(str(folder)).named_graphs()}


@pytest.fixture
def living(tmp_path: Path) -> tuple[Path, Path]:
    """Texts and the output that was built of them."""
    texts, output = write_texts(tmp_path / "texts"), tmp_path / "output"
    build([texts], Settings(output=output, no_lexicon=True), factory=gold_annotator())
    return texts, output


def test_a_store_grows_out_of_the_one_before(living: tuple[Path, Path]) -> None:
    texts, output = living
    paths = sorted(texts.iterdir())
    kept = paths[0].read_text(encoding="utf-8")
    assert grown(texts, output)
    paths[0].unlink()
    assert grown(texts, output)
    paths[1].rename(paths[1].with_stem("renamed"))
    assert grown(texts, output)
    paths[0].write_text(kept, encoding="utf-8")
    assert run_query(output, "ASK { ?s ?p ?o }", format="json")
    assert grown(texts, output)


@pytest.mark.parametrize("spoil", ["table", "file more", "file less", "trig", "no trig", "no store"])
def test_a_store_that_is_not_as_it_was_left_is_filled_anew(living: tuple[Path, Path], spoil: str) -> None:
    texts, output = living
    table = max((output / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    if spoil == "table":
        table.write_bytes(table.read_bytes()[:-1] + b"?")
    elif spoil == "file more":
        (output / "store" / "000999.sst").write_bytes(table.read_bytes())
    elif spoil == "file less":
        table.unlink()
    elif spoil == "trig":
        with (output / "graph.trig").open("ab") as file:
            file.write(b"\n<http://a/> <http://a/> <http://a/> .\n")
    elif spoil == "no trig":
        (output / "graph.trig").unlink()
    else:
        shutil.rmtree(output / "store")
    assert not grown(texts, output)
    assert grown(texts, output)


@pytest.mark.parametrize(("limit", "most"), [("MOST", 10), ("SLACK", -1 << 30)])
def test_a_store_is_filled_anew_where_growing_does_not_pay(
    living: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    texts, output = living
    monkeypatch.setattr(sys.modules[grow.__module__], limit, most)
    min(texts.iterdir()).unlink()
    assert not grown(texts, output)


def test_a_change_of_the_store_itself_is_not_taken_over(living: tuple[Path, Path]) -> None:
    texts, output = living
    store = Store(str(output / "store"))
    store.add(Quad(NamedNode("http://a/"), NamedNode("http://a/"), NamedNode("http://a/")))
    store.flush()
    del store
    assert not grown(texts, output)


def test_pieces_are_those_of_the_file_however_it_is_read(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    source = built.folder / "graph.trig"
    whole = list(pieces(source))
    assert b"\n\n".join(whole) == source.read_bytes().rstrip(b"\n")
    assert len(whole) > 20
    for size in (1, 2, 3, 100):
        monkeypatch.setattr(sys.modules[pieces.__module__], "_READ", size)
        assert list(pieces(source)) == whole
