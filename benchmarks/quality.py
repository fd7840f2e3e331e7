"""How right the graph is: figures, what each part adds, how sure is sure, and the commonest causes of errors.

    python benchmarks/quality.py GOLD_DIR [GOLD_DIR ...] [--parts] [--ontology FOLDER]

Each GOLD_DIR holds annotated articles as `kg evaluate` takes them. They are read, resolved and merged in this
process as `kg build` does it. What is printed is Markdown, as docs/quality.md shows it. With --parts the articles are
read once more without each part of the reader, and what the rest then makes of them is scored.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from kg import graph, resolve
from kg.annotate import Annotator
from kg.annotate.components import Components
from kg.model import Document, Graph
from kg.ontology import Ontology, load_ontology
from kg.score import Compared, GoldArticle, Scores, errors, from_graph, read_gold, score

BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
CAUSES = 10
Change = Callable[[Components], None]


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--parts", action="store_true", help="read again without each part")
    parser.add_argument(
        "--ontology", type=Path, metavar="FOLDER", help="read with another ontology than the shipped one"
    )
    options = parser.parse_args()
    gold = {folder.name: read_gold(folder) for folder in options.gold}
    ontology = load_ontology(options.ontology)
    results = {name: _measured(articles, ontology, Annotator(ontology)) for name, articles in gold.items()}
    for name, (_, scores, compared) in results.items():
        _figures(name, scores)
        _causes(name, compared)
    _reliability([(made, compared) for made, _, compared in results.values()])
    if options.parts:
        _parts(gold, ontology, {name: scores for name, (_, scores, _) in results.items()})
    return 0


def _measured(
    gold: Sequence[GoldArticle], ontology: Ontology, annotator: Annotator
) -> tuple[Graph, Scores, list[Compared]]:
    articles = list(annotator.annotate(Document(article.id, article.text, article.id) for article in gold))
    entities = resolve.resolve(articles, resolve.load_rules(ontology.cues))
    made = graph.merge(articles, entities, graph.load_rules(ontology.cues))
    symmetric = {name for name, relation in ontology.relations.items() if relation.symmetric}
    scores, compared = score(gold, from_graph(made, {article.id for article in gold}), symmetric)
    return made, scores, list(compared)


def _figures(name: str, scores: Scores) -> None:
    print(f"## {name}: {scores.articles} articles\n")
    print("| | precision | recall | F1 | annotated | found |\n| --- | --- | --- | --- | --- | --- |")
    for task in ("entities", "relations", "facts"):
        for label, row in getattr(scores, task).items():
            title = f"**{task}**" if label == "ALL" else label
            print(f"| {title} | {row.precision:.3f} | {row.recall:.3f} | {row.f1:.3f} | {row.gold} | {row.found} |")
    print(
        f"\nRight too: the sentence of {scores.evidence_agrees:.1%} of the right relations, the role of "
        f"{scores.role_right:.1%} of the right positions, the period of {scores.period_right:.1%} of the right facts.\n"
    )


def _causes(name: str, compared: Sequence[Compared]) -> None:
    counts = Counter((e.task, "wrong" if e.found else "missed", e.cause) for e in errors(compared))
    print(f"The commonest causes in {name}:\n\n| | | cause | times |\n| --- | --- | --- | --- |")
    for (task, kind, cause), times in counts.most_common(CAUSES):
        print(f"| {task} | {kind} | {cause} | {times} |")
    print()


def _reliability(results: Sequence[tuple[Graph, Sequence[Compared]]]) -> None:
    """Of what is held to be so sure, which share is right."""
    print("## Confidence\n\n| confidence | relations | right | facts | right |\n| --- | --- | --- | --- | --- |")
    relations = [row for made, compared in results for row in _sure_relations(made, compared)]
    facts = [row for made, compared in results for row in _sure_facts(made, compared)]
    for low, high in pairwise(BINS):
        cells = [f"{low:.2f} to {min(high, 1.0):.2f}"]
        for rows in (relations, facts):
            inside = [right for confidence, right in rows if low <= confidence < high]
            cells += [str(len(inside)), f"{sum(inside) / len(inside):.0%}" if inside else ""]
        print(f"| {' | '.join(cells)} |")
    print()
    for name, rows in (("relations", relations), ("facts", facts)):
        print(
            f"A calibration of {name} to this: slope {{:.2f}}, offset {{:.2f}}, upon the present.\n".format(
                *_fitted(rows)
            )
        )


def _fitted(rows: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset upon the logit of the confidence under which what turned out right is likeliest, by trying."""
    sure, right = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    bounded = np.clip(sure, 1e-4, 1 - 1e-4)
    logits = np.log(bounded / (1 - bounded))

    def likelihood(pair: tuple[float, float]) -> float:
        share = 1 / (1 + np.exp(-(pair[0] * logits + pair[1])))
        return float(np.log(np.where(right, share, 1 - share)).sum())

    return max(product(np.arange(0.05, 2, 0.01), np.arange(-2, 2, 0.02)), key=likelihood)


def _sure_relations(made: Graph, compared: Sequence[Compared]) -> Iterator[tuple[float, bool]]:
    by_id = {article.document.id: article for article in made.articles}
    for one in compared:
        article, keys = by_id[one.gold.id], made.keys[one.gold.id]
        best: dict[tuple[str, str, str], float] = {}
        for s in article.statements:
            if s.status == "asserted":
                triple = (keys[s.subject], s.predicate, keys[s.object])
                best[triple] = max(best.get(triple, 0.0), s.confidence)
        wrong = set(one.wrong_relations)
        yield from ((confidence, triple not in wrong) for triple, confidence in best.items())


def _sure_facts(made: Graph, compared: Sequence[Compared]) -> Iterator[tuple[float, bool]]:
    by_id = {article.document.id: article for article in made.articles}
    for one in compared:
        article, keys = by_id[one.gold.id], made.keys[one.gold.id]
        wrong = {(f.subject, f.metric, f.value, f.unit) for f in one.wrong_facts}
        for o in article.observations:
            if o.status == "asserted" and o.metric != "other":
                yield o.confidence, (keys[o.subject], o.metric, str(o.value), o.unit) not in wrong


def _parts(gold: Mapping[str, Sequence[GoldArticle]], ontology: Ontology, whole: Mapping[str, Scores]) -> None:
    names = list(gold)
    print("## What each part adds\n\nF1 of entities, relations and facts.\n")
    print(f"| without | {' | '.join(names)} |\n| --- |{' --- |' * len(names)}")
    print(f"| nothing | {' | '.join(_short(whole[name]) for name in names)} |")
    for title, (changed, change) in _variants(ontology).items():
        annotator = Annotator(changed)
        change(annotator._components)
        cells = [_short(_measured(articles, changed, annotator)[1]) for articles in gold.values()]
        print(f"| {title} | {' | '.join(cells)} |")


def _short(scores: Scores) -> str:
    return " / ".join(f"{part['ALL'].f1:.3f}" for part in (scores.entities, scores.relations, scores.facts))


def _variants(ontology: Ontology) -> dict[str, tuple[Ontology, Change]]:
    return {
        "the lexicon (`--no-lexicon`)": (load_ontology(ontology.folder, lexicon=False), _same),
        "wordings (`[[pattern]]`)": (_without(ontology, "relations", "pattern"), _same),
        "lists and tables (`[[list]]`)": (_without(ontology, "relations", "list"), _same),
        "all rules for relations": (ontology, lambda parts: _silence(parts, "_worded")),
        "the learned tagger of names": (ontology, lambda parts: _silence(parts, "_tagged")),
        "the learned scorer of relations": (ontology, lambda parts: _silence(parts, "_learned")),
        "coreference": (ontology, lambda parts: _silence(parts, "coreference")),
        "rules on names and lone names": (_without(ontology, "names"), _same),
        "everything learned but facts": (ontology, _untrained),
    }


def _without(ontology: Ontology, table: str, key: str = "") -> Ontology:
    cues: dict[str, Any] = dict(ontology.cues)
    cues[table] = {k: v for k, v in cues[table].items() if key and k != key}
    return replace(ontology, cues=MappingProxyType(cues))


def _same(parts: Components) -> None:
    """Change nothing: the ontology is changed already."""


def _silence(parts: Components, name: str) -> None:
    setattr(parts, name, lambda doc, draft: ())


def _untrained(parts: Components) -> None:
    parts._network = None


if __name__ == "__main__":
    sys.exit(main())
