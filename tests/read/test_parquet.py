from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from kg.read import Limits
from tests.read.articles import prose
from tests.read.conftest import Reader

pyarrow = pytest.importorskip("pyarrow", reason='pip install "newsgraph-kg[parquet]"')
pytest.importorskip("pyarrow.parquet")

BODY = prose("Norwind")


def write(path: Path, rows: list[dict[str, Any]], **options: Any) -> None:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path, **options)


def test_a_row_is_an_article(tmp_path: Path, reading: Reader) -> None:
    rows = [
        {"body": BODY, "headline": "A van", "date": datetime.date(2024, 3, 5), "id": "n7", "size": 3},
        {"body": BODY, "headline": "Another", "date": datetime.date(2024, 3, 6), "id": "n8", "size": None},
    ]
    write(tmp_path / "wire.parquet", rows, compression="zstd")
    (one, two), skipped = reading(tmp_path)
    assert skipped == []
    assert (one.id, one.title, one.date, one.text) == ("n7", "A van", "2024-03-05", BODY)
    assert (two.id, two.source) == ("n8", "wire.parquet")


def test_rows_without_a_text_are_named_and_the_others_read(tmp_path: Path, reading: Reader) -> None:
    write(tmp_path / "wire.parquet", [{"text": None}, {"text": BODY}, {"text": " "}, {"text": BODY}])
    documents, skipped = reading(tmp_path)
    assert [document.id for document in documents] == ["wire-2", "wire-4"]
    assert [one.reason.split(":")[0] for one in skipped] == ["row 1", "row 3"]


def test_one_row_has_the_stem_and_no_row_is_named(tmp_path: Path, reading: Reader) -> None:
    write(tmp_path / "one.parquet", [{"text": BODY}])
    write(tmp_path / "none.parquet", [{"text": BODY}][:0])
    documents, (skipped,) = reading(tmp_path)
    assert [document.id for document in documents] == ["one"]
    assert (skipped.source, skipped.reason) == ("none.parquet", "the file is empty")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no parquet at all", b"PAR1" + b"\0" * 100 + b"PAR1"])
def test_what_is_no_parquet_is_named(tmp_path: Path, content: bytes, reading: Reader) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    (tmp_path / "y.txt").write_text(BODY)
    documents, (skipped,) = reading(tmp_path)
    assert [document.id for document in documents] == ["y"]
    assert (skipped.source, skipped.failed) == ("x.parquet", True)


def test_a_file_that_was_cut_off_or_spoiled_is_named(tmp_path: Path, reading: Reader) -> None:
    write(tmp_path / "x.parquet", [{"text": f"{BODY} {n}"} for n in range(200)], use_dictionary=False)
    whole = (tmp_path / "x.parquet").read_bytes()
    (tmp_path / "x.parquet").write_bytes(whole[:-100])
    assert "damaged" in reading(tmp_path)[1][0].reason
    middle = len(whole) // 2
    (tmp_path / "x.parquet").write_bytes(whole[:40] + bytes(200) + whole[240:middle] + bytes(50) + whole[middle + 50 :])
    documents, skipped = reading(tmp_path)
    assert len(documents) < 200
    assert skipped


def test_a_group_of_rows_that_unpacks_to_too_much_is_not_read(tmp_path: Path, reading: Reader) -> None:
    write(tmp_path / "bomb.parquet", [{"text": "x" * 5_000_000 + str(n)} for n in range(4)], use_dictionary=False)
    assert (tmp_path / "bomb.parquet").stat().st_size < 3_000_000
    documents, (skipped,) = reading(tmp_path, limits=Limits(convert_bytes=10_000_000))
    assert documents == []
    assert "smaller row groups" in skipped.reason


def test_without_its_package(tmp_path: Path, reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "x.parquet", [{"text": BODY}])
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    _, (skipped,) = reading(tmp_path)
    assert 'pip install "newsgraph-kg[parquet]"' in skipped.reason
