"""Files that are huge, change while they are read, lie about themselves or point outside: each gives a reason."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from kg.read import Limits, access, read
from tests.read.articles import docx_with, page, pdf, prose
from tests.read.conftest import Reader

BODY = prose("Norwind")
GIGABYTE = 1 << 30


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html", "x.pdf", "x.docx", "x.rss", "x.jsonl", "x.meta.toml"])
def test_a_gigabyte_costs_no_memory(tmp_path: Path, name: str, reading: Reader) -> None:
    """A sparse file, which takes no room on the disk; of a file of records one line may be in memory."""
    with open(tmp_path / name, "wb") as file:
        file.truncate(GIGABYTE)
    (tmp_path / ("x.txt" if name == "x.meta.toml" else "y.txt")).write_text(BODY)
    limits = Limits(file_bytes=1_000_000)
    tracemalloc.start()
    try:
        documents, (skipped,) = reading(tmp_path, limits=limits)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(documents) == 1
    assert (skipped.source, skipped.failed) == (name, True)
    assert "larger than" in skipped.reason or "longer than" in skipped.reason
    assert most < 20_000_000


def test_ten_million_words_on_one_line_are_one_document(tmp_path: Path, reading: Reader) -> None:
    """The annotator refuses what is longer than --article-chars; the reader must get it that far."""
    (tmp_path / "x.txt").write_bytes(b"word " * 10_000_000)
    (document,), skipped = reading(tmp_path)
    assert skipped == []
    assert len(document.text) == 50_000_000


def test_a_text_that_grows_while_it_is_read(tmp_path: Path, reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.txt"
    path.write_text(BODY)

    class Growing(io.FileIO):
        def read(self, size: int | None = -1) -> bytes:
            content = super().read(size)
            with path.open("a") as other:
                other.write("more")
            return content or b""

    with monkeypatch.context() as patched:
        patched.setattr(access, "open_file", lambda name: Growing(name))
        documents, (skipped,) = reading(tmp_path)
    assert documents == []
    assert skipped.failed
    assert "changed while it was read" in skipped.reason
    assert len(reading(tmp_path)[0]) == 1


def test_records_that_are_written_while_they_are_read(tmp_path: Path, tables: dict[str, object]) -> None:
    path = tmp_path / "x.jsonl"
    line = json.dumps({"text": BODY}) + "\n"
    path.write_text(line * 500)
    found = read([tmp_path], tables)
    first = next(found)
    with path.open("a") as other:
        other.write(line)
    *others, last = found
    assert first.id == "x-1"  # type: ignore[union-attr]
    assert len(others) < 500
    assert "changed while it was read" in last.reason  # type: ignore[union-attr]


def test_files_that_go_or_turn_into_something_else_before_their_turn(tmp_path: Path, tables: dict[str, object]) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(BODY)
    found = read([tmp_path], tables)
    next(found)
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c.txt").unlink()
    (tmp_path / "c.txt").mkdir()
    (tmp_path / "d.txt").unlink()
    os.mkfifo(tmp_path / "d.txt")
    reasons = [item.reason for item in found]  # type: ignore[union-attr]
    assert ["no such file" in reasons[0], len(reasons)] == [True, 3]
    assert "not a regular file" in reasons[2]


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path, reading: Reader) -> None:
    content = docx_with(b" " * 5_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    (tmp_path / "x.docx").write_bytes(content.replace(struct.pack("<L", size), struct.pack("<L", 10)))
    documents, (skipped,) = reading(tmp_path, limits=Limits(unpacked_bytes=2_000_000))
    assert documents == []
    assert skipped.failed


def test_a_gzip_bomb_of_records_is_read_no_further_than_one_line(tmp_path: Path, reading: Reader) -> None:
    good = json.dumps({"text": BODY}).encode() + b"\n"
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(good + b"x" * 50_000_000))
    (document,), (skipped,) = reading(tmp_path, limits=Limits(file_bytes=1_000_000))
    assert document.text == BODY
    assert "line 2 is longer than" in skipped.reason


def test_scripts_of_a_pdf_are_not_read(tmp_path: Path, reading: Reader) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Norwind opens a plant."))))
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('stolen');")}
    action = DictionaryObject({NameObject(key): value for key, value in script.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    out = io.BytesIO()
    writer.write(out)
    (tmp_path / "x.pdf").write_bytes(out.getvalue())
    (document,), skipped = reading(tmp_path)
    assert skipped == []
    assert document.text == "Norwind opens a plant."


@pytest.mark.parametrize("deep", [1_000, 100_000])
def test_deep_html_gives_its_text_or_a_reason(tmp_path: Path, deep: int, reading: Reader) -> None:
    (tmp_path / "x.html").write_text(page("A van", BODY).replace("<article>", "<article>" + "<div>" * deep))
    (tmp_path / "y.html").write_text(page("A plant", BODY))
    documents, skipped = reading(tmp_path)
    assert "y" in [document.id for document in documents]
    assert len(documents) + len(skipped) == 2
    assert all(one.failed and one.reason for one in skipped)


@pytest.mark.parametrize(
    "content",
    ['{"text": ' * 100_000, '{"text": "x", "more": ' + "[" * 100_000 + "]" * 100_000 + "}", "9" * 100_000],
    ids=["open", "closed", "digits"],
)
def test_deep_json_is_named_and_the_next_record_read(tmp_path: Path, content: str, reading: Reader) -> None:
    (tmp_path / "x.jsonl").write_text(content + "\n" + json.dumps({"text": BODY}) + "\n")
    (document,), (skipped,) = reading(tmp_path)
    assert document.text == BODY
    assert "line 1: no valid JSON" in skipped.reason or "line 1: no JSON object" in skipped.reason


@pytest.mark.parametrize("value", ["[" * 50_000, "9" * 5_000, "2023-99-99", '"\\ud800"'])
def test_a_hostile_sidecar_costs_only_itself(tmp_path: Path, value: str, reading: Reader) -> None:
    (tmp_path / "x.meta.toml").write_text(f"title = {value}\n")
    (tmp_path / "x.txt").write_text(BODY)
    (tmp_path / "y.md").write_text(f"+++\ntitle = {value[:9000]}\n+++\n{BODY}")
    documents, (skipped,) = reading(tmp_path)
    assert [document.id for document in documents] == ["x", "y"]
    assert skipped.source == "x.meta.toml"


@pytest.mark.parametrize("content", ["", "\n", " \n\t\n"])
def test_an_empty_file_of_records_is_named(tmp_path: Path, content: str, reading: Reader) -> None:
    (tmp_path / "x.jsonl").write_text(content)
    documents, (skipped,) = reading(tmp_path)
    assert (documents, skipped.reason) == ([], "the file is empty")


def test_folders_that_are_passed_over(tmp_path: Path, tables: dict[str, object]) -> None:
    for name in ("in", "in/output", "in/other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name[-2:]}.txt").write_text(BODY)
    os.symlink("output", tmp_path / "in" / "link")
    found = list(read([tmp_path / "in"], tables, without=[tmp_path / "in" / "output"]))
    assert [document.id for document in found] == ["er", "in"]  # type: ignore[union-attr]
