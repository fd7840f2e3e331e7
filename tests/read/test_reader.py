from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputMissing, OntologyInvalid
from kg.model import Document, Skipped
from kg.read import Limits, access, read
from tests.read.articles import article, prose
from tests.read.conftest import Reader

BODY = prose("Norwind")


def test_folders_are_read_whole_and_in_order(tmp_path: Path, reading: Reader) -> None:
    for name in ("b.txt", "a/d.md", "a/c.text", "e.TXT"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{name} opens\n\n{BODY}")
    documents, skipped = reading(tmp_path)
    assert skipped == []
    assert [(document.id, document.source) for document in documents] == [
        ("b", "b.txt"),
        ("c", "a/c.text"),
        ("d", "a/d.md"),
        ("e", "e.TXT"),
    ]


def test_other_files_of_a_folder(tmp_path: Path, reading: Reader) -> None:
    for name in ("picture.png", "LICENSE", "data.csv", "x.txt.gz"):
        (tmp_path / name).write_text("x")
    for name in (".hidden.txt", "README.md", "Readme", "x.meta.toml"):
        (tmp_path / name).write_text("title = 'x'")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text(BODY)
    documents, skipped = reading(tmp_path)
    assert documents == []
    assert [one.source for one in skipped] == ["LICENSE", "data.csv", "picture.png", "x.txt.gz"]
    assert not any(one.failed for one in skipped)
    assert {one.reason for one in skipped} == {"a file of another kind"}


def test_named_files_of_unknown_kinds_are_tried_as_text(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "LICENSE").write_text(BODY)
    (tmp_path / "README.md").write_text(BODY)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0")
    documents, skipped = reading(*(tmp_path / name for name in ("LICENSE", "README.md", "picture.png")))
    assert [document.id for document in documents] == ["LICENSE", "README"]
    assert [(one.source, one.failed) for one in skipped] == [("picture.png", True)]


def test_inputs_in_any_order_and_more_than_once(tmp_path: Path, reading: Reader) -> None:
    for name in ("one/x.txt", "two/x.txt", "two/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Article of {name}\n\n{BODY}")
    os.symlink(tmp_path / "two", tmp_path / "one" / "link")
    inputs = [tmp_path / "one", tmp_path / "two", tmp_path / "two" / "y.txt", str(tmp_path / "one" / "x.txt")]
    first, _ = reading(*inputs)
    assert [document.id for document in first] == ["x~one", "x~two", "y"]
    assert reading(*reversed(inputs))[0] == first
    assert reading(*inputs, *inputs)[0] == first


def test_links_and_loops(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "x.txt").write_text(BODY)
    os.symlink("..", tmp_path / "in" / "deep" / "up")
    os.symlink(".", tmp_path / "in" / "self")
    os.symlink("round.txt", tmp_path / "in" / "round.txt")
    os.symlink("nowhere.txt", tmp_path / "in" / "gone.txt")
    documents, skipped = reading(tmp_path / "in")
    assert [document.id for document in documents] == ["x"]
    assert sorted(one.source for one in skipped) == ["gone.txt", "round.txt"]
    assert all(one.failed for one in skipped)


def test_a_missing_input_is_told_before_anything_is_read(tmp_path: Path, tables: dict[str, Any]) -> None:
    (tmp_path / "x.txt").write_text(BODY)
    for missing in (tmp_path / "nothing", tmp_path / "x.txt" / "y", "nul\0byte", ""):
        with pytest.raises(InputMissing, match="no such file or folder"):
            read([tmp_path / "x.txt", missing], tables)


def test_reading_is_lazy(tmp_path: Path, tables: dict[str, Any]) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(BODY)
    found = read([tmp_path], tables)
    first = next(found)
    assert isinstance(first, Document)
    (tmp_path / "b.txt").unlink()
    rest = list(found)
    assert isinstance(rest[0], Skipped)
    assert "no such file" in rest[0].reason
    assert isinstance(rest[1], Document)


def test_nothing_gives_nothing(tmp_path: Path, reading: Reader) -> None:
    assert reading() == ([], [])
    assert reading(tmp_path) == ([], [])


def test_malformed_cues_are_named(tmp_path: Path) -> None:
    for table in (
        {"title": {"kickers": "x"}},
        {"split": {"shortest": 0}},
        {"date": []},
        {"language": {"en": {"words": [1]}}},
    ):
        with pytest.raises(OntologyInvalid, match=r"reading\.toml"):
            read([tmp_path], {"reading": table})


def test_a_text_is_kept_as_it_is(tmp_path: Path, reading: Reader) -> None:
    text = f"\n  Norwind opens a plant  \r\n\r\n{BODY}\r\rend \n\n"
    (tmp_path / "x.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (document,), _ = reading(tmp_path)
    assert document.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert (document.offset, document.title) == (0, "Norwind opens a plant")


def test_several_articles_of_a_file(tmp_path: Path, reading: Reader) -> None:
    one = article("Norwind opens a plant", "Lakeside Daily reporter Li Wen", end="Editor: ZB")
    two = article("Can Norwind lift the van?", "Transfer from: Fjord Post", "On May 5, 2023, it opened.")
    text = f"{one}\n\n{two}\n"
    (tmp_path / "2021-01-02-x.txt").write_text(text)
    first, second = reading(tmp_path)[0]
    assert (first.id, first.publisher, first.date) == ("2021-01-02-x-1", "Lakeside Daily", "2021-01-02")
    assert (second.id, second.publisher, second.date) == ("2021-01-02-x-2", "Fjord Post", "2023-05-05")
    for document in (first, second):
        assert text[document.offset : document.offset + len(document.text)] == document.text
    assert first.text + second.text == text
    assert first.digest != second.digest


def test_names_of_files_cannot_do_harm(tmp_path: Path, reading: Reader) -> None:
    names = [
        b"a\nb.txt",
        b"\xff\xfe.txt",
        b"<script>x<script>.txt",
        b'q"?s {x}.txt',
        b"~...txt",
        "\u202eexe.txt".encode(),
    ]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(BODY.encode())
    documents, skipped = reading(tmp_path)
    assert skipped == []
    assert len({document.id for document in documents}) == len(names)
    for document in documents:
        assert document.source.isprintable()
        assert not set(document.id) & set(' \n"<>{}?/\\')
        assert (document.source + document.id).encode()


def test_hostile_files(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\t\n")
    (tmp_path / "binary.txt").write_bytes(b"ab\0cd")
    (tmp_path / "large.txt").write_bytes(b"word " * 100_000)
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(tmp_path)
        listening.bind("socket.txt")
    (tmp_path / "invalid.txt").write_bytes("Die Käufer zahlen für das Auto. ".encode() * 3 + b"\xff\xfe")
    documents, skipped = reading(tmp_path, limits=Limits(file_bytes=300_000))
    reasons = {one.source: one.reason for one in skipped}
    assert [document.id for document in documents] == ["invalid"]
    assert all(one.failed for one in skipped)
    assert set(reasons) == {"empty.txt", "blank.txt", "binary.txt", "large.txt", "pipe.txt", "socket.txt"}
    assert reasons["empty.txt"] == reasons["blank.txt"] == "the file is empty"
    assert "NUL bytes" in reasons["binary.txt"]
    assert "larger than 300000 bytes" in reasons["large.txt"]
    assert "not a regular file" in reasons["pipe.txt"]


@pytest.mark.unprivileged
def test_unreadable_files_and_folders(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.txt").write_text(BODY)
    (tmp_path / "x.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    documents, skipped = reading(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert documents == []
    assert {one.source for one in skipped} == {"x.txt", "closed"}
    assert all(one.failed and "permission" in one.reason for one in skipped)


def test_refused_files_and_folders(tmp_path: Path, reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "x.txt").write_text(BODY)
    (tmp_path / "y.txt").write_text(BODY)
    listdir, opened = os.listdir, os.open

    def refuse(path: str) -> None:
        if str(path).endswith(("closed", "x.txt")):
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(access.os, "listdir", lambda path: refuse(path) or listdir(path))
    monkeypatch.setattr(access.os, "open", lambda path, *rest: refuse(path) or opened(path, *rest))
    documents, skipped = reading(tmp_path)
    assert [document.id for document in documents] == ["y"]
    assert [one.source for one in skipped] == ["closed", "x.txt"]
    assert all(one.failed and "check its permissions" in one.reason for one in skipped)


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="no file here whose reading fails")
def test_a_file_that_fails_while_it_is_read(tmp_path: Path, reading: Reader) -> None:
    os.symlink("/proc/self/mem", tmp_path / "x.txt")
    _, (skipped,) = reading(tmp_path)
    assert skipped.failed
    assert "cannot be opened or read" in skipped.reason


def test_a_single_line_of_20_megabytes(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.txt").write_text("Norwind sells vans and " * 900_000)
    (document,), _ = reading(tmp_path)
    assert len(document.text) == 23 * 900_000
    assert document.title == ""


@pytest.mark.parametrize(
    "unit", [" ", "\n", "a\n", "May 5, 2023\n\n", "Editor: Ab\n", "Aa Bb, ", "---\n", "- ", "By ", "(", "| "]
)
def test_monotonous_text_takes_no_long_time(unit: str, tmp_path: Path, reading: Reader) -> None:
    """Quadratic patterns would take many minutes here, not a second."""
    for suffix in ("txt", "md"):
        (tmp_path / f"x.{suffix}").write_text(unit * (100_000 // len(unit)) + "x")
    documents, skipped = reading(tmp_path)
    assert len(documents) == 2
    assert skipped == []


SUFFIXES = st.sampled_from([".txt", ".md", ".jsonl", ".jsonl.gz", "", ".TEXT", ".meta.toml", ".xyz"])
WORDS = st.sampled_from(
    [
        "Norwind opens a plant\n\n",
        "Editor: ZB\n\n",
        "June 05, 2009\n",
        "Source: Fjord Post\r\n",
        BODY,
        "\n\n",
        "---\n",
        "\0",
        "é",
        " ",
    ]
)
CONTENTS = st.one_of(st.binary(max_size=200), st.lists(WORDS, max_size=30).map(lambda words: "".join(words).encode()))
STEMS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=st.dictionaries(st.tuples(STEMS, SUFFIXES), CONTENTS, max_size=6))
def test_any_files_give_documents_or_reasons(
    files: dict[tuple[str, str], bytes], tmp_path_factory: pytest.TempPathFactory, tables: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for (stem, suffix), content in files.items():
        if stem not in (".", ".."):
            (folder / f"{stem}{suffix}").write_bytes(content)
    found = list(read([folder], tables))
    documents = [item for item in found if isinstance(item, Document)]
    assert len({document.id for document in documents}) == len(documents)
    assert list(read([folder, folder], tables)) == found
    for item in found:
        assert item.source.isprintable()
        assert isinstance(item, Document) or item.reason
    for document in documents:
        assert document.text.strip()
        assert len(document.digest) == 64
        assert document.text.encode()
        assert document.title == document.title.strip()


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS.filter(lambda word: word != "\0"), min_size=1, max_size=60))
def test_the_articles_of_a_file_make_up_its_text(
    words: list[str], tmp_path_factory: pytest.TempPathFactory, tables: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("one") / "x.txt"
    path.write_bytes("".join(words).encode())
    text = "".join(words).replace("\r\n", "\n")
    documents = [item for item in read([path], tables) if isinstance(item, Document)]
    if text.strip():
        assert "".join(document.text for document in documents) == text
    for document in documents:
        assert text[document.offset : document.offset + len(document.text)] == document.text
    numbers = [document.id for document in documents]
    assert numbers in ([], ["x"], [f"x-{number}" for number in range(1, len(documents) + 1)])


@pytest.mark.shared
def test_the_seed(reading: Reader) -> None:
    documents, skipped = reading(Path(__file__).parents[2] / "seeds")
    assert skipped == []
    assert [document.id for document in documents] == [f"000_cbd613d0dd37fc56-{number}" for number in (1, 2, 3, 4)]
    assert [document.date for document in documents] == ["2023-05-24", "", "", ""]
    assert {document.language for document in documents} == {"en"}


def test_what_an_article_is_told_by_is_told_once_of_the_same(tmp_path: Path, tables: dict[str, Any]) -> None:
    kept: dict[tuple[str, str], bytes] = {}
    told = []

    def keep(id: str, key: str, tell: Callable[[], bytes]) -> bytes:
        if (id, key) not in kept:
            told.append(id)
            kept[id, key] = tell()
        return kept[id, key]

    def again() -> list[str]:
        told.clear()
        documents = list(read([tmp_path / "texts"], tables, keep=keep))
        assert documents == list(read([tmp_path / "texts"], tables))
        assert len(documents) == 2
        return list(told)

    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(f"Works opens\n\n{BODY}")
    (texts / "b.txt").write_text(f"Works closes\n\n{BODY}")
    assert again() == ["a", "b"]
    assert again() == []
    (texts / "b.txt").write_text(f"Works burns\n\n{BODY}")
    assert again() == ["b"]
    (texts / "a.meta.toml").write_text("date = '2024-05-06'")
    assert again() == ["a"]
    (texts / "a.meta.toml").unlink()
    assert again() == []
    (texts / "b.txt").rename(texts / "b 2023-05-24.txt")
    assert again() != []
