"""Drives the engine ray in a process of its own: texts as JSON on standard input, outcomes into a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg import engine
from kg.engine import cluster
from kg.errors import KgError
from kg.model import Article, Document
from tests.engine import annotators


def main() -> None:
    address, given = sys.argv[1], json.load(sys.stdin)
    cluster.GRACE_SECONDS = 6.0
    outcomes = []
    for case in given:
        documents = [Document(f"d{n}", text, f"d{n}.txt") for n, text in enumerate(case["texts"])]
        factory = getattr(annotators, case.get("factory", "plain"))
        try:
            results = list(
                engine.annotate(documents, factory, engine=f"ray:{address}", workers=2, seconds=case.get("seconds", 60))
            )
            outcomes.append([_told(document, result) for document, result in zip(documents, results, strict=True)])
        except KgError as error:
            outcomes.append([f"error: {error}"])
    Path(sys.argv[2]).write_text(json.dumps(outcomes), encoding="utf-8")


def _told(document: Document, result: engine.Result) -> str:
    if isinstance(result, Article):
        return "ok" if result.document == document else "another document"
    return result.reason


if __name__ == "__main__":
    main()
