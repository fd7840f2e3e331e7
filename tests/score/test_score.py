"""The figures must be those of the scorer beside the checkout, on right and on wrong graphs."""

from __future__ import annotations

import importlib.util
import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.graph import merge
from kg.model import Article, Graph
from kg.ontology import load_ontology
from kg.resolve import load_rules, resolve
from kg.score import Scores, from_graph, from_trig, read_gold, score
from kg.score.gold import GoldArticle, to_article
from kg.score.match import norm, same_value
from kg.score.tally import Row, Tally
from tests.support import SHARED, examples, sentences

ONTOLOGY = load_ontology(lexicon=False)
SYMMETRIC = {name for name, relation in ONTOLOGY.relations.items() if relation.symmetric}


def graph_of(articles: list[Article]) -> Graph:
    return merge(articles, resolve(articles, load_rules(ONTOLOGY.cues)))


def scores(gold: list[GoldArticle], graph: Graph) -> Scores:
    return score(gold, from_graph(graph, {article.id for article in gold}), SYMMETRIC)[0]


def test_the_annotation_itself_scores_one() -> None:
    gold = list(examples())
    found = scores(gold, graph_of([to_article(g, sentences(g.text)) for g in gold]))
    for table in (found.entities, found.relations, found.facts):
        assert {(row.precision, row.recall, row.f1) for row in table.values()} == {(1.0, 1.0, 1.0)}
    assert (found.evidence_agrees, found.period_right, found.role_right) == (1.0, 1.0, 1.0)


def test_an_empty_graph_scores_nothing() -> None:
    found = scores(list(examples()), Graph((), {}, {}))
    assert found.entities["ALL"].f1 == found.relations["ALL"].f1 == found.facts["ALL"].f1 == 0.0
    assert found.entities["ALL"].gold == sum(len(g.entities) for g in examples())


def test_articles_split_from_a_file_count_for_it() -> None:
    gold = examples()[0]
    article = to_article(gold, sentences(gold.text))
    part = replace(article, document=replace(article.document, id=f"{gold.id}-1"))
    assert scores([gold], graph_of([part])).entities["ALL"].f1 == 1.0


def test_what_is_not_asserted_does_not_count() -> None:
    gold = next(g for g in examples() if g.id == "brontide-kestrel")
    article = to_article(gold, sentences(gold.text))
    unsaid = replace(
        article,
        statements=tuple(replace(s, status="denied") for s in article.statements),
        observations=tuple(replace(o, status="rumoured") for o in article.observations),
    )
    found = scores([gold], graph_of([unsaid]))
    assert found.relations["ALL"].found == found.facts["ALL"].found == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [("The Haval", "haval"), ("Haval’s", "haval"), ('"H6,"', "h6"), ("Great\n Wall", "great wall")],
)
def test_surface_forms_are_compared_as_the_guidelines_say(left: str, right: str) -> None:
    assert norm(left) == right


@pytest.mark.parametrize(
    ("wanted", "unit", "found", "same"),
    [
        (100, "km", "100.4", True),
        (100, "km", "101", False),
        ("2023-05", "date", "2023-05", True),
        ("2023-05", "date", "2023-05-15", False),
        (0, "km", "0", True),
        ("many", "km", "many", True),
    ],
)
def test_values_agree_within_half_a_percent(wanted: Any, unit: str, found: str, same: bool) -> None:
    assert same_value(wanted, unit, found) is same


def test_figures_of_a_tally() -> None:
    tally = Tally()
    tally.wanted.update({"makes": 4})
    tally.found.update({"makes": 2, "founded": 1})
    tally.right.update({"makes": 1})
    assert tally.table() == {
        "ALL": Row(0.3333, 0.25, 0.2857, 4, 3),
        "founded": Row(0.0, 0.0, 0.0, 0, 1),
        "makes": Row(0.5, 0.25, 0.3333, 4, 2),
    }


def shared_module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"shared_{name}", SHARED / "eval" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoiled(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """An annotated article with mistakes: dropped, retyped and split entities, wrong ends, values and predicates."""
    out = dict(data)
    out["entities"] = [dict(e) for e in data["entities"] if chance.random() > 0.1]
    kept = [e["id"] for e in out["entities"]]
    for e in list(out["entities"]):
        if chance.random() < 0.15:
            e["type"] = chance.choice(ONTOLOGY.classes)
        if len(e["mentions"]) > 1 and chance.random() < 0.4:
            out["entities"].append({**e, "id": e["id"] + "-split", "mentions": e["mentions"][1:]})
            e["mentions"] = e["mentions"][:1]
    relations = [dict(r) for r in data["relations"] if r["s"] in kept and r["o"] in kept and chance.random() > 0.2]
    for r in relations:
        if chance.random() < 0.2:
            r["s"], r["o"] = r["o"], r["s"]
        if chance.random() < 0.2:
            r["p"] = chance.choice(sorted(ONTOLOGY.relations))
    facts = [dict(f) for f in data["facts"] if f["s"] in kept and chance.random() > 0.2]
    for f in facts:
        if chance.random() < 0.2 and f["unit"] != "date":
            f["value"] *= chance.choice([1.003, 1.1])
        if chance.random() < 0.2:
            f["s"] = chance.choice(kept)
    return out | {"relations": relations, "facts": facts}


def trig_of(folder: Path, articles: list[dict[str, Any]]) -> Path:
    import json

    folder.mkdir(parents=True)
    for data in articles:
        (folder / f"{data['id']}.json").write_text(json.dumps(data), encoding="utf-8")
    shared_module("gold_to_trig").main(folder, folder / "graph.trig")
    return folder / "graph.trig"


@pytest.mark.shared
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_figures_equal_those_of_the_shared_scorer(seed: int, tmp_path: Path) -> None:
    scorer, gold_folder = shared_module("score"), SHARED / "eval" / "dev"
    wanted = scorer.read_gold(gold_folder)
    chance = random.Random(seed)
    spoiled_ones = [spoiled(data, chance) if seed else data for data in wanted.values()]
    path = trig_of(tmp_path / "spoiled", spoiled_ones)
    theirs = scorer.score(wanted, scorer.read_system(path, set(wanted)))
    ours, _ = score(read_gold(gold_folder), from_trig(path, set(wanted), ONTOLOGY.classes), SYMMETRIC)
    assert seed == 0 or 0.3 < ours.relations["ALL"].f1 < 0.95
    for name in ("entities", "entities_ignoring_type", "relations", "facts", "facts_other"):
        rows = {label: vars_of(row) for label, row in getattr(ours, name).items()}
        assert rows == theirs[name], name
    for name in ("evidence_agrees", "period_right", "role_right", "articles"):
        assert getattr(ours, name) == theirs[name], name


def vars_of(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("precision", "recall", "f1", "gold", "found")}
