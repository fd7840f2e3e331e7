"""The project's own training articles, and the format that they are written in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.ontology import load_ontology
from kg.score.gold import read_gold
from tests.train.conftest import ARTICLES, HELD_OUT, WRITTEN, Parse

PATHS = sorted(ARTICLES.glob("*.txt"))
HELD = sorted(HELD_OUT.glob("*.txt"))


@pytest.mark.parametrize("path", [*PATHS, *HELD], ids=lambda path: path.stem)
def test_every_article_is_valid(path: Path, parse: Parse) -> None:
    article = parse(path)
    assert article["id"] == path.stem
    for span in article["spans"]:
        assert article["text"][span["start"] : span["end"]].strip()
    for row in article["relations"] + article["facts"] + article["negatives"]:
        assert row["evidence"] in article["text"]


def test_the_articles_are_many_and_speak_of_everything_that_the_ontology_knows(parse: Parse) -> None:
    ontology = load_ontology()
    articles = [parse(path) for path in PATHS]
    assert len(articles) >= 150
    assert {r["p"] for a in articles for r in a["relations"]} == set(ontology.relations)
    assert {f["metric"] for a in articles for f in a["facts"]} >= set(ontology.metrics) - {"other"}
    assert {e["type"] for a in articles for e in a["entities"]} == set(ontology.classes)
    assert {n["status"] for a in articles for n in a["negatives"]} == {"denied", "rumoured", "hypothetical", "former"}


def test_nothing_is_learned_from_what_is_held_out(parse: Parse) -> None:
    texts = {parse(path)["text"] for path in PATHS}
    assert len(HELD) >= 40
    assert not {path.name for path in HELD} & {path.name for path in PATHS}
    assert not texts & {parse(path)["text"] for path in HELD}


def test_a_marked_article_becomes_an_annotated_one_that_says_its_day(tmp_path: Path) -> None:
    path = tmp_path / "a1-velmora.txt"
    path.write_text(WRITTEN, encoding="utf-8")
    script = ARTICLES.parent / "as_gold.py"
    subprocess.run([sys.executable, script, tmp_path / "gold", path], check=True)
    (gold,) = read_gold(tmp_path / "gold")
    assert gold.text.split("\n")[:2] == ["Velmora Motor shows the Kestra", "2024-05-14"]
    assert [e.name for e in gold.entities][:2] == ["Velmora Motor", "Norvane"]
    assert gold.relations[0].evidence in gold.text


def test_the_checker_knows_what_the_ontology_knows(parse: Parse) -> None:
    ontology = load_ontology()
    known = parse.__globals__  # type: ignore[attr-defined]
    assert known["TYPES"] == set(ontology.classes)
    assert known["METRICS"] == set(ontology.metrics)
    assert known["UNITS"] == set(ontology.units)
    ends = {name: (set(r.domain), set(r.range)) for name, r in ontology.relations.items()}
    assert {name: tuple(set(end.split()) for end in both) for name, both in known["RELATIONS"].items()} == ends


def test_an_article_is_text_with_marks_and_what_it_says(parse: Parse, tmp_path: Path) -> None:
    path = tmp_path / "a1-velmora.txt"
    path.write_text(WRITTEN, encoding="utf-8")
    article = parse(path)
    assert "[[" not in article["text"]
    assert article["date"] == "2024-05-14"
    assert article["entities"][0]["mentions"] == ["Velmora Motor", "Velmora"]
    assert article["relations"][1] == {
        "s": "h1", "p": "worksFor", "o": "c1", "role": "Chief Executive",
        "evidence": "Lena Fischer, chief executive of Velmora, denied that Norvane supplies it.",
    }  # fmt: skip
    assert article["facts"][0]["value"] == 139800
    assert article["negatives"][0]["status"] == "denied"


WRONG = [
    ("[[Hangzhou|p1]]", "[[Hangzhou|p2]]", "marked but not declared"),
    ("[[Norvane|c2]]", "Norvane", "not mentioned"),
    ("[[Norvane|c2]]", "[[Velmora|c2]]", "names"),
    ("[[Hangzhou|p1]]", "[[Hangzhou|p1", "not closed"),
    ("[[Hangzhou|p1]]", "[[ Hangzhou|p1]]", "blank"),
    ("c1 makes m1", "m1 makes c1", "cannot be an end"),
    ("c1 makes m1", "c1 sings m1", "unknown relation"),
    ('@ "launched the"', '@ "sold the"', "found 0 times"),
    ('@ "launched the"', "", "not a statement"),
    ("price 139800 CNY", "price 139800 dollars", "unit"),
    ("price 139800 CNY", "price many CNY", "value"),
    ("status=denied", "status=doubted", "status"),
    ("p1 Place Hangzhou", "p1 Town Hangzhou", "unknown type"),
    ("# id: a1-velmora", "# id: a2", "not the file name"),
    ("== facts", "== figures", "unknown section"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_what_is_wrong_is_said(parse: Parse, tmp_path: Path, right: str, wrong: str, said: str) -> None:
    path = tmp_path / "a1-velmora.txt"
    assert right in WRITTEN
    path.write_text(WRITTEN.replace(right, wrong), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        parse(path)
