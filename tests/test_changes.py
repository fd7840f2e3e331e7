"""What the report says of the build before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg import report
from kg.changes import MOST_LISTED, since
from kg.config import Settings
from kg.pipeline import Built, build
from tests.support import examples, gold_annotator, write_texts


def make(texts: Path, output: Path) -> Built:
    return build([texts], Settings(output=output, no_lexicon=True), factory=gold_annotator())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts")


def test_a_first_build_has_nothing_to_compare_with(built: Built) -> None:
    assert report.read(built.folder)["since"] is None


def test_the_same_input_again_changes_nothing(own: Path, tmp_path: Path) -> None:
    make(own, tmp_path / "output")
    found = make(own, tmp_path / "output").report["since"]
    numbers = [rows["number"] for what in ("articles", "entities") for rows in found[what].values()]
    assert numbers == [0, 0, 0, 0, 0]
    assert found["counts"] == {}


def test_articles_and_entities_come_and_go(own: Path, tmp_path: Path) -> None:
    gone = examples()[0]
    (own / f"{gone.id}.txt").rename(tmp_path / "kept.txt")
    make(own, tmp_path / "output")
    (tmp_path / "kept.txt").rename(own / f"{gone.id}.txt")
    more = make(own, tmp_path / "output").report["since"]
    assert [row["id"] for row in more["articles"]["new"]["first"]] == [gone.id]
    before, now = more["counts"]["articles"]
    assert now == before + 1
    assert more["entities"]["new"]["number"] > 0
    (own / f"{gone.id}.txt").unlink()
    less = make(own, tmp_path / "output").report["since"]
    assert [row["id"] for row in less["articles"]["gone"]["first"]] == [gone.id]
    assert less["entities"]["gone"] == more["entities"]["new"]
    assert less["counts"] == {name: pair[::-1] for name, pair in more["counts"].items()}


def test_an_article_counts_as_changed_when_its_text_is(tmp_path: Path) -> None:
    def rows(digest: str) -> dict[str, Any]:
        return {"articles": [{"id": "a", "title": "T", "digest": digest}], "counts": {"entities": 10**9}}

    found = since(rows("1"), rows("2"), tmp_path, {}, "https://example.org/kg/")
    assert found == {
        "articles": {
            "new": {"number": 0, "first": []},
            "gone": {"number": 0, "first": []},
            "changed": {"number": 1, "first": [{"id": "a", "title": "T"}]},
        },
        "counts": {},
    }


def test_a_former_store_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    content = {"articles": [{"id": f"a{n}"} for n in range(MOST_LISTED + 7)], "counts": {"words": 3}}
    found = since(content, {"articles": [], "counts": {"words": 1}}, tmp_path, {}, "https://example.org/kg/")
    assert found is not None
    assert found["articles"]["gone"]["number"] == MOST_LISTED + 7
    assert len(found["articles"]["gone"]["first"]) == MOST_LISTED
    assert found["counts"] == {"words": [3, 1]}
    assert found["trouble"]
