"""Filling the store: a large file in parts holds what it holds at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import StoreFailed
from kg.pipeline import Built
from kg.store import load

MODULE = sys.modules[load.__module__]  # `kg.store.load` names the function


def quads(folder: Path) -> set[str]:
    return {str(quad) for quad in Store.read_only(str(folder))}


def test_in_parts_it_is_the_same(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = built.folder / "graph.trig"
    whole = load(source, tmp_path / "whole")
    monkeypatch.setattr(MODULE, "AT_ONCE", 0)
    monkeypatch.setattr(MODULE, "CHUNK", 100)
    assert load(source, tmp_path / "parts") == whole > 200
    assert quads(tmp_path / "parts") == quads(tmp_path / "whole")


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
