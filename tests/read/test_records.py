from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kg.read import Limits
from tests.read.articles import prose
from tests.read.conftest import Reader

BODY = prose("Norwind")


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def test_fields(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "wire.jsonl").write_bytes(
        lines(
            {
                "id": "n/7",
                "text": BODY,
                "title": "A van",
                "date": "2024-03-05T10:00:00Z",
                "url": "u",
                "publisher": "Fjord Post",
            },
            {"body": BODY, "headline": "Another\nvan", "published_at": "5 March 2024", "lang": "en-GB"},
            {"content": BODY, "id": 17},
        )
    )
    (one, two, three), skipped = reading(tmp_path)
    assert skipped == []
    assert (one.id, one.title, one.date, one.url, one.publisher) == ("n-7", "A van", "2024-03-05", "u", "Fjord Post")
    assert (two.id, two.title, two.date, two.language) == ("wire-2", "Another van", "2024-03-05", "en")
    assert (three.id, three.text, three.source, three.offset) == ("17", BODY, "wire.jsonl", 0)


def test_one_record_has_the_stem(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "wire.ndjson").write_bytes(b"\n\n" + lines({"text": BODY}))
    assert [document.id for document in reading(tmp_path)[0]] == ["wire"]


def test_records_are_not_split(tmp_path: Path, reading: Reader) -> None:
    text = f"One\n\n{BODY}\n\nEditor: ZB\n\nAnother article of the day\n\n{BODY}"
    (tmp_path / "x.txt").write_text(text)
    (tmp_path / "wire.jsonl").write_bytes(lines({"text": text}))
    assert [document.id for document in reading(tmp_path)[0]] == ["wire", "x-1", "x-2"]


def test_packed(tmp_path: Path, reading: Reader) -> None:
    zstandard = pytest.importorskip("zstandard")
    content = lines(*({"text": f"{BODY} {n}"} for n in range(3)))
    (tmp_path / "a.jsonl").write_bytes(content)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(content))
    (tmp_path / "c.jsonl.zst").write_bytes(zstandard.compress(content[:100]) + zstandard.compress(content[100:]))
    documents, skipped = reading(tmp_path)
    assert skipped == []
    assert [document.id for document in documents] == [f"{stem}-{n}" for stem in "abc" for n in (1, 2, 3)]
    assert len({document.text for document in documents}) == 3


def test_zstd_without_its_package(tmp_path: Path, reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    (tmp_path / "c.jsonl.zst").write_bytes(b"x")
    _, (skipped,) = reading(tmp_path)
    assert skipped.failed
    assert 'pip install "newsgraph-kg[read]"' in skipped.reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{bad", "no valid JSON"),
        (b"[" * 100_000, "no valid JSON"),
        (b"\xff\xfe{}", "no valid JSON"),
        (b"[1]", "no JSON object"),
        (b'{"id": "x"}', "no text"),
        (b'{"text": "  "}', "no text"),
        (b'{"text": ["x"]}', "no text"),
        (b'{"text": ' + b"9" * 5000 + b"}", "no valid JSON"),
    ],
)
def test_a_bad_record_is_named_and_the_others_read(tmp_path: Path, line: bytes, reason: str, reading: Reader) -> None:
    (tmp_path / "x.jsonl").write_bytes(lines({"text": BODY}) + line + b"\n" + lines({"text": BODY}))
    documents, (skipped,) = reading(tmp_path)
    assert [document.id for document in documents] == ["x-1", "x-3"]
    assert skipped.failed
    assert skipped.reason.startswith("line 2: ")
    assert reason in skipped.reason


def test_text_that_cannot_be_stored_is_mended(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.jsonl").write_bytes(b'{"text": "a \\ud800 \\u0000 b\\r\\nc", "title": "t\\ud800"}')
    (document,), _ = reading(tmp_path)
    assert (document.text, document.title) == ("a \ufffd   b\nc", "t\ufffd")


def test_bounds(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b"x\n" * 50)
    (tmp_path / "blank.jsonl").write_bytes(lines({"text": BODY}) + b"\n" * 50 + lines({"text": BODY}))
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b" " * 10_000_000))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(lines({"text": BODY}))[:-9])
    (tmp_path / "none.jsonl.gz").write_bytes(b"no gzip")
    documents, skipped = reading(tmp_path, limits=Limits(file_bytes=100_000, bad_records=5, blank_records=20))
    reasons = {one.source: one.reason for one in skipped}
    assert [document.id for document in documents] == ["blank-1"]
    assert sum(one.source == "bad.jsonl" for one in skipped) == 6
    assert "rest of the file after line 5 is left out" in reasons["bad.jsonl"]
    assert "blank lines up to line 22" in reasons["blank.jsonl"]
    assert "line 1 is longer than" in reasons["bomb.jsonl.gz"]
    assert "damaged after line 0" in reasons["cut.jsonl.gz"]
    assert "damaged after line 0" in reasons["none.jsonl.gz"]
