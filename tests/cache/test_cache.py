"""The cache: gives back what was put in, and nothing that was changed since."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import cache
from kg.cache import Cache, pack, unpack
from kg.model import Article, Document, LocalEntity, Mention, Merge, Observation, Sentence, Statement
from kg.ontology import load_ontology
from tests.support import article, entity, example_articles, gold_annotator

text = st.text(st.characters(), max_size=8)
number = st.integers(0, 9)
sure = st.floats(0, 1)
value = st.one_of(st.integers(), st.floats(allow_nan=False), text)
merges = st.builds(Merge, text, text, text)


def many(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


articles = st.builds(
    Article,
    st.builds(Document, text, text, text, number, text, text, text, text, text, text),
    many(st.builds(Sentence, number, number)),
    many(st.builds(Mention, number, number, text, number, st.just("name"), text, sure)),
    many(st.builds(LocalEntity, many(text), text, many(text), text, many(merges), sure)),
    many(st.builds(Statement, number, text, number, number, text, st.just("asserted"), sure, text, st.none() | number)),
    many(
        st.builds(
            Observation,
            *(number, text, value, text, number, text, text),
            *(st.just("denied"), sure, text, st.none() | number),
        )
    ),
)


@given(articles)
def test_an_article_comes_back_as_it_was(found: Article) -> None:
    document = found.document
    again = unpack(pack(found), document.id, document.source, document.offset)
    assert again == found
    assert [type(o.value) for o in again.observations] == [type(o.value) for o in found.observations]


@given(st.binary(max_size=40))
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="article"):
        unpack(content, "a", "a.txt", 0)


def test_the_key_follows_content_and_metadata_but_not_name_and_place() -> None:
    document = Document("a", "Text.", "a.txt", title="T", date="2024-01-01")
    same = replace(document, id="b", source="deep/b.txt", offset=9)
    assert cache.key(document) == cache.key(same)
    others = [
        replace(document, **{name: "other"}) for name in ("text", "title", "date", "publisher", "url", "language")
    ]
    assert len({cache.key(d) for d in [document, *others]}) == 7


def test_the_fingerprint_follows_ontology_options_and_annotator() -> None:
    with_names, without = load_ontology(), load_ontology(lexicon=False)
    marks = {
        cache.fingerprint(with_names),
        cache.fingerprint(without),
        cache.fingerprint(without, gold_annotator()),
        cache.fingerprint(without, gold_annotator(Path("elsewhere"))),
    }
    assert len(marks) == 4
    assert cache.fingerprint(with_names) == cache.fingerprint(load_ontology())
    assert cache.fingerprint(with_names, lambda: lambda documents: iter(())) == ""


def test_the_fingerprint_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.cache import marks

    (tmp_path / "annotate").mkdir()
    monkeypatch.setattr(marks, "PACKAGE", tmp_path)
    found = set()
    for code in ("a = 1", "a = 2"):
        (tmp_path / "annotate" / "part.py").write_text(code)
        found.add(marks.code.__wrapped__(("annotate",)))
    assert len(found) == 2


def fill(folder: Path, mark: str = "m") -> list[Article]:
    found = example_articles()
    with Cache(folder / "none", folder / "first", mark) as first:
        for one in found:
            first.add(one)
            first.derived(one.document.id, "note", "k", lambda: b"made")
    return found


def test_what_was_added_is_known_to_the_next_build(tmp_path: Path) -> None:
    found = fill(tmp_path)
    with Cache(tmp_path / "first", tmp_path / "second", "m") as second:
        moved = [replace(a.document, id=f"x-{n}", source="else.txt", offset=n) for n, a in enumerate(found)]
        assert all(second.known(document) for document in moved)
        assert not second.known(replace(moved[0], text="edited"))
        assert second.derived(found[0].document.id, "note", "k", lambda: b"again") == b"made"
        assert second.derived(found[1].document.id, "note", "other", lambda: b"again") == b"again"
        wanted = [replace(one, document=document) for one, document in zip(found, moved, strict=True)]
        assert list(second.articles()) == sorted(wanted, key=lambda a: a.document.id)
        assert second.report() == {"reused": len(found), "read": 0, "trouble": ""}


@pytest.mark.parametrize("mark", ["other", ""])
def test_a_cache_of_another_version_is_not_believed(tmp_path: Path, mark: str) -> None:
    found = fill(tmp_path, "" if mark == "" else "m")
    with Cache(tmp_path / "first", tmp_path / "second", mark) as second:
        assert not second.known(found[0].document)
        assert "another version" in second.report()["trouble"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE articles SET content = zeroblob(length(content))",
        "UPDATE articles SET content = 'text'",
        "UPDATE articles SET content = (SELECT content FROM articles ORDER BY id DESC LIMIT 1)",
        "UPDATE articles SET checksum = x'00'",
        "DROP TABLE articles",
        "DELETE FROM about",
    ],
)
def test_a_row_that_was_changed_is_not_believed(tmp_path: Path, change: str) -> None:
    found = fill(tmp_path)
    with sqlite3.connect(tmp_path / "first") as rows:
        rows.execute(change)
    rows.close()
    with Cache(tmp_path / "first", tmp_path / "second", "m") as second:
        assert not second.known(min(found, key=lambda a: a.document.id).document)
        assert second.report()["trouble"]


@given(st.data())
def test_spoiled_bytes_never_change_what_is_known(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    folder = tmp_path_factory.mktemp("cache")
    found = [article("a", entity("Company", "Acme"), said=()), article("b", entity("Company", "Bolt"))]
    with Cache(folder / "none", folder / "first", "m") as first:
        for one in found:
            first.add(one)
    content = bytearray((folder / "first").read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=30)):
        content[place] ^= data.draw(st.integers(1, 255))
    (folder / "first").write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with Cache(folder / "first", folder / "second", "m") as second:
        known = [one for one in found if second.known(one.document)]
        assert list(second.articles()) == known


def test_a_spoiled_schema_that_sqlite_quotes_is_no_surprise(tmp_path: Path) -> None:
    found = fill(tmp_path)
    content = (tmp_path / "first").read_bytes()
    assert content.count(b"CREATE TABLE about") == 1
    (tmp_path / "first").write_bytes(content.replace(b"CREATE TABLE about", b"CREATE \xf3\xf3\xf3\xf3\xf3 about"))
    with Cache(tmp_path / "first", tmp_path / "second", "m") as second:
        assert not second.known(found[0].document)
        assert second.report()["trouble"] == "it is spoiled"


def test_a_file_that_cannot_be_written_is_an_error_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cache"):
        Cache(tmp_path / "none", tmp_path / "missing" / "cache", "m")
