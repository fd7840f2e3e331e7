from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Document
from kg.read.sidecar import front_matter
from tests.read.articles import article
from tests.read.conftest import Reader

BODY = article("Norwind opens a plant", "June 05, 2009")


def test_a_sidecar_outranks_the_text(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.txt").write_text(BODY)
    (tmp_path / "x.meta.toml").write_text(
        'url = "https://fjord.example/1"\npublisher = "Fjord Post"\n'
        'date = 2010-01-02\ntitle = "A title"\nlanguage = "nb"\n'
    )
    (document,), skipped = reading(tmp_path)
    assert skipped == []
    assert (document.url, document.publisher, document.date) == ("https://fjord.example/1", "Fjord Post", "2010-01-02")
    assert (document.title, document.language, document.text) == ("A title", "nb", BODY)


def test_a_sidecar_may_say_part_of_it(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.txt").write_text(BODY)
    (tmp_path / "x.meta.toml").write_text('publisher = "Fjord Post"\ndate = "May 5th, 2010"\n')
    (document,), _ = reading(tmp_path / "x.txt")
    assert (document.title, document.date, document.publisher) == ("Norwind opens a plant", "2010-05-05", "Fjord Post")


def test_a_sidecar_of_several_articles(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.txt").write_text(BODY + "\n\n" + BODY.replace("opens", "closes").replace("2009", "2011"))
    (tmp_path / "x.meta.toml").write_text(
        'publisher = "Fjord Post"\ntitle = "All"\n[[article]]\n[[article]]\ntitle = "Second"\npublisher = "Brae Mail"\n'
    )
    (one, two), skipped = reading(tmp_path)
    assert skipped == []
    assert (one.id, one.title, one.publisher, one.date) == ("x-1", "Norwind opens a plant", "Fjord Post", "2009-06-05")
    assert (two.id, two.title, two.publisher, two.date) == ("x-2", "Second", "Brae Mail", "2011-06-05")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"publisher = ", "no valid TOML"),
        (b"\xff\xfe\x00", "no valid TOML"),
        (b"author = 'Jane Doe'", "unknown key 'author'"),
        (b"date = '2023-05'", "no full date"),
        (b"date = 5", "no full date"),
        (b"title = 5", "title is no string"),
        (b"article = 5", "[[article]]"),
        (b"x = " + b"[" * 5000, "no valid TOML"),
    ],
)
def test_a_bad_sidecar_is_reported_and_the_article_read(
    tmp_path: Path, content: bytes, reason: str, reading: Reader
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").write_text(BODY)
    (tmp_path / "in" / "x.meta.toml").write_bytes(content)
    (document,), (skipped,) = reading(tmp_path)
    assert document.date == "2009-06-05"
    assert skipped.source == "in/x.meta.toml"
    assert skipped.failed
    assert reason in skipped.reason


def test_a_sidecar_alone_is_no_input(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.meta.toml").write_text("title = 'x'")
    assert reading(tmp_path) == ([], [])
    assert reading(tmp_path / "x.meta.toml") == ([], [])


def test_the_digest_follows_text_and_metadata_only(tmp_path: Path, reading: Reader) -> None:
    def digest(folder: str, name: str, text: str, sidecar: str = "") -> str:
        where = tmp_path / folder
        where.mkdir()
        (where / f"{name}.txt").write_text(text)
        if sidecar:
            (where / f"{name}.meta.toml").write_text(sidecar)
        found: tuple[list[Document], list[object]] = reading(where)
        return found[0][0].digest

    first = digest("a", "x", BODY)
    assert len(first) == 64
    assert digest("b", "y", BODY) == first
    assert digest("c", "x", BODY + ".") != first
    assert digest("d", "x", BODY, "publisher = 'Fjord Post'") != first


@pytest.mark.parametrize(
    ("text", "fields", "rest"),
    [
        (
            '---\ntitle: "A: b"\ndate: 2024-03-05\ntags: [a]\n---\n\n# A\n',
            {"title": "A: b", "date": "2024-03-05"},
            "# A\n",
        ),
        ("+++\ntitle = 'A'\ndate = 2024-03-05\n+++\nText", {"title": "A", "date": "2024-03-05"}, "Text"),
        ("---\n\nA rule above\n\n---\n\nText", {}, "---\n\nA rule above\n\n---\n\nText"),
        ("+++\nnot toml\n+++\nText", {}, "+++\nnot toml\n+++\nText"),
        ("Text\n---\ntitle: A\n---\n", {}, "Text\n---\ntitle: A\n---\n"),
    ],
)
def test_front_matter(text: str, fields: dict[str, str], rest: str) -> None:
    found, begin = front_matter(text)
    assert found == fields
    assert text[begin:] == rest


def test_markdown_keeps_its_place_in_the_file(tmp_path: Path, reading: Reader) -> None:
    text = f"---\ntitle: Norwind's plant\ndate: 2024-03-05\nauthor: Jane\n---\n\n# Norwind opens a plant\n\n{BODY}"
    (tmp_path / "x.md").write_text(text)
    (document,), _ = reading(tmp_path)
    assert (document.title, document.date) == ("Norwind's plant", "2024-03-05")
    assert document.text.startswith("# Norwind opens")
    assert text[document.offset :] == document.text
