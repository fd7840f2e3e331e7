"""Files behind addresses. The store is fsspec's own, in memory: the same calls as for S3 and the others, no network."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.config import Settings
from kg.errors import InputMissing, UsageError
from kg.pipeline import build
from kg.read import Limits
from kg.read.remote import is_remote
from tests.read.articles import docx, prose
from tests.read.conftest import Reader
from tests.support import gold_annotator

fsspec = pytest.importorskip("fsspec", reason='pip install "newsgraph-kg[cloud]"')
BODY = prose("Norwind")


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[Any]:
    """A folder of a store, of this test alone."""
    store, name = fsspec.filesystem("memory"), f"/{tmp_path.name}"
    for path, content in {
        "north/a.txt": BODY.encode(),
        "north/deep/b.jsonl.gz": gzip.compress(json.dumps({"text": BODY}).encode() * 1),
        "south/c.docx": docx(BODY),
        "south/README.md": b"not this",
        "south/.hidden/d.txt": BODY.encode(),
        "south/picture.jpg": b"\xff\xd8",
    }.items():
        store.pipe(f"{name}/{path}", content)
    yield f"memory://{tmp_path.name}"
    store.rm(name, recursive=True)


def test_what_an_address_is() -> None:
    assert is_remote("s3://bucket/x")
    assert not any(map(is_remote, ("/s3://x", "news", "C://x", "a b://c", "")))


def test_a_folder_of_a_store_is_read_like_a_folder(bucket: str, reading: Reader) -> None:
    documents, (skipped,) = reading(bucket)
    assert [(d.id, d.source) for d in documents] == [
        ("a", "north/a.txt"),
        ("b", "north/deep/b.jsonl.gz"),
        ("c", "south/c.docx"),
    ]
    assert (skipped.source, skipped.failed) == ("south/picture.jpg", False)


@pytest.mark.parametrize(
    ("pattern", "found"), [("/*/*.txt", ["a"]), ("/**/*.gz", ["b"]), ("/north/a.txt", ["a"]), ("/*/[ab].*", ["a"])]
)
def test_patterns_and_single_files(bucket: str, pattern: str, found: list[str], reading: Reader) -> None:
    assert [document.id for document in reading(bucket + pattern)[0]] == found


def test_an_address_beside_a_folder(bucket: str, tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    first = reading(tmp_path, bucket)[0]
    assert len(first) == 4
    assert reading(bucket, tmp_path)[0] == first


@pytest.mark.parametrize("pattern", ["/nowhere", "/nowhere/*.txt", "/*/*.nothing"])
def test_an_address_without_files_is_told_before_anything_is_read(bucket: str, pattern: str, reading: Reader) -> None:
    with pytest.raises(InputMissing, match="no such file"):
        reading(bucket + pattern)


def test_an_unknown_kind_of_store_is_a_mistake_of_the_user(reading: Reader) -> None:
    with pytest.raises(UsageError, match="nonsense"):
        reading("nonsense://x/y.txt")


def test_sizes_are_bounded(bucket: str, reading: Reader) -> None:
    documents, skipped = reading(bucket, limits=Limits(file_bytes=100))
    assert documents == []
    assert len([one for one in skipped if "er than 100 bytes" in one.reason]) == 3


def test_a_store_that_breaks_off_is_named(bucket: str, reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.read import remote

    def broken(self: object, buffer: object) -> int:
        raise OSError(None, "connection reset")

    monkeypatch.setattr(remote._Stream, "readinto", broken)
    documents, skipped = reading(f"{bucket}/north")
    assert documents == []
    assert all("connection reset" in one.reason for one in skipped)
    assert len(skipped) == 2


def test_without_its_package(reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(UsageError, match=r"newsgraph-kg\[cloud\]"):
        reading("s3://bucket/x.txt")


def test_a_graph_from_a_store(bucket: str, tmp_path: Path) -> None:
    settings = Settings(output=tmp_path / "output", no_lexicon=True)
    built = build([f"{bucket}/north/*.txt"], settings, factory=gold_annotator())
    assert [row["id"] for row in built.report["articles"]] == ["a"]
