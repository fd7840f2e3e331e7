"""kg evaluate: the output as it stands against annotated articles."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import complain, say, table
from kg.cli.options import config_option, option, settings

if TYPE_CHECKING:
    from kg.score import Error, GoldArticle, Row, Scores, System

TABLES = ("entities", "entities_ignoring_type", "relations", "facts", "facts_other")
EXAMPLES = 5


def command(
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of annotated articles (*.json).")],
    output: Annotated[Path | None, option("output")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Group misses and wrong answers by cause.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    config: Annotated[Path | None, config_option()] = None,
) -> None:
    """Score the output: precision, recall and F1 per class, relation and metric."""
    chosen = settings(config, output=output)
    from kg import score as scoring
    from kg.ontology import load_ontology

    ontology = load_ontology(chosen.ontology, lexicon=False)
    gold = scoring.read_gold(gold_dir)
    system = scoring.from_trig(chosen.output / "graph.trig", {article.id for article in gold}, ontology.classes)
    _check(gold, system, chosen.output)
    symmetric = {name for name, relation in ontology.relations.items() if relation.symmetric}
    scores, compared = scoring.score(gold, system, symmetric)
    found = scoring.errors(compared) if errors else []
    if as_json:
        say(json.dumps(asdict(scores) | ({"errors": [asdict(e) for e in found]} if errors else {}), indent=1))
        return
    _print(scores)
    if errors:
        _print_errors(found)


def _check(gold: Sequence[GoldArticle], system: System, folder: Path) -> None:
    missing = [article.id for article in gold if article.id not in system.articles]
    if missing:
        listed = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        complain(
            f"{len(missing)} of {len(gold)} annotated articles are not in {folder}: {listed}; they count as missed"
        )


def _print(scores: Scores) -> None:
    rows: list[tuple[str, ...]] = []
    for name in TABLES:
        part: dict[str, Row] = getattr(scores, name)
        for label, row in part.items():
            title = name.replace("_", " ") if label == "ALL" else f"  {label}"
            figures = (f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}", str(row.gold), str(row.found))
            rows.append((title, *figures))
    table(("", "precision", "recall", "F1", "gold", "found"), rows, right=range(1, 6))
    say(
        f"The evidence agrees for {scores.evidence_agrees:.1%} of the right relations, the role for "
        f"{scores.role_right:.1%} of the right positions, the period for {scores.period_right:.1%} of the right facts; "
        f"{scores.articles} articles."
    )


def _print_errors(errors: Sequence[Error]) -> None:
    """The causes by frequency, then examples of each, from as many articles as there are."""
    if not errors:
        say("No errors.")
        return
    groups: dict[tuple[str, str, str], list[Error]] = defaultdict(list)
    for error in errors:
        groups[error.task, "wrong" if error.found else "missed", error.cause].append(error)
    order = sorted(groups, key=lambda key: (-len(groups[key]), key))
    rows = []
    for key in order:
        common = Counter(error.label for error in groups[key]).most_common(3)
        labels = ", ".join(f"{label} {count}" for label, count in common)
        rows.append((*key, str(len(groups[key])), str(len({e.article for e in groups[key]})), labels))
    say()
    table(("task", "", "cause", "errors", "articles", "mostly"), rows, right=(3, 4))
    for key in order:
        say(f"\n{' · '.join(key)}")
        for error in _examples(groups[key]):
            said = f'   "{" ".join(error.sentence.split())}"' if error.sentence else ""
            say(f"  {error.article}: {error.shown}{said}")


def _examples(errors: Sequence[Error]) -> list[Error]:
    first = {error.article: error for error in reversed(errors)}
    return [first[article] for article in sorted(first)][:EXAMPLES]
