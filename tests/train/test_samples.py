from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.train.samples import Sample, gold_samples, load_parser, passages, written_samples
from tests.annotate.support import split
from tests.support import EXAMPLES
from tests.train.conftest import ARTICLES, WRITTEN, Parse


def said(sample: Sample) -> list[tuple[str, bool]]:
    return [(sample.text[s.begin : s.end], s.anaphor) for s in sample.spans]


def test_a_written_article_gives_names_references_and_what_is_said(sample: Sample) -> None:
    assert ("The company", True) in said(sample)
    assert ("Velmora Kestra", False) in said(sample)
    assert ("Velmora", False) in said(sample)
    assert sample.types == (("Company", "Brand"), ("Company",), ("Model",), ("Place",), ("Person",))
    assert set(sample.relations) == {(0, "makes", 2), (4, "worksFor", 0)}
    assert sample.negatives == {(1, "supplies", 0)}
    assert [(entity, fact.metric, fact.value) for entity, fact in sample.facts] == [(2, "price", 139800)]
    assert sample.origin == "written"


def test_roles_are_found_where_they_stand(sample: Sample) -> None:
    assert [sample.text[b:e] for b, e in sample.roles] == ["chief executive"]


def test_the_written_articles_of_a_folder_are_read_in_order(parse: Parse, tmp_path: Path) -> None:
    for key in ("b2-later", "a1-velmora"):
        (tmp_path / f"{key}.txt").write_text(WRITTEN.replace("a1-velmora", key), encoding="utf-8")
    (tmp_path / "README.md").write_text("none of them")
    assert [s.id for s in written_samples(tmp_path, parse, split)] == ["a1-velmora", "b2-later"]


def test_annotated_articles_give_samples_with_makers_inside_product_names(tmp_path: Path) -> None:
    text = "Velmora shows the Velmora Kestra.\nLena Fischer is its head of design (acting)."
    article = {
        "id": "kestra", "url": "", "text": text,
        "entities": [
            {"id": "velmora", "type": "Company", "also": ["Brand"], "name": "Velmora", "mentions": ["Velmora"]},
            {"id": "kestra", "type": "Model", "also": [], "name": "Kestra", "mentions": ["Velmora Kestra"]},
            {"id": "lena", "type": "Person", "also": [], "name": "Lena Fischer", "mentions": ["Lena Fischer"]},
        ],
        "relations": [
            {"s": "velmora", "p": "makes", "o": "kestra", "evidence": text.split("\n")[0]},
            {"s": "lena", "p": "worksFor", "o": "velmora", "role": "head of design (acting)",
             "evidence": text.split("\n")[1]},
        ],
        "facts": [],
    }  # fmt: skip
    (tmp_path / "kestra.json").write_text(json.dumps(article))
    (sample,) = gold_samples(tmp_path, split)
    assert said(sample) == [("Velmora", False), ("Velmora", False), ("Velmora Kestra", False), ("Lena Fischer", False)]
    assert [s.entity for s in sample.spans] == [0, 0, 1, 2]
    assert [text[b:e] for b, e in sample.roles] == ["head of design"]
    assert sample.relations[0, "makes", 1] == 0
    assert sample.relations[2, "worksFor", 0] == text.index("Lena")


def test_the_projects_examples_are_samples() -> None:
    for sample in gold_samples(EXAMPLES, split):
        assert sample.origin == "gold"
        assert all(sample.text[s.begin : s.end].strip() for s in sample.spans)
        assert {s.entity for s in sample.spans} <= set(range(len(sample.types)))
        assert all(0 <= s < len(sample.types) and 0 <= o < len(sample.types) for s, _, o in sample.relations)


def test_passages_have_coarse_classes_and_relations_of_their_own(tmp_path: Path) -> None:
    data = {
        "sents": [["Velmora", "Motor", "grew", "."], ["It", "is", "in", "Hangzhou", "."]],
        "vertexSet": [
            [{"sent_id": 0, "pos": [0, 2], "type": "ORG"}, {"sent_id": 1, "pos": [0, 1], "type": "ORG"}],
            [{"sent_id": 1, "pos": [3, 4], "type": "LOC"}],
        ],
        "labels": [{"h": 0, "r": "P159", "t": 1}],
    }
    path = tmp_path / "passages.json"
    path.write_text(json.dumps([data]))
    (sample,) = passages(path)
    assert said(sample) == [("Velmora Motor", False), ("It", False), ("Hangzhou", False)]
    assert sample.types == (("Company",), ("Place",))
    assert set(sample.relations) == {(0, "P159", 1)}
    assert [sample.text[s.begin : s.end].split() for s in sample.sentences] == data["sents"]


def test_a_parser_that_is_not_there_is_missed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_parser(tmp_path / "check_articles.py")
    assert load_parser(ARTICLES.parent / "check_articles.py")
